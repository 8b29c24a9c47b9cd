#pragma once

#include <string>
#include <string_view>

#include "model/fleet.h"
#include "web/http_types.h"
#include "web/summary.h"

namespace wa {

// A weak validator (RFC 9110, section 8.8.1) of what a request shows of a snapshot: it changes with
// the snapshot, with the target and the program's version, and with the accounts that became stale
// and the loop that stopped though no snapshot came.
std::string FleetTag(const FleetSnapshot& snapshot, const StateCounts& counts, bool loop_is_turning,
                     const Request& request, std::string_view version);

// Whether If-None-Match holds `tag`: then NotModified() is the answer.
bool IsKnown(const Request& request, std::string_view tag);
Response NotModified(const std::string& tag);

}  // namespace wa
