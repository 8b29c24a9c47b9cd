#include "base/rfc3339.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace wa {
namespace {

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Takes a number of exactly so many digits from the front.
std::optional<int> TakeNumber(std::string_view& text, std::size_t digits) {
  if (text.size() < digits || !std::all_of(text.begin(), text.begin() + digits, IsDigit)) {
    return std::nullopt;
  }
  int number = 0;
  for (std::size_t i = 0; i < digits; ++i) number = number * 10 + (text[i] - '0');
  text.remove_prefix(digits);
  return number;
}

bool TakeOneOf(std::string_view& text, std::string_view characters) {
  if (text.empty() || characters.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// "2026-11-25": the day.
std::optional<std::chrono::sys_days> TakeDate(std::string_view& text) {
  const auto year = TakeNumber(text, 4);
  if (!year || !TakeOneOf(text, "-")) return std::nullopt;
  const auto month = TakeNumber(text, 2);
  if (!month || !TakeOneOf(text, "-")) return std::nullopt;
  const auto day = TakeNumber(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

// "18:00", hours and minutes.
std::optional<Duration> TakeClock(std::string_view& text) {
  const auto hour = TakeNumber(text, 2);
  if (!hour || *hour > 23 || !TakeOneOf(text, ":")) return std::nullopt;
  const auto minute = TakeNumber(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  return std::chrono::hours(*hour) + std::chrono::minutes(*minute);
}

// ":59.25"; digits beyond nanoseconds are dropped.
std::optional<Duration> TakeSeconds(std::string_view& text) {
  if (!TakeOneOf(text, ":")) return std::nullopt;
  const auto second = TakeNumber(text, 2);
  if (!second || *second > 60) return std::nullopt;
  Duration duration = std::chrono::seconds(*second);
  if (!TakeOneOf(text, ".")) return duration;
  if (text.empty() || !IsDigit(text.front())) return std::nullopt;
  for (Duration unit = std::chrono::milliseconds(100); !text.empty() && IsDigit(text.front());
       unit /= 10) {
    duration += unit * (text.front() - '0');
    text.remove_prefix(1);
  }
  return duration;
}

// "Z", "+01:00".
std::optional<Duration> TakeOffset(std::string_view& text) {
  if (TakeOneOf(text, "Zz")) return Duration(0);
  const bool ahead = !text.empty() && text.front() == '+';
  if (!TakeOneOf(text, "+-")) return std::nullopt;
  const auto offset = TakeClock(text);
  if (!offset) return std::nullopt;
  return ahead ? *offset : -*offset;
}

}  // namespace

std::optional<SystemTime> ParseRfc3339(std::string_view text) {
  // Nanoseconds of 64 bits reach from 1678 to 2261.
  constexpr std::string_view kFirst = "1970";
  constexpr std::string_view kLast = "2261";
  if (text.substr(0, 4) < kFirst || text.substr(0, 4) > kLast) return std::nullopt;
  const auto day = TakeDate(text);
  if (!day || !TakeOneOf(text, "Tt ")) return std::nullopt;
  const auto clock = TakeClock(text);
  if (!clock) return std::nullopt;
  const auto seconds = TakeSeconds(text);
  if (!seconds) return std::nullopt;
  const auto offset = TakeOffset(text);
  if (!offset || !text.empty()) return std::nullopt;
  return SystemTime(*day) + *clock + *seconds - *offset;
}

}  // namespace wa
