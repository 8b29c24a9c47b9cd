#pragma once

#include <string>

#include "base/clock.h"
#include "model/fleet.h"
#include "web/account_query.h"

namespace wa {

// Rises when a field changes its meaning or goes; new fields do not raise it.
inline constexpr int kJsonVersion = 1;

// The answer of /api/v1/accounts: {"version", "published", "uplink", "total", "states", "subjects",
// "matching", "limit", "offset", "accounts": [...]}; subjects are what is wider than an account
// (providers, partners, the uplink), with their incidents, whatever the query. Times are RFC 3339
// in UTC with milliseconds, durations seconds; what is not known is null. Bytes that are not UTF-8
// become U+FFFD.
std::string AccountsJson(const FleetSnapshot& snapshot, const AccountQuery& query, SystemTime now);

}  // namespace wa
