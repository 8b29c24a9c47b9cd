#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/answer_record.h"
#include "model/event.h"
#include "model/incident.h"
#include "model/maintenance.h"
#include "model/support_case.h"

namespace wa {

// What an account has lived through; kept so that counters survive a restart of the exporter.
struct AccountTotals {
  std::string account;
  Duration unavailable{0};     // observed time in which sending was not possible
  std::uint64_t restarts = 0;  // closed unavailability within the restart allowance
  Duration restart_time{0};    // the part of `unavailable` spent in those
};

// How much of a provider's accounts is usually in trouble at an hour of the day; see
// incident/provider_outage.h.
struct UsualShareRecord {
  std::string provider;
  int hour = 0;            // UTC, 0 to 23
  double share = 0.0;      // 0 to 1
  std::uint64_t days = 0;  // on which it was learned
};

// What one turn of the loop changed. An incident is written whole: the newest record of an id wins.
struct StoreBatch {
  std::vector<IncidentRecord> incidents;
  std::vector<AccountTotals> totals;
  std::vector<EventDigest> events = {};  // handled, in this order
  std::vector<UsualShareRecord> usual_shares = {};
  AnswerChanges answers = {};
  // Announced by people, or told by them, whole: the newest record of an id wins.
  std::vector<Maintenance> maintenance = {};
  std::vector<SupportCase> cases = {};
  bool empty() const {
    return incidents.empty() && totals.empty() && events.empty() && usual_shares.empty() &&
           answers.empty() && maintenance.empty() && cases.empty();
  }
};

// Of answers that are not on the disk yet.
inline constexpr std::size_t kMostWaitingAnswers = 100'000;

struct StoredState {
  std::vector<IncidentRecord> open_incidents;
  std::vector<AccountTotals> totals;
  std::vector<EventDigest> events;  // at most kRememberedEvents, oldest first
  std::vector<UsualShareRecord> usual_shares;
  std::vector<Maintenance> maintenance = {};
  std::vector<SupportCase> cases = {};
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
  // events beyond kRememberedEvents, and the oldest answers beyond kMostWaitingAnswers.
  virtual Ticket Append(StoreBatch batch) = 0;

  // Every batch up to this one survives the end of the process, however it ends; with incidents or
  // totals in it, a power cut, too. Thread-safe.
  virtual Ticket Durable() const = 0;
};

}  // namespace wa
