#include "base/gzip.h"

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>

namespace wa {
namespace {

// A seventh of what zlib's fastest level takes for metrics, and no longer.
constexpr std::uint32_t kLevel = 1;
constexpr std::size_t kRoom = ISAL_DEF_LVL1_SMALL;  // more makes metrics no shorter

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
    isal_deflate_init(&stream_);
    stream_.avail_in = 0;  // left as it was by init; nothing is added to an empty text
    stream_.level = kLevel;
    stream_.level_buf = room_.data();
    stream_.level_buf_size = static_cast<std::uint32_t>(room_.size());
    stream_.gzip_flag = IGZIP_DEFLATE;  // neither head nor checksum
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void Add(std::string_view piece) {
    constexpr std::size_t kMost = std::numeric_limits<std::uint32_t>::max();
    while (!piece.empty()) {
      const std::string_view now = piece.substr(0, kMost);
      piece.remove_prefix(now.size());
      // The library does not write to its input.
      auto* bytes = reinterpret_cast<std::uint8_t*>(const_cast<char*>(now.data()));
      part_.crc = crc32_gzip_refl(part_.crc, bytes, now.size());
      part_.length += now.size();
      stream_.next_in = bytes;
      stream_.avail_in = static_cast<std::uint32_t>(now.size());
      Run(NO_FLUSH);
    }
  }

  Result<DeflatedPart> Finish() {
    Run(SYNC_FLUSH);
    if (!works_) return Fail(ErrorCode::kInternal, "the text cannot be compressed");
    part_.bytes.shrink_to_fit();
    return std::move(part_);
  }

 private:
  // Until the library has taken everything, and given what it has to give.
  void Run(std::uint16_t flush) {
    stream_.flush = flush;
    do {
      stream_.next_out = out_.data();
      stream_.avail_out = static_cast<std::uint32_t>(out_.size());
      works_ = works_ && isal_deflate(&stream_) == COMP_OK;
      part_.bytes.append(reinterpret_cast<const char*>(out_.data()),
                         out_.size() - stream_.avail_out);
    } while (works_ && stream_.avail_out == 0);
  }

  isal_zstream stream_;
  bool works_ = true;
  std::array<std::uint8_t, kRoom> room_;
  std::array<std::uint8_t, 64 * 1024> out_;
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
