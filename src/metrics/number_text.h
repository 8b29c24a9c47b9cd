#pragma once

#include <cstddef>

namespace wa {

// Longer than any number becomes.
inline constexpr std::size_t kMostNumberText = 32;

// `value` in the digits in which prometheus-cpp writes it (16, as `%.16g`; "+Inf", "-Inf", "Nan").
// Returns the end. REQUIRES: room for kMostNumberText.
char* WriteNumber(char* to, double value);

}  // namespace wa
