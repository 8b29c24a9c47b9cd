#pragma once

#include "base/clock.h"
#include "model/fleet.h"

namespace wa {

// The fleet at the moment of a scrape.
struct FleetView {
  using Accounts = decltype(FleetSnapshot::accounts);

  const FleetSnapshot& fleet;
  SystemTime now;
  // Those of which something is said; what is counted over the fleet is counted over all of it.
  const Accounts& accounts = fleet.accounts;
  // Whether counters begin with the account, at 0, or with what they count.
  bool from_zero = true;
};

}  // namespace wa
