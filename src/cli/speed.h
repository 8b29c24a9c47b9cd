#pragma once

#include <optional>
#include <string>

namespace wa {

// "60", "0.5": how much faster than the clock something is played; nothing if it is no number above
// 0, or over a million.
std::optional<double> ParseSpeed(const std::string& text);

// "60", "0.5".
std::string SpeedText(double speed);

// What is wrong with it, or nothing: for CommandLine::Optional().
std::string WhyNoSpeed(const std::string& text);

}  // namespace wa
