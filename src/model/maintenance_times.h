#pragma once

#include <optional>
#include <vector>

#include "base/clock.h"
#include "model/maintenance.h"

// When a maintenance holds. Pure, but for the system's time zones.
//
// Times that come again are those of the clock on the wall. Where it is set back, a time that comes
// twice is meant from its first to its last: the window is longer. Where it is set forward over
// the beginning or the end, the window keeps its length, and one that would begin in the hour that
// does not exist begins at the jump.
namespace wa {

// The time that holds at `now`, or else the one that comes next; nothing if it is over.
std::optional<TimeSpan> NextTime(const Maintenance& maintenance, SystemTime now);

// All times within, cut to it, in order. What is configured is taken to have always been.
std::vector<TimeSpan> TimesWithin(const Maintenance& maintenance, const TimeSpan& span);

}  // namespace wa
