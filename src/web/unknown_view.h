#pragma once

#include <string>

#include "base/clock.h"
#include "model/fleet.h"

// What the catalogue does not know, newest first, so that it can be extended from what was really
// seen. Pure: equal arguments, equal bytes.
namespace wa {

// The page /unknown, as HTML without scripts.
std::string UnknownPage(const FleetSnapshot& snapshot, SystemTime now, const std::string& version);

// The answer of /api/v1/unknown: {"version", "now", "total", "unknown": [{"first", "last", "count",
// "account", "teller", "condition", "http_status", "code", "text"}]}. Times and nulls as in
// json_view.h.
std::string UnknownJson(const FleetSnapshot& snapshot, SystemTime now);

}  // namespace wa
