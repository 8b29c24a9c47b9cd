#pragma once

#include <nlohmann/json.hpp>

#include "base/clock.h"
#include "model/fleet.h"
#include "web/summary.h"

// Parts that several answers of the API have in common.
namespace wa {

// An account as the list of accounts tells of it.
nlohmann::ordered_json AccountJson(const FleetSnapshot& snapshot, const AccountStatus& status,
                                   SystemTime now);
// The open incidents of an account, or of something wider, worst first.
nlohmann::ordered_json IncidentsJson(const AccountStatus& status);
// {"ok": 3, ...}: every state is present.
nlohmann::ordered_json StatesJson(const StateCounts& counts);

}  // namespace wa
