#pragma once

#include <string>

#include "base/clock.h"
#include "model/fleet.h"

namespace wa {

// The answer of /api/v1/summary: {"version", "now", "published", "uplink", "total", "states",
// "sentence", "providers": [{"name", "kind", "status_page", "has_incident", "incidents"}]}. A
// status page is {"url", "components": what it says of those of which it says something}, or null.
std::string SummaryJson(const FleetSnapshot& snapshot, SystemTime now);

}  // namespace wa
