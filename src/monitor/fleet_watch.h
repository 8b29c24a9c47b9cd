#pragma once

#include <cstddef>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
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

// What a new configuration changed, as slots.
struct FleetChanges {
  std::vector<std::size_t> of_config;  // slot of each account, in the order of Config::accounts
  std::vector<std::size_t> added;
  std::vector<std::size_t> changed;  // anything but where it comes from
  std::vector<std::size_t> removed;
};

// What the loop knows of all accounts and of what is wider than one (subjects: providers, partners,
// our uplink), and what of it changed since it was last stored and shown. Counts and logs incidents
// that open and close. Each has a slot, which its name keeps for ever, so that whoever holds a slot
// need not care about a new configuration. Owned by the loop.
class FleetWatch {
 public:
  // REQUIRES: what is passed by reference outlives it.
  FleetWatch(const Catalogue& catalogue, Tally& tally, const WallOffset& wall);

  // Takes up accounts and subjects of a configuration. Who stays, keeps incidents, counters and
  // what the last answers said; incidents of who goes are over.
  FleetChanges Adopt(std::shared_ptr<const Config> config);

  // Takes up what an earlier run stored. What is returned is over, since its condition is no more,
  // and must be stored so. Incidents of unknown accounts wait for their account, which a source may
  // still name, until ForgetUnknown().
  StoreBatch Restore(const StoredState& stored, SteadyTime now);
  // Every source of accounts has told its own: who is unknown now, is removed.
  void ForgetUnknown();

  // A poll with an answer, or with a silence that is evidence.
  void Observe(std::size_t slot, const Observation& observation);
  // A poll that told nothing about the account.
  void ObserveNothing(std::size_t slot, PollId poll, SteadyTime ended, const std::string& why);
  void Hear(const Heard& heard);
  // Ends what is over because nothing told of it any more, and when that is next.
  void EndQuiet(SteadyTime now);
  std::optional<SteadyTime> NextQuietEnd() const { return quiet_.Earliest(); }

  // By which wider thing an open incident (of that key) is explained.
  struct Explained {
    std::size_t slot;
    std::string_view key;  // another for each of a slot
    std::string_view by;
  };
  // In order of slots; whoever is not named is not explained.
  void Explain(const std::vector<Explained>& explained);

  // Which other account has the same key; empty: none.
  void SetSharesKeyWith(std::size_t slot, const std::string& other);

  // Ages stay and moments move: everything is shown and stored anew.
  void WallClockWasSet();

  // What changed since the last time: to be stored, and to be shown (sorted; also removed ones), at
  // most so many at once.
  StoreBatch TakeChanges();
  std::vector<std::size_t> TakeTouched(std::size_t most = kAll);
  // Somebody is left that is to be shown anew.
  bool HasTouched() const { return !touched_.empty(); }
  // Whose incidents are explained by something else, or by nothing any more, since the last time.
  std::vector<std::size_t> TakeExplainedAnew(std::size_t most = kAll);
  bool HasExplainedAnew() const { return !explained_anew_.empty(); }
  void WasHandled(const EventDigest& digest) { changes_.events.push_back(digest); }
  // True once after incidents opened, closed or turned into others.
  bool TakeIncidentsChanged() { return std::exchange(incidents_changed_, false); }

  // An account or a subject that is configured.
  std::optional<std::size_t> Find(std::string_view name) const;
  // REQUIRES: Has(slot).
  const AccountWatch& operator[](std::size_t slot) const { return *watches_[slot]; }
  bool Has(std::size_t slot) const { return watches_[slot] != nullptr; }
  std::size_t Slots() const { return watches_.size(); }
  // By name: who is configured now.
  const std::vector<std::size_t>& Accounts() const { return accounts_; }
  const std::vector<std::size_t>& Subjects() const { return subjects_; }

 private:
  static constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();
  enum class Change { kNone, kAdded, kChanged };
  std::size_t SlotOf(const std::string& name);
  Change Put(std::size_t slot, const std::shared_ptr<const Account>& account,
             WatchSettings& settings);
  void Remove(std::size_t slot);
  std::string_view NameOf(std::size_t slot) const { return watches_[slot]->account().name; }
  void TakeUp(std::size_t slot);
  std::optional<IncidentRecord> Restore(std::size_t slot, const IncidentRecord& record,
                                        SteadyTime now);
  void Record(std::size_t slot, const std::vector<IncidentChange>& changes, PollId poll = {});
  void Requeue(std::size_t slot);

  const Catalogue& catalogue_;
  Tally& tally_;
  const WallOffset& wall_;
  std::shared_ptr<const Config> config_;
  CommonValues common_;
  std::vector<std::unique_ptr<AccountWatch>> watches_;    // by slot; null: not configured
  std::vector<std::size_t> accounts_;                     // by name
  std::vector<std::size_t> subjects_;                     // likewise
  std::map<std::string, std::size_t, std::less<>> gone_;  // slots of who is no longer configured
  DueQueue quiet_;  // accounts of which an incident ends by itself
  StoreBatch changes_;
  std::vector<std::size_t> touched_;
  std::vector<std::size_t> explained_anew_;
  bool incidents_changed_ = true;
  // Of an earlier run, by account.
  std::multimap<std::string, IncidentRecord, std::less<>> waiting_;
  std::map<std::string, AccountTotals, std::less<>> totals_;
  SteadyTime restored_at_;
};

}  // namespace wa
