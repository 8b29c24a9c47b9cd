#include "monitor/poll_agenda.h"

#include <algorithm>

#include "base/text.h"

namespace wa {
namespace {

std::vector<std::size_t> AccountsPerProvider(const Config& config) {
  std::vector<std::size_t> accounts;
  for (const ProviderSettings& provider : config.providers) {
    accounts.push_back(static_cast<std::size_t>(
        std::count_if(config.accounts.begin(), config.accounts.end(),
                      [&](const auto& account) { return account->provider == provider.name; })));
  }
  return accounts;
}

// A small fleet is asked at once after a start; a large one over one interval.
Duration FirstSweep(std::size_t accounts, Duration interval) {
  constexpr Duration kPerAccount = std::chrono::milliseconds(100);
  return std::min(interval, static_cast<std::int64_t>(accounts) * kPerAccount);
}

double RateOf(const ProviderSettings& provider, std::size_t accounts, Duration interval) {
  return provider.requests_per_second > 0 ? provider.requests_per_second
                                          : DefaultRequestsPerSecond(accounts, interval);
}

}  // namespace

PollAgenda::PollAgenda(const Config& config, std::size_t places, Tally& tally, SteadyTime now)
    : tally_(tally),
      lane_of_(config.accounts.size()),
      share_(AccountsPerProvider(config), places),
      due_at_(config.accounts.size()),
      held_back_(config.accounts.size()),
      taken_at_(now) {
  const std::size_t count = config.accounts.size();
  const std::vector<std::size_t> mine = AccountsPerProvider(config);
  for (std::size_t lane = 0; lane < mine.size(); ++lane) {
    const ProviderSettings& provider = config.providers[lane];
    const double rate = RateOf(provider, mine[lane], config.polling.interval);
    lanes_.emplace_back(provider, count, Budget(rate, now));
  }
  const Duration sweep = FirstSweep(count, config.polling.interval);
  for (std::size_t i = 0; i < count; ++i) {
    const Account& account = *config.accounts[i];
    const auto lane = std::find_if(lanes_.begin(), lanes_.end(), [&](const Lane& l) {
      return l.settings.name == account.provider;
    });
    lane_of_[i] = static_cast<std::size_t>(lane - lanes_.begin());
    Set(i, FirstPoll(account.name, now, sweep));
  }
}

void PollAgenda::Set(std::size_t account, SteadyTime due) {
  due_at_[account] = due;
  lanes_[lane_of_[account]].due.Set(account, due);
}

void PollAgenda::Start(std::size_t account) {
  lanes_[lane_of_[account]].due.Remove(account);
  share_.Started(lane_of_[account]);
  held_back_[account] = {};
}

std::optional<std::size_t> PollAgenda::Take(SteadyTime now) {
  taken_at_ = now;
  const auto lane = share_.Next([&](std::size_t i) {
    return lanes_[i].due.Due(now) && lanes_[i].budget.WhenAvailable(now) <= now;
  });
  if (!lane || !lanes_[*lane].budget.Take(now)) return std::nullopt;
  const auto account = lanes_[*lane].due.Due(now);
  Start(*account);
  return account;
}

bool PollAgenda::TakeOnDemand(std::size_t account, SteadyTime now) {
  Lane& lane = lanes_[lane_of_[account]];
  if (!share_.MayStart(lane_of_[account]) || !lane.budget.Take(now)) return false;
  Start(account);
  return true;
}

void PollAgenda::Finished(std::size_t account) { share_.Finished(lane_of_[account]); }

void PollAgenda::CountHeldBack(SteadyTime now) {
  for (const Lane& lane : lanes_) {
    const auto account = lane.due.Due(now);
    if (!account) continue;
    const bool by_budget = lane.budget.WhenAvailable(now) > now;
    HeldBack& held = held_back_[*account];
    bool& counted = by_budget ? held.by_budget : held.by_overload;
    if (counted) continue;
    tally_.CountSkip(lane.settings.name, by_budget ? SkipReason::kBudget : SkipReason::kOverload);
    counted = true;
  }
}

// What was due when we last took, and had its budget, waits for a place: the next answer makes one.
SteadyTime PollAgenda::NextAt() const {
  SteadyTime next = SteadyTime::max();
  for (const Lane& lane : lanes_) {
    const auto due = lane.due.Earliest();
    if (!due) continue;
    const SteadyTime at = std::max(*due, lane.budget.WhenAvailable(taken_at_));
    if (at > taken_at_) next = std::min(next, at);
  }
  return next;
}

SteadyTime PollAgenda::OnDemandAt(std::size_t account) const {
  return lanes_[lane_of_[account]].budget.WhenAvailable(taken_at_);
}

Duration PollAgenda::Lag(SteadyTime now) const {
  Duration lag{0};
  for (const Lane& lane : lanes_) {
    if (const auto due = lane.due.Earliest()) lag = std::max(lag, now - *due);
  }
  return lag;
}

void PollAgenda::ShowBudgets(SteadyTime now) {
  for (const Lane& lane : lanes_) {
    tally_.SetBudget(lane.settings.name, lane.budget.Capacity(), lane.budget.Remaining(now));
  }
}

std::string WhyTooFewPlaces(const Config& config, std::size_t capacity) {
  const std::size_t needed = InFlightNeeded(config.accounts.size(), config.polling);
  const std::size_t limit = InFlightLimit(config.accounts.size(), config.polling);
  const std::size_t places = std::min(limit, capacity);
  if (places >= needed) return "";
  const std::string setting = capacity < limit ? "the limit of open files (LimitNOFILE, ulimit -n)"
                                               : "polling.max_in_flight";
  return "if all " + std::to_string(config.accounts.size()) +
         " accounts were silent, asking each once would take longer than polling.interval: " +
         std::to_string(places) + " requests at once, " + std::to_string(needed) +
         " needed; raise " + setting + ", or lower polling.timeout";
}

}  // namespace wa
