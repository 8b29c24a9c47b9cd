#include "base/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>

namespace wa {
namespace {

constexpr int kRaw = -15;  // the largest window, and neither head nor checksum
// Less than zlib's default (8): tables that fit the nearest cache are a tenth faster for metrics,
// and none of the texts grows.
constexpr int kMemoryLevel = 6;

// No name, no time, of any system (RFC 1952, 2.3).
constexpr std::string_view kHead("\x1f\x8b\x08\0\0\0\0\0\x04\xff", 10);
// A last block without anything in it.
constexpr std::string_view kLastBlock("\x03\0", 2);

std::string LittleEndian(std::uint32_t number) {
  std::string bytes;
  for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(number >> shift & 0xff);
  return bytes;
}

}  // namespace

class PartDeflater::Impl {
 public:
  Impl() {
    works_ = deflateInit2(&stream_, Z_BEST_SPEED, Z_DEFLATED, kRaw, kMemoryLevel,
                          Z_DEFAULT_STRATEGY) == Z_OK;
    part_.crc = static_cast<std::uint32_t>(crc32(0, nullptr, 0));
  }
  ~Impl() { deflateEnd(&stream_); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void Add(std::string_view piece) {
    while (!piece.empty()) {
      const std::string_view now =
          piece.substr(0, std::min<std::size_t>(piece.size(), std::numeric_limits<uInt>::max()));
      piece.remove_prefix(now.size());
      // zlib does not write to its input; its type says so only with ZLIB_CONST.
      auto* bytes = reinterpret_cast<Bytef*>(const_cast<char*>(now.data()));
      const auto size = static_cast<uInt>(now.size());
      part_.crc = static_cast<std::uint32_t>(crc32(part_.crc, bytes, size));
      part_.length += size;
      stream_.next_in = bytes;
      stream_.avail_in = size;
      Run(Z_NO_FLUSH);
    }
  }

  Result<DeflatedPart> Finish() {
    Run(Z_SYNC_FLUSH);
    if (!works_) return Fail(ErrorCode::kInternal, "zlib does not compress");
    part_.bytes.shrink_to_fit();
    return std::move(part_);
  }

 private:
  // Until zlib has taken everything, and given what it has to give.
  void Run(int flush) {
    if (!works_) return;
    do {
      stream_.next_out = reinterpret_cast<Bytef*>(out_.data());
      stream_.avail_out = static_cast<uInt>(out_.size());
      const int outcome = deflate(&stream_, flush);
      works_ = outcome == Z_OK || outcome == Z_BUF_ERROR;  // the latter: nothing was left to do
      part_.bytes.append(out_.data(), out_.size() - stream_.avail_out);
    } while (works_ && stream_.avail_out == 0);
  }

  z_stream stream_{};
  bool works_ = false;
  std::array<char, 64 * 1024> out_{};
  DeflatedPart part_;
};

PartDeflater::PartDeflater() : impl_(std::make_unique<Impl>()) {}
PartDeflater::~PartDeflater() = default;
void PartDeflater::Add(std::string_view piece) { impl_->Add(piece); }
Result<DeflatedPart> PartDeflater::Finish() { return impl_->Finish(); }

Result<DeflatedPart> Deflate(std::string_view text) {
  PartDeflater deflater;
  deflater.Add(text);
  return deflater.Finish();
}

std::string GzipOf(std::initializer_list<const DeflatedPart*> parts) {
  std::size_t size = kHead.size() + kLastBlock.size() + 2 * sizeof(std::uint32_t);
  for (const DeflatedPart* part : parts) size += part->bytes.size();
  std::string all;
  all.reserve(size);
  all += kHead;
  uLong crc = crc32(0, nullptr, 0);
  std::uint64_t length = 0;
  for (const DeflatedPart* part : parts) {
    all += part->bytes;
    crc = crc32_combine(crc, part->crc, static_cast<z_off_t>(part->length));
    length += part->length;
  }
  all += kLastBlock;
  all += LittleEndian(static_cast<std::uint32_t>(crc));
  return all += LittleEndian(static_cast<std::uint32_t>(length));  // modulo 2^32
}

Result<std::string> Gzip(std::string_view text) {
  const auto part = Deflate(text);
  if (!part) return tl::unexpected(part.error());
  return GzipOf({&*part});
}

}  // namespace wa
