#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/wall_offset.h"
#include "condition/catalogue.h"
#include "config/config.h"
#include "incident/incident_store.h"
#include "monitor/account_watch.h"
#include "monitor/event_desk.h"
#include "monitor/tally.h"
#include "schedule/schedule.h"

namespace wa {

// What the loop knows of all accounts, and what of it changed since it was last stored and shown.
// Counts and logs incidents that open and close. Accounts are numbered as in the configuration.
// Owned by the loop.
class FleetWatch {
 public:
  // REQUIRES: what is passed by reference outlives it.
  FleetWatch(const Config& config, const Catalogue& catalogue, Tally& tally,
             const WallOffset& wall);

  // Takes up what an earlier run stored. What is returned is over, since its account or condition
  // is no more, and must be stored so.
  StoreBatch Restore(const StoredState& stored, SteadyTime now);

  // A poll with an answer, or with a silence that is evidence.
  void Observe(std::size_t account, const Observation& observation);
  // A poll that told nothing about the account.
  void ObserveNothing(std::size_t account, SteadyTime ended, std::string why);
  void Hear(const Heard& heard);
  // Ends what is over because nothing told of it any more, and when that is next.
  void EndQuiet(SteadyTime now);
  std::optional<SteadyTime> NextQuietEnd() const { return quiet_.Earliest(); }

  // Ages stay and moments move: everything is shown and stored anew.
  void WallClockWasSet();

  // What changed since the last time: to be stored, and to be shown (sorted).
  StoreBatch TakeChanges();
  std::vector<std::size_t> TakeTouched();
  void WasHandled(const EventDigest& digest) { changes_.events.push_back(digest); }

  std::optional<std::size_t> Find(std::string_view name) const;
  const AccountWatch& operator[](std::size_t account) const { return watches_[account]; }

 private:
  std::optional<IncidentRecord> Restore(const IncidentRecord& record, SteadyTime now);
  void Record(std::size_t account, const std::vector<IncidentChange>& changes);
  void Requeue(std::size_t account);

  const Catalogue& catalogue_;
  Tally& tally_;
  const WallOffset& wall_;
  std::vector<AccountWatch> watches_;
  std::map<std::string, std::size_t, std::less<>> by_name_;
  DueQueue quiet_;  // accounts of which an incident ends by itself
  StoreBatch changes_;
  std::vector<std::size_t> touched_;
};

}  // namespace wa
