#include "base/time_zone.h"

#include <date/tz.h>

#include <exception>

#include "base/text.h"

namespace wa {
namespace {

using LibraryLocal = date::local_time<std::chrono::seconds>;

const date::time_zone& Of(const void* zone) { return *static_cast<const date::time_zone*>(zone); }

SystemTime At(LibraryLocal local, std::chrono::seconds offset) {
  return SystemTime(local.time_since_epoch() - offset);
}

std::string Suggestion(std::string_view name) {
  std::vector<std::string> names;
  for (const date::time_zone& zone : date::get_tzdb().zones) names.push_back(zone.name());
  const auto meant = DidYouMean(name, names);
  return meant ? "; did you mean '" + *meant + "'?" : ", such as Europe/Berlin or UTC";
}

}  // namespace

Result<TimeZone> TimeZone::Find(std::string_view name) {
  try {
    (void)date::get_tzdb();
  } catch (const std::exception& error) {
    return Fail(
        ErrorCode::kIo,
        std::string("the system's time zones cannot be read (package tzdata): ") + error.what());
  }
  try {
    return TimeZone(date::locate_zone(name));
  } catch (const std::exception&) {
    return Fail(ErrorCode::kConfig,
                "there is no time zone '" + Sanitise(name, 40) + "'" + Suggestion(name));
  }
}

LocalTime TimeZone::ToLocal(SystemTime moment) const {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(moment);
  return LocalTime(Of(zone_).to_local(seconds).time_since_epoch());
}

TimeZone::Moments TimeZone::ToSystem(LocalTime local) const {
  const LibraryLocal wanted(local.time_since_epoch());
  const date::local_info info = Of(zone_).get_info(wanted);
  if (info.result == date::local_info::unique) {
    return {At(wanted, info.first.offset), At(wanted, info.first.offset), false};
  }
  if (info.result == date::local_info::nonexistent) {
    return {SystemTime(info.first.end), SystemTime(info.first.end), true};
  }
  return {At(wanted, info.first.offset), At(wanted, info.second.offset), false};
}

}  // namespace wa
