#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/optional_time.h"
#include "config/config.h"
#include "monitor/poll_targets.h"
#include "monitor/tally.h"
#include "schedule/budget_book.h"
#include "schedule/in_flight.h"
#include "schedule/schedule.h"

namespace wa {

// Which question is asked next: due times, budgets, and the places for requests, together. Health
// comes before everything else. Targets are numbered as in PollTargets. Owned by the loop.
class PollAgenda {
 public:
  // REQUIRES: what is passed by reference outlives it.
  PollAgenda(const PollTargets& targets, BudgetBook& budgets, Tally& tally)
      : targets_(targets), budgets_(budgets), tally_(tally) {}

  // Another configuration, whose targets are known already: at most `places` requests are under way
  // at once. Who is new, is asked for the first time within a while; who stays, keeps its time.
  void Adopt(const Config& config, std::size_t places, SteadyTime now);

  // The next time of a target, which is not under way.
  void Set(std::size_t target, SteadyTime due);
  // When it is due; while it is under way, when it was. Nothing if it never was due.
  std::optional<SteadyTime> DueAt(std::size_t target) const { return entries_[target].due; }
  bool IsUnderWay(std::size_t target) const { return entries_[target].under_way; }

  // A target that is due, with a request of its budgets and a place; it is under way from now on.
  // Nothing if there is none: what is due and waits is counted as skipped.
  std::optional<std::size_t> Take(SteadyTime now);
  // The same on demand, for one target; false if the budget or the places are used up.
  bool TakeOnDemand(std::size_t target, SteadyTime now);
  // One more request of a target that is under way (the next page); false: not now.
  bool TakeAnother(std::size_t target, SteadyTime now);
  void Finished(std::size_t target);
  void CountHeldBack(SteadyTime now);

  // When something can be taken that could not when Take() last returned nothing; without what
  // waits for a place.
  SteadyTime NextAt() const;
  // The setting that keeps a poll on demand from being made now.
  std::string WhatIsShort(std::size_t target, SteadyTime now) const;
  // When the budget allows a poll on demand that was refused; the past if that waits for a place.
  SteadyTime OnDemandAt(std::size_t target) const;

  // Whether a question about health may be asked more often than usual, if that is wanted. What the
  // provider's budget has beyond asking everybody once per interval pays for so many; they keep
  // that until they do not want it any more.
  bool MayHurry(std::size_t target, bool wanted);

  bool IsFull() const { return share_.IsFull(); }
  Duration Lag(SteadyTime now) const;  // how late the most overdue question about health is
  // The question went out so many times more than it was taken.
  void Repeated(std::size_t target, int times, SteadyTime now);
  // What an answer to the target said of the provider's limits.
  void Told(std::size_t target, const LimitUsage& usage, SteadyTime now);

 private:
  // The targets of one provider wait together and share its budget.
  struct Lane {
    explicit Lane(std::string provider) : name(std::move(provider)), health(0), others(0) {}
    std::string name;
    std::size_t targets = 0;        // questions about health
    std::size_t hurried = 0;        // of them, asked more often than usual
    std::size_t hurried_limit = 0;  // so many at most
    BudgetLimit limit;              // of all its requests
    BudgetLimit credential;         // of those with one credential; 0: none
    BudgetLimit waba;               // of those about one business account; 0: none
    DueQueue health;
    DueQueue others;
  };
  // Why a due question waits; each is counted once per poll.
  struct Entry {
    OptionalSteady due;
    std::uint32_t lane = 0;
    bool under_way = false;
    bool hurried = false;
    bool by_budget = false;
    bool by_overload = false;
  };
  DueQueue& QueueOf(std::size_t target);
  void AdoptLanes(const Config& config, std::size_t places);
  void AskForTheFirstTime(const std::vector<std::size_t>& news, const PollingConfig& polling,
                          SteadyTime now);
  BudgetClaim OfLane(const Lane& lane) const;
  std::vector<BudgetClaim> ClaimsOf(std::size_t target) const;
  bool IsAffordable(const Lane& lane, Urgency urgency, SteadyTime now) const;
  std::optional<std::size_t> DueIn(Lane& lane, SteadyTime now);
  std::optional<std::size_t> DueIn(DueQueue& queue, const Lane& lane, Urgency urgency,
                                   SteadyTime now);
  void CountSkip(std::size_t target, const Lane& lane, SkipReason reason);
  void Start(std::size_t target);

  const PollTargets& targets_;
  BudgetBook& budgets_;
  Tally& tally_;
  std::vector<Lane> lanes_;  // a provider keeps its place for ever
  std::map<std::string, std::size_t, std::less<>> lane_of_;
  FairShare share_{{}, 1};
  std::vector<Entry> entries_;  // by target
  SteadyTime taken_at_;         // when Take() was last called
};

// What a fleet needs so that silence of all its accounts is still noticed in time, and what it has.
// A sentence for the log that names the setting to raise, or empty if it is enough.
std::string WhyTooFewPlaces(const Config& config, std::size_t capacity);

}  // namespace wa
