#pragma once

#include <memory>

#include "metrics/family.h"
#include "metrics/fleet_view.h"

namespace wa {

// What the fleet's mode says (FleetSnapshot::metrics_mode): which classes of series, and of which
// accounts. Each mode says the same as the one before it, or less of it; what rules need of an
// account that is not well, all of them say.
class ModeViews {
 public:
  // REQUIRES: `fleet` outlives it.
  ModeViews(const FleetSnapshot& fleet, SystemTime now);
  ModeViews(const ModeViews&) = delete;
  ModeViews& operator=(const ModeViews&) = delete;

  // What the families of the class are read from; null: they have no series in this mode.
  const FleetView* For(SeriesClass series_class) const;

 private:
  const MetricsMode mode_;
  const FleetView::Accounts not_well_;  // in mode aggregate
  // Looked for once, and not once for each family.
  const FleetView::Accounts with_sparse_;
  const FleetView all_;
  const FleetView account_;
  const FleetView sparse_;
};

}  // namespace wa
