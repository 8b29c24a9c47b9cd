#pragma once

#include "base/clock.h"
#include "model/fleet.h"

namespace wa {

// The fleet at the moment of a scrape.
struct FleetView {
  const FleetSnapshot& fleet;
  SystemTime now;
};

}  // namespace wa
