#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "base/clock.h"
#include "incident/incident_store.h"
#include "model/fleet.h"

namespace wa {

// Durable before visible: what changed in an account is shown when the store has the change on
// disk. If the store fails or takes over two seconds, it is shown from memory: a page outranks
// durability.
class Publisher {
 public:
  static constexpr Duration kPatience = std::chrono::seconds(2);

  explicit Publisher(std::size_t accounts) : visible_(accounts), staged_per_account_(accounts) {}

  void Grow(std::size_t accounts);  // never shrinks

  // REQUIRES: tickets that never decrease; 0 for a change that is not stored. An account's changes
  // show in the order in which they were staged.
  void Stage(std::size_t account, std::shared_ptr<const AccountStatus> status,
             IncidentStore::Ticket ticket, SteadyTime now);

  // Shows what may be shown; true if anything became visible.
  bool Release(IncidentStore::Ticket durable, SteadyTime now);

  // A snapshot of visible() has taken the place of the one before.
  void WasPut() { may_go_ = replaced_.size(); }
  // Frees at most so many of those that only earlier snapshots showed: a hundred thousand at once,
  // as the last reference to a snapshot would, take a tenth of a second.
  void FreeReplaced(std::size_t most);

  // When patience with the oldest change ends.
  std::optional<SteadyTime> Deadline() const;

  const std::vector<std::shared_ptr<const AccountStatus>>& visible() const { return visible_; }

 private:
  void Show(std::size_t account, std::shared_ptr<const AccountStatus> status);

  struct Staged {
    std::size_t account;
    std::shared_ptr<const AccountStatus> status;
    IncidentStore::Ticket ticket;
    SteadyTime deadline;
  };
  std::vector<std::shared_ptr<const AccountStatus>> visible_;
  std::vector<std::uint32_t> staged_per_account_;
  std::deque<Staged> staged_;
  std::deque<std::shared_ptr<const AccountStatus>> replaced_;  // in the order of time
  std::size_t may_go_ = 0;  // of them, the first: no snapshot needs them
  bool changed_ = false;
};

}  // namespace wa
