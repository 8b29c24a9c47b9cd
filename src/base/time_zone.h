#pragma once

#include <chrono>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace wa {

// What the clock on a wall shows: the time since 1970-01-01 00:00 there, without a zone.
using LocalTime = std::chrono::time_point<struct LocalTimeline, std::chrono::seconds>;

// A named time zone of the system's database (IANA: "Europe/Berlin"). A cheap value; thread-safe.
class TimeZone {
 public:
  // kConfig, with the name that was probably meant, if there is none of the name.
  static Result<TimeZone> Find(std::string_view name);

  LocalTime ToLocal(SystemTime moment) const;

  // When the wall's clock shows `local`: once, twice (then `first` is before `last`), or never,
  // because the clock is set forward over it; then both are the moment at which that happens.
  struct Moments {
    SystemTime first;
    SystemTime last;
    bool is_skipped = false;
  };
  Moments ToSystem(LocalTime local) const;

 private:
  explicit TimeZone(const void* zone) : zone_(zone) {}
  const void* zone_;  // of the library, for ever
};

}  // namespace wa
