#include "metrics/number_text.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace wa {
namespace {

constexpr int kDigits = 16;
// Moments are multiples of 1/64 s (metrics/moment.h): ten digits and the six of 1/64 are exact, so
// that they need no rounding.
constexpr double kGrain = 64;
constexpr double kMostWhole = 1e15;
constexpr double kMostGrained = 1e10;
constexpr std::uint64_t kMillionthsOfGrain = 1'000'000 / 64;

char* Copy(char* to, std::string_view text) {
  std::memcpy(to, text.data(), text.size());
  return to + text.size();
}

char* WriteWhole(char* to, std::uint64_t value) {
  return std::to_chars(to, to + kMostNumberText, value).ptr;
}

// Not whole.
char* WriteGrained(char* to, std::uint64_t grains) {
  to = WriteWhole(to, grains / 64);
  *to++ = '.';
  std::uint64_t millionths = grains % 64 * kMillionthsOfGrain;
  for (std::uint64_t place = 100'000; millionths > 0; place /= 10) {
    *to++ = static_cast<char>('0' + millionths / place);
    millionths %= place;
  }
  return to;
}

}  // namespace

char* WriteNumber(char* to, double value) {
  if (std::isnan(value)) return Copy(to, "Nan");
  if (std::isinf(value)) return Copy(to, value < 0 ? "-Inf" : "+Inf");
  if (std::signbit(value)) {
    *to++ = '-';
    value = -value;
  }
  if (value < kMostWhole) {
    const auto whole = static_cast<std::uint64_t>(value);
    if (static_cast<double>(whole) == value) return WriteWhole(to, whole);
  }
  if (value < kMostGrained) {
    const auto grains = static_cast<std::uint64_t>(value * kGrain);
    if (static_cast<double>(grains) == value * kGrain) return WriteGrained(to, grains);
  }
  return std::to_chars(to, to + kMostNumberText, value, std::chars_format::general, kDigits).ptr;
}

}  // namespace wa
