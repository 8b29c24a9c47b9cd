#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

// RFC 1952 at a fast level: metrics and pages shrink to a tenth with it, and somebody waits.
// Texts are compressed in parts that are joined without being compressed again.
namespace wa {

// A compressed text, to be joined with others.
struct DeflatedPart {
  std::string bytes;  // whole blocks of RFC 1951, none of them the last
  std::uint32_t crc = 0;
  std::uint64_t length = 0;  // of the text
};

// Compresses a part that comes in pieces.
class PartDeflater {
 public:
  PartDeflater();
  ~PartDeflater();
  PartDeflater(const PartDeflater&) = delete;
  PartDeflater& operator=(const PartDeflater&) = delete;

  void Add(std::string_view piece);
  // REQUIRES: nothing is called after it.
  Result<DeflatedPart> Finish();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

Result<DeflatedPart> Deflate(std::string_view text);

// The parts, one behind the other, as one member of a gzip file: not every client takes several.
// REQUIRES: no null pointer.
std::string GzipOf(std::initializer_list<const DeflatedPart*> parts);

// One text alone. Thread-safe.
Result<std::string> Gzip(std::string_view text);

}  // namespace wa
