#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "config/config.h"
#include "model/account.h"
#include "monitor/tally.h"
#include "schedule/budget.h"
#include "schedule/in_flight.h"
#include "schedule/schedule.h"

namespace wa {

// Which account is polled next: due times, the providers' budgets, and the places for requests,
// together. Accounts are numbered as in the configuration. Owned by the loop.
class PollAgenda {
 public:
  // At most `places` polls are under way at once. The first polls are spread over a while.
  // REQUIRES: what is passed by reference outlives it.
  PollAgenda(const Config& config, std::size_t places, Tally& tally, SteadyTime now);

  // The next poll of an account, which is not under way.
  void Set(std::size_t account, SteadyTime due);
  // When it is due; while it is under way, when it was.
  SteadyTime DueAt(std::size_t account) const { return due_at_[account]; }

  // An account that is due, with a request of its provider's budget and a place; it is under way
  // from now on. Nothing if there is none: what is due and waits is counted as skipped.
  std::optional<std::size_t> Take(SteadyTime now);
  // The same on demand, for one account; false if the budget or the places are used up.
  bool TakeOnDemand(std::size_t account, SteadyTime now);
  void Finished(std::size_t account);
  void CountHeldBack(SteadyTime now);

  // When something can be taken that could not when Take() last returned nothing; without what
  // waits for a place.
  SteadyTime NextAt() const;
  // When the budget allows a poll on demand that was refused; the past if that waits for a place.
  SteadyTime OnDemandAt(std::size_t account) const;

  bool IsFull() const { return share_.IsFull(); }
  Duration Lag(SteadyTime now) const;  // how late the most overdue poll is
  void ShowBudgets(SteadyTime now);    // in the tally
  const ProviderSettings& ProviderOf(std::size_t account) const {
    return lanes_[lane_of_[account]].settings;
  }

 private:
  // The accounts of one provider wait together and share its budget.
  struct Lane {
    Lane(const ProviderSettings& provider, std::size_t accounts, Budget requests)
        : settings(provider), budget(requests), due(accounts) {}
    const ProviderSettings& settings;
    Budget budget;
    DueQueue due;
  };
  // Why a due poll waits; each is counted once per poll.
  struct HeldBack {
    bool by_budget = false;
    bool by_overload = false;
  };
  void Start(std::size_t account);

  Tally& tally_;
  std::vector<Lane> lanes_;           // in the order of config.providers
  std::vector<std::size_t> lane_of_;  // by account
  FairShare share_;
  std::vector<SteadyTime> due_at_;
  std::vector<HeldBack> held_back_;
  SteadyTime taken_at_;  // when Take() was last called
};

// What a fleet needs so that silence of all its accounts is still noticed in time, and what it has.
// A sentence for the log that names the setting to raise, or empty if it is enough.
std::string WhyTooFewPlaces(const Config& config, std::size_t capacity);

}  // namespace wa
