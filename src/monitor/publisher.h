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

  // When patience with the oldest change ends.
  std::optional<SteadyTime> Deadline() const;

  const std::vector<std::shared_ptr<const AccountStatus>>& visible() const { return visible_; }

 private:
  struct Staged {
    std::size_t account;
    std::shared_ptr<const AccountStatus> status;
    IncidentStore::Ticket ticket;
    SteadyTime deadline;
  };
  std::vector<std::shared_ptr<const AccountStatus>> visible_;
  std::vector<std::uint32_t> staged_per_account_;
  std::deque<Staged> staged_;
  bool changed_ = false;
};

}  // namespace wa
