#pragma once

#include <optional>

#include "metrics/family.h"
#include "metrics/fleet_view.h"

// What is known of the accounts' keys; never a key itself. Readers of rows of metrics/catalogue.cc,
// which says what they mean.
namespace wa {

// What one account has; nothing: no series.
std::optional<double> KeyChanged(const FleetView& view, const AccountStatus& status);
std::optional<double> KeyRefused(const FleetView& view, const AccountStatus& status);

void ReadSharedKeys(const FleetView& view, SeriesWriter& out);

}  // namespace wa
