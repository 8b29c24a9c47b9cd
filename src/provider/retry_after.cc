#include "provider/retry_after.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "base/text.h"
#include "provider/json_fields.h"

namespace wa {
namespace {

constexpr Duration kLongest = std::chrono::hours(1);

// Digits and nothing else; the largest number there is if they are too many.
std::optional<std::int64_t> Digits(std::string_view text) {
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(),
                                                   [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return std::nullopt;
  std::int64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  return result.ec == std::errc() ? value : std::numeric_limits<std::int64_t>::max();
}

std::optional<Duration> Capped(std::int64_t count, Duration unit) {
  if (count <= 0) return std::nullopt;
  return count >= kLongest / unit ? kLongest : count * unit;
}

std::optional<Duration> FromHeader(const HttpResponse& response) {
  const auto header = response.Header("retry-after");
  if (!header) return std::nullopt;
  const std::string_view value = Trim(*header);
  if (const auto seconds = Digits(value)) return Capped(*seconds, std::chrono::seconds(1));
  const auto until = ParseHttpDate(value);
  const auto now = ParseHttpDate(Trim(response.Header("date").value_or("")));
  if (!until || !now || *until <= *now) return std::nullopt;
  return std::min<Duration>(*until - *now, kLongest);
}

std::optional<Duration> FromUsage(const HttpResponse& response) {
  const auto header = response.Header("x-business-use-case-usage");
  if (!header) return std::nullopt;
  const ParsedJson usage = ParseJson(*header);
  if (!usage.value.is_object()) return std::nullopt;
  std::int64_t minutes = 0;
  for (const Json& account : usage.value) {
    if (!account.is_array()) continue;
    for (const Json& entry : account) {
      minutes = std::max(minutes, NumberIn(entry, {"estimated_time_to_regain_access"}).value_or(0));
    }
  }
  return Capped(minutes, std::chrono::minutes(1));
}

}  // namespace

std::optional<SystemTime> ParseHttpDate(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  constexpr std::string_view kForm = "Sun, 06 Nov 1994 08:49:37 GMT";
  if (text.size() != kForm.size() || text.substr(3, 2) != ", " || text[19] != ':' ||
      text[22] != ':' || text.substr(25) != " GMT") {
    return std::nullopt;
  }
  const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  const auto day = Digits(text.substr(5, 2));
  const auto year = Digits(text.substr(12, 4));
  const auto hour = Digits(text.substr(17, 2));
  const auto minute = Digits(text.substr(20, 2));
  const auto second = Digits(text.substr(23, 2));
  if (month == kMonths.end() || !day || !year || !hour || !minute || !second) return std::nullopt;
  // Before the epoch and after 2262 there is no SystemTime; 60 is a leap second.
  if (*year < 1970 || *year > 2200 || *hour > 23 || *minute > 59 || *second > 60) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{
      std::chrono::year(static_cast<int>(*year)),
      std::chrono::month(static_cast<unsigned>(month - kMonths.begin()) + 1),
      std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second);
}

std::optional<Duration> RetryAfter(const HttpResponse& response) {
  const auto header = FromHeader(response);
  return header ? header : FromUsage(response);
}

}  // namespace wa
