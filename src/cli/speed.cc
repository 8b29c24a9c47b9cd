#include "cli/speed.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "load/problem.h"

namespace wa {
namespace {

constexpr double kFastest = 1e6;

}  // namespace

std::optional<double> ParseSpeed(const std::string& text) {
  char* end = nullptr;
  const double speed = std::strtod(text.c_str(), &end);
  const bool whole = !text.empty() && end == text.c_str() + text.size();
  if (!whole || !std::isfinite(speed) || speed <= 0 || speed > kFastest) return std::nullopt;
  return speed;
}

std::string SpeedText(double speed) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%g", speed);
  return text.data();
}

std::string WhyNoSpeed(const std::string& text) {
  return ParseSpeed(text) ? "" : Quoted(text) + " is no speed: write a number above 0, such as 60";
}

}  // namespace wa
