#include "model/maintenance_times.h"

#include <algorithm>

#include "base/time_zone.h"

namespace wa {
namespace {

using std::chrono::days;

// A week until the next one; and two days more, since a day may be missing (Samoa had no 30
// December 2011).
constexpr int kDaysAhead = 9;

std::size_t WeekdayOf(LocalTime midnight) {
  const std::chrono::sys_days day{std::chrono::floor<days>(midnight.time_since_epoch())};
  return std::chrono::weekday(day).iso_encoding() - 1;
}

// The one that begins on the day.
TimeSpan TimeOn(LocalTime midnight, const WeeklyTimes& times, const TimeZone& zone) {
  auto length = times.to - times.from;
  if (length <= length.zero()) length += days(1);
  const TimeZone::Moments from = zone.ToSystem(midnight + times.from);
  const TimeZone::Moments to = zone.ToSystem(midnight + times.from + length);
  if (from.is_skipped || to.is_skipped) return {from.first, from.first + length};
  return {from.first, to.last};
}

std::optional<TimeSpan> NextOf(const WeeklyTimes& times, SystemTime now) {
  const auto zone = TimeZone::Find(times.time_zone);
  if (!zone) return std::nullopt;
  const LocalTime today = std::chrono::floor<days>(zone->ToLocal(now));
  for (int day = -1; day <= kDaysAhead; ++day) {
    const LocalTime midnight = today + days(day);
    if (!times.weekdays.test(WeekdayOf(midnight))) continue;
    if (times.until && midnight.time_since_epoch() > times.until->time_since_epoch()) break;
    const TimeSpan time = TimeOn(midnight, times, *zone);
    if (now < time.to) return time;
  }
  return std::nullopt;
}

std::optional<TimeSpan> NextOf(const TimeSpan& once, SystemTime now) {
  return now < once.to ? std::optional(once) : std::nullopt;
}

}  // namespace

std::optional<TimeSpan> NextTime(const Maintenance& maintenance, SystemTime now) {
  const SystemTime since = std::max(now, maintenance.announced.value_or(now));
  auto time = std::visit([&](const auto& when) { return NextOf(when, since); }, maintenance.when);
  if (!time) return std::nullopt;
  if (maintenance.announced) time->from = std::max(time->from, *maintenance.announced);
  if (maintenance.ended) time->to = std::min(time->to, *maintenance.ended);
  return now < time->to && time->from < time->to ? time : std::nullopt;
}

std::vector<TimeSpan> TimesWithin(const Maintenance& maintenance, const TimeSpan& span) {
  std::vector<TimeSpan> times;
  for (auto time = NextTime(maintenance, span.from); time && time->from < span.to;
       time = NextTime(maintenance, time->to)) {
    times.push_back({std::max(time->from, span.from), std::min(time->to, span.to)});
  }
  return times;
}

}  // namespace wa
