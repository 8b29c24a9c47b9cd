#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/event.h"
#include "model/incident.h"

namespace wa {

// What an account has lived through; kept so that counters survive a restart of the exporter.
struct AccountTotals {
  std::string account;
  Duration unavailable{0};     // observed time in which sending was not possible
  std::uint64_t restarts = 0;  // closed unavailability within the restart allowance
  Duration restart_time{0};    // the part of `unavailable` spent in those
};

// What one turn of the loop changed. An incident is written whole: the newest record of an id wins.
struct StoreBatch {
  std::vector<IncidentRecord> incidents;
  std::vector<AccountTotals> totals;
  std::vector<EventDigest> events = {};  // handled, in this order
  bool empty() const { return incidents.empty() && totals.empty() && events.empty(); }
};

struct StoredState {
  std::vector<IncidentRecord> open_incidents;
  std::vector<AccountTotals> totals;
  std::vector<EventDigest> events;  // at most kRememberedEvents, oldest first
};

// The memory that outlives the process. Seam: the real one is SQLite behind a thread of its own,
// the test's is a vector.
class IncidentStore {
 public:
  using Ticket = std::uint64_t;  // batches are numbered 1, 2, 3 ... in the order of Append()
  virtual ~IncidentStore() = default;

  // Everything needed to go on. Called once, before the first Append().
  virtual Result<StoredState> Load() = 0;

  // Queues a batch; never waits for the disk. Batches become durable in order, each whole or not at
  // all. While the disk is away the newest records are merged, and none is dropped but the oldest
  // events beyond kRememberedEvents.
  virtual Ticket Append(StoreBatch batch) = 0;

  // Every batch up to this one survives the end of the process, however it ends; with incidents or
  // totals in it, a power cut, too. Thread-safe.
  virtual Ticket Durable() const = 0;
};

}  // namespace wa
