#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/maintenance.h"
#include "model/order.h"

namespace wa {

// All maintenance that is announced: what the configuration has, and what came over the API. Owned
// by the loop.
class MaintenanceDesk {
 public:
  using Views = std::shared_ptr<const std::vector<MaintenanceView>>;

  // How much may be announced over the API at once.
  static constexpr std::size_t kMost = 1'000;

  // Those of another configuration, in place of those of the last.
  void Adopt(std::vector<Maintenance> configured);
  // What an earlier run stored.
  void Restore(std::vector<Maintenance> announced);

  // What is announced twice is one, and one that was ended holds again.
  OrderOutcome Announce(const AnnounceMaintenance& order, SystemTime now);
  // What is configured is not ended so: it would be there again after a restart.
  OrderOutcome End(const EndMaintenance& order, SystemTime now);

  // What must be stored since the last time.
  std::vector<Maintenance> TakeChanges();

  // What holds, comes, or was over at most 31 days ago, by the beginning of its next time; never
  // null. The same object while nothing changes.
  Views Show(SystemTime now);

 private:
  using ById = std::map<std::string, std::shared_ptr<const Maintenance>>;

  void Put(Maintenance maintenance);

  ById configured_;
  ById announced_;
  std::set<std::string> changed_;  // ids of announced ones, not stored yet
  Views views_;                    // null: to be made anew
  // `views_` are right from then until then.
  SystemTime shown_;
  SystemTime good_until_;
};

}  // namespace wa
