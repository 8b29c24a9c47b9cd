#pragma once

#include "metrics/family.h"
#include "metrics/fleet_view.h"

namespace wa {

// Of cases at support that wait for their first answer. Reader of a row of metrics/catalogue.cc,
// which says what it means.
void ReadAnswersDue(const FleetView& view, SeriesWriter& out);

}  // namespace wa
