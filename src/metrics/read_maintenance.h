#pragma once

#include "metrics/family.h"
#include "metrics/fleet_view.h"

namespace wa {

// Of accounts, and of what is wider. Reader of a row of metrics/catalogue.cc, which says what it
// means.
void ReadMaintenance(const FleetView& view, SeriesWriter& out);

}  // namespace wa
