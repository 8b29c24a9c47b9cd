#include "metrics/read_maintenance.h"

#include <algorithm>

namespace wa {

void ReadMaintenance(const FleetView& view, SeriesWriter& out) {
  const auto& all = *view.fleet.maintenance;
  const bool none =
      std::none_of(all.begin(), all.end(), [&](const auto& one) { return one.HoldsAt(view.now); });
  if (none) return;
  for (const auto* statuses : {&view.fleet.accounts, &view.fleet.subjects}) {
    for (const auto& status : *statuses) {
      const Account& account = *status->account;
      if (MaintenanceOf(all, account, view.now) == nullptr) continue;
      out.Add({account.name, account.provider}, 1);
    }
  }
}

}  // namespace wa
