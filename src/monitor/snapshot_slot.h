#pragma once

#include <memory>
#include <mutex>
#include <utility>

#include "model/fleet.h"

namespace wa {

// Where the loop leaves the newest snapshot and everybody else takes it. Thread-safe; a snapshot
// never changes once it is here. Never empty after the first Put().
class SnapshotSlot {
 public:
  void Put(std::shared_ptr<const FleetSnapshot> snapshot) {
    const std::lock_guard lock(mutex_);
    snapshot_.swap(snapshot);  // the old one is released after the lock
  }
  std::shared_ptr<const FleetSnapshot> Get() const {
    const std::lock_guard lock(mutex_);
    return snapshot_;
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const FleetSnapshot> snapshot_;
};

}  // namespace wa
