#pragma once

#include <optional>

#include "base/clock.h"

// Moments as samples have them: multiples of 1/64 s. The text format is written with 16 significant
// digits, six of them behind the point of a Unix time; 1/64 is the smallest power of two that they,
// and a double, hold exactly. So what Prometheus computes with is what was exported, and
// differences are exact.
namespace wa {

// Rounded down.
double ExportedMoment(SystemTime moment);
// Nothing of nothing.
std::optional<double> ExportedMoment(const std::optional<SystemTime>& moment);

// The last sighting, placed after ExportedMoment(start) in such a way that the rule `last seen -
// start - grace` is above 0 exactly if the incident has lasted longer than its grace, be it by a
// nanosecond. At most 1/32 s later than `last_seen`, and never earlier by more than that.
double ExportedLastSeen(SystemTime start, SystemTime last_seen, Duration grace);

}  // namespace wa
