#pragma once

#include <deque>
#include <functional>
#include <optional>

#include "base/clock.h"
#include "incident/incident_store.h"
#include "model/event.h"

namespace wa {

// Deliveries that were handled and wait for the disk. Owned by the loop.
class Receipts {
 public:
  using Done = std::function<void(Delivered)>;

  // How long the sender waits for the disk.
  static constexpr Duration kPatience = std::chrono::seconds(2);

  // REQUIRES: tickets and deadlines that never decrease.
  void Await(IncidentStore::Ticket ticket, SteadyTime deadline, Done done);

  // Answers what is durable, and what nobody waits for any longer.
  void Release(IncidentStore::Ticket durable, SteadyTime now);

  // Answers all that still waits: send it again.
  void RefuseAll();

  // When patience with the oldest one ends.
  std::optional<SteadyTime> Deadline() const;

 private:
  struct Waiting {
    IncidentStore::Ticket ticket;
    SteadyTime deadline;
    Done done;
  };
  std::deque<Waiting> waiting_;
};

}  // namespace wa
