#include "monitor/poll_agenda.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace wa {
namespace {

// A small fleet is asked at once after a start; a large one over one interval.
Duration FirstSweep(std::size_t targets, Duration interval) {
  constexpr Duration kPerAccount = std::chrono::milliseconds(100);
  return std::min(interval, static_cast<std::int64_t>(targets) * kPerAccount);
}

// What is asked a few times a day is first asked within this, each at its own time: the picture is
// whole soon, and the start is no burst.
constexpr Duration kFirstOthers = std::chrono::minutes(10);

double RateOf(const ProviderSettings& provider, std::size_t targets, Duration interval) {
  return provider.requests_per_second > 0 ? provider.requests_per_second
                                          : DefaultRequestsPerSecond(targets, interval);
}

// What other questions leave for health.
double KeptForHealth(const Budget& budget) { return budget.Capacity() / 2; }

}  // namespace

DueQueue& PollAgenda::QueueOf(std::size_t target) {
  Lane& lane = lanes_[entries_[target].lane];
  return targets_[target].operation == Operation::kHealth ? lane.health : lane.others;
}

void PollAgenda::AdoptLanes(const Config& config, std::size_t places, SteadyTime now) {
  std::vector<std::size_t> mine(config.providers.size(), 0);  // questions about health
  for (std::size_t i = 0; i < targets_.Count(); ++i) {
    if (targets_.Has(i) && targets_[i].operation == Operation::kHealth)
      ++mine[targets_[i].provider];
  }
  std::vector<std::size_t> per_lane(lanes_.size(), 0);
  for (std::size_t i = 0; i < config.providers.size(); ++i) {
    const ProviderSettings& provider = config.providers[i];
    const double rate = RateOf(provider, mine[i], config.polling.interval);
    const auto [lane, is_new] = lane_of_.try_emplace(provider.name, lanes_.size());
    if (is_new) {
      lanes_.emplace_back(provider.name, Budget(rate, now));
      per_lane.push_back(mine[i]);
    } else {
      lanes_[lane->second].budget.SetRate(rate, now);
      per_lane[lane->second] = mine[i];
    }
  }
  for (Lane& lane : lanes_) {
    lane.health.Grow(targets_.Count());
    lane.others.Grow(targets_.Count());
  }
  share_.Resize(std::move(per_lane), places);
}

void PollAgenda::Adopt(const Config& config, std::size_t places, SteadyTime now) {
  AdoptLanes(config, places, now);
  entries_.resize(targets_.Count());
  std::size_t news = 0;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (targets_.Has(i) && !entries_[i].due) ++news;
  }
  const Duration sweep = FirstSweep(news, config.polling.interval);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    Entry& entry = entries_[i];
    if (!targets_.Has(i)) {
      if (entry.due && !entry.under_way) QueueOf(i).Remove(i);
      entry.due.reset();
      continue;
    }
    entry.lane = lane_of_.at(config.providers[targets_[i].provider].name);
    if (entry.due || entry.under_way) continue;
    const bool health = targets_[i].operation == Operation::kHealth;
    Set(i, FirstPoll(targets_[i].name, now, health ? sweep : kFirstOthers));
  }
}

void PollAgenda::Set(std::size_t target, SteadyTime due) {
  entries_[target].due = due;
  QueueOf(target).Set(target, due);
}

void PollAgenda::Start(std::size_t target) {
  Entry& entry = entries_[target];
  QueueOf(target).Remove(target);
  share_.Started(entry.lane);
  entry.under_way = true;
  entry.by_budget = entry.by_overload = false;
}

std::optional<std::size_t> PollAgenda::DueIn(const Lane& lane, SteadyTime now) const {
  if (const auto target = lane.health.Due(now)) {
    return lane.budget.WhenAvailable(now) <= now ? target : std::nullopt;
  }
  const auto target = lane.others.Due(now);
  const bool spare = lane.budget.WhenAvailable(now, KeptForHealth(lane.budget)) <= now;
  return target && spare ? target : std::nullopt;
}

std::optional<std::size_t> PollAgenda::Take(SteadyTime now) {
  taken_at_ = now;
  const auto lane = share_.Next([&](std::size_t i) { return DueIn(lanes_[i], now).has_value(); });
  if (!lane) return std::nullopt;
  const auto target = DueIn(lanes_[*lane], now);
  if (!lanes_[*lane].budget.Take(now)) return std::nullopt;
  Start(*target);
  return target;
}

bool PollAgenda::TakeOnDemand(std::size_t target, SteadyTime now) {
  const std::size_t lane = entries_[target].lane;
  if (!share_.MayStart(lane) || !lanes_[lane].budget.Take(now)) return false;
  Start(target);
  return true;
}

bool PollAgenda::TakeAnother(std::size_t target, SteadyTime now) {
  return lanes_[entries_[target].lane].budget.Take(now);
}

void PollAgenda::Finished(std::size_t target) {
  entries_[target].under_way = false;
  share_.Finished(entries_[target].lane);
}

void PollAgenda::CountHeldBack(SteadyTime now) {
  for (const Lane& lane : lanes_) {
    const auto target = lane.health.Due(now);
    if (!target) continue;
    const bool by_budget = lane.budget.WhenAvailable(now) > now;
    Entry& entry = entries_[*target];
    bool& counted = by_budget ? entry.by_budget : entry.by_overload;
    if (counted) continue;
    tally_.CountSkip(lane.name, by_budget ? SkipReason::kBudget : SkipReason::kOverload);
    counted = true;
  }
}

// What was due when we last took, and had its budget, waits for a place: the next answer makes one.
SteadyTime PollAgenda::NextAt() const {
  SteadyTime next = SteadyTime::max();
  const auto consider = [&](std::optional<SteadyTime> due, SteadyTime affordable) {
    if (!due) return;
    const SteadyTime at = std::max(*due, affordable);
    if (at > taken_at_) next = std::min(next, at);
  };
  for (const Lane& lane : lanes_) {
    consider(lane.health.Earliest(), lane.budget.WhenAvailable(taken_at_));
    consider(lane.others.Earliest(),
             lane.budget.WhenAvailable(taken_at_, KeptForHealth(lane.budget)));
  }
  return next;
}

SteadyTime PollAgenda::OnDemandAt(std::size_t target) const {
  return lanes_[entries_[target].lane].budget.WhenAvailable(taken_at_);
}

Duration PollAgenda::Lag(SteadyTime now) const {
  Duration lag{0};
  for (const Lane& lane : lanes_) {
    if (const auto due = lane.health.Earliest()) lag = std::max(lag, now - *due);
  }
  return lag;
}

void PollAgenda::ShowBudgets(SteadyTime now) {
  for (const Lane& lane : lanes_) {
    tally_.SetBudget(lane.name, lane.budget.Capacity(), lane.budget.Remaining(now));
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
