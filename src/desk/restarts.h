#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "desk/desk_incident.h"

namespace wa {

// How an account restarts, judged by its incidents that are over: those of the group of conditions
// that a restart shows, which recovered. Within its grace such an incident was a restart, beyond it
// an outage.
struct Restarts {
  std::size_t restarts = 0;
  std::size_t outages = 0;
  Duration restart_time{0};
  Duration outage_time{0};
  Duration used_today{0};         // of the allowance, in the 24 hours before `now`
  std::optional<int> usual_hour;  // UTC; of at least half of the restarts, and of three
};
Restarts RestartsOf(const std::vector<DeskIncident>& past, SystemTime now);

// Whether the package that avoids restarts would help, with its numbers, over so many days; empty
// where the account's plan allows none anyway.
std::string WouldPremiumHelp(const Restarts& restarts, int days, Duration allowance_per_day);

}  // namespace wa
