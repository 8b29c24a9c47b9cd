#pragma once

#include <string>

#include "base/clock.h"
#include "model/fleet.h"

namespace wa {

// A table of what is wider than an account and has open incidents, worst first, with the number of
// accounts that each explains. Empty if all is well.
std::string SubjectTable(const FleetSnapshot& snapshot, SystemTime now);

}  // namespace wa
