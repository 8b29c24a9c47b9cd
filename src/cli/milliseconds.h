#pragma once

#include <array>
#include <cstdio>
#include <string>

#include "base/clock.h"

namespace wa {

// "0.3 ms", "45 ms", "1200 ms", "10.0 s"
inline std::string Milliseconds(Duration duration) {
  const double value = Seconds(duration) * 1e3;
  std::array<char, 40> text{};
  if (value < 10000) {
    std::snprintf(text.data(), text.size(), value < 10 ? "%.1f ms" : "%.0f ms", value);
  } else {
    std::snprintf(text.data(), text.size(), "%.1f s", Seconds(duration));
  }
  return text.data();
}

}  // namespace wa
