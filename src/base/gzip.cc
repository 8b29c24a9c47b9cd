#include "base/gzip.h"

#include <zlib.h>

#include <limits>
#include <memory>

namespace wa {
namespace {

constexpr int kWithGzipHeader = 15 + 16;  // the largest window; 16 asks for the header
constexpr int kMemoryLevel = 8;           // zlib's default

struct EndDeflate {
  void operator()(z_stream* stream) const { deflateEnd(stream); }
};

}  // namespace

Result<std::string> Gzip(std::string_view text) {
  if (text.size() > std::numeric_limits<uInt>::max()) {
    return Fail(ErrorCode::kInternal, "more than zlib takes at once");
  }
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kWithGzipHeader, kMemoryLevel,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    return Fail(ErrorCode::kInternal, "zlib cannot start");
  }
  const std::unique_ptr<z_stream, EndDeflate> end(&stream);
  std::string packed(deflateBound(&stream, text.size()), '\0');
  // zlib does not write to its input; its type says so only with ZLIB_CONST.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int outcome = deflate(&stream, Z_FINISH);
  if (outcome != Z_STREAM_END) return Fail(ErrorCode::kInternal, "zlib did not finish");
  packed.resize(stream.total_out);
  return packed;
}

}  // namespace wa
