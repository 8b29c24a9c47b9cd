#include "monitor/poll_agenda.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "schedule/budget.h"

namespace wa {
namespace {

// What is asked a few times a day is first asked within this, each at its own time, of a large
// fleet within the hour: the start is no burst, and what the budget has beyond health stays for
// polls that are late.
constexpr Duration kFirstOthers = std::chrono::minutes(10);
constexpr Duration kFirstOthersAtMost = std::chrono::hours(1);
constexpr Duration kPerQuestion = std::chrono::milliseconds(100);

// Within what the other questions are asked for the first time, if so many questions are new.
Duration FirstOthers(Operation operation, std::int64_t questions, const PollingConfig& polling) {
  const Duration within =
      std::clamp<Duration>(questions * kPerQuestion, kFirstOthers, kFirstOthersAtMost);
  return std::min(within, operation == Operation::kWebhook ? polling.webhook_interval
                                                           : polling.templates_interval);
}

double RateOf(const ProviderSettings& provider, std::size_t targets, Duration interval) {
  return provider.requests_per_second > 0 ? provider.requests_per_second
                                          : DefaultRequestsPerSecond(targets, interval);
}

constexpr Duration kHour = std::chrono::hours(1);

Urgency UrgencyOf(Operation operation) {
  return operation == Operation::kHealth ? Urgency::kHealth : Urgency::kSecondary;
}

}  // namespace

DueQueue& PollAgenda::QueueOf(std::size_t target) {
  Lane& lane = lanes_[entries_[target].lane];
  return targets_[target].operation == Operation::kHealth ? lane.health : lane.others;
}

void PollAgenda::AdoptLanes(const Config& config, std::size_t places) {
  std::vector<std::size_t> mine(config.providers.size(), 0);  // questions about health
  for (std::size_t i = 0; i < targets_.Count(); ++i) {
    if (targets_.Has(i) && targets_[i].operation == Operation::kHealth)
      ++mine[targets_[i].provider];
  }
  std::vector<std::size_t> per_lane(lanes_.size(), 0);
  for (std::size_t i = 0; i < config.providers.size(); ++i) {
    const ProviderSettings& provider = config.providers[i];
    const auto [place, is_new] = lane_of_.try_emplace(provider.name, lanes_.size());
    if (is_new) {
      lanes_.emplace_back(provider.name);
      per_lane.push_back(0);
    }
    Lane& lane = lanes_[place->second];
    lane.limit.requests = RateOf(provider, mine[i], config.polling.interval);
    lane.credential = {provider.credential_requests_per_hour, kHour};
    lane.waba = {provider.waba_requests_per_hour, kHour};
    per_lane[place->second] = lane.targets = mine[i];
    lane.hurried = 0;
    lane.hurried_limit =
        AffordableOften(SpareRate(lane.limit.requests, lane.targets, config.polling.interval),
                        config.polling.interval, config.polling.trouble_interval);
  }
  for (Lane& lane : lanes_) {
    lane.health.Grow(targets_.Count());
    lane.others.Grow(targets_.Count());
  }
  share_.Resize(std::move(per_lane), places);
}

void PollAgenda::Adopt(const Config& config, std::size_t places, SteadyTime now) {
  AdoptLanes(config, places);
  entries_.resize(targets_.Count());
  std::vector<std::size_t> news;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    Entry& entry = entries_[i];
    entry.hurried = false;  // until its next answer
    if (!targets_.Has(i)) {
      if (entry.due && !entry.under_way) QueueOf(i).Remove(i);
      entry.due.reset();
      continue;
    }
    entry.lane =
        static_cast<std::uint32_t>(lane_of_.at(config.providers[targets_[i].provider].name));
    if (!entry.due && !entry.under_way) news.push_back(i);
  }
  AskForTheFirstTime(news, config.polling, now);
  for (Lane& lane : lanes_) {
    lane.health.Fit();
    lane.others.Fit();
  }
}

void PollAgenda::AskForTheFirstTime(const std::vector<std::size_t>& news,
                                    const PollingConfig& polling, SteadyTime now) {
  std::vector<std::size_t> of_lane(lanes_.size(), 0);  // questions about health
  for (const std::size_t i : news) {
    if (targets_[i].operation == Operation::kHealth) ++of_lane[entries_[i].lane];
  }
  std::vector<Duration> sweeps;
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const Lane& lane = lanes_[i];
    const double spare =
        SpareRate(lane.limit.requests, lane.targets - of_lane[i], polling.interval);
    sweeps.push_back(FirstSweep(of_lane[i], spare, polling.interval));
  }
  for (const std::size_t i : news) {
    const Operation operation = targets_[i].operation;
    const Duration within =
        operation == Operation::kHealth
            ? sweeps[entries_[i].lane]
            : FirstOthers(operation, static_cast<std::int64_t>(news.size()), polling);
    Set(i, FirstPoll(targets_[i].phase, now, within));
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

BudgetClaim PollAgenda::OfLane(const Lane& lane) const {
  return {{BudgetKind::kProvider, lane.name, ""}, lane.limit};
}

std::vector<BudgetClaim> PollAgenda::ClaimsOf(std::size_t target) const {
  const Lane& lane = lanes_[entries_[target].lane];
  std::vector<BudgetClaim> claims{OfLane(lane)};
  if (std::string credential = targets_.CredentialOf(target); !credential.empty()) {
    claims.push_back(
        {{BudgetKind::kCredential, lane.name, std::move(credential)}, lane.credential});
  }
  if (std::string waba = targets_.WabaOf(target); !waba.empty()) {
    claims.push_back({{BudgetKind::kWaba, lane.name, std::move(waba)}, lane.waba});
  }
  return claims;
}

bool PollAgenda::IsAffordable(const Lane& lane, Urgency urgency, SteadyTime now) const {
  return budgets_.WhenAvailable({OfLane(lane)}, urgency, now) <= now;
}

// The first that is due and whose own budgets allow it. Who must wait for its own, holds up nobody
// else: it comes back when they allow it.
std::optional<std::size_t> PollAgenda::DueIn(DueQueue& queue, const Lane& lane, Urgency urgency,
                                             SteadyTime now) {
  while (const auto target = queue.Due(now)) {
    const SteadyTime when = budgets_.WhenAvailable(ClaimsOf(*target), urgency, now);
    if (when <= now) return target;
    CountSkip(*target, lane, SkipReason::kBudget);
    queue.Set(*target, when);
  }
  return std::nullopt;
}

std::optional<std::size_t> PollAgenda::DueIn(Lane& lane, SteadyTime now) {
  if (lane.health.Due(now)) {
    if (!IsAffordable(lane, Urgency::kHealth, now)) return std::nullopt;
    if (const auto target = DueIn(lane.health, lane, Urgency::kHealth, now)) return target;
  }
  if (!lane.others.Due(now) || !IsAffordable(lane, Urgency::kSecondary, now)) return std::nullopt;
  return DueIn(lane.others, lane, Urgency::kSecondary, now);
}

std::optional<std::size_t> PollAgenda::Take(SteadyTime now) {
  taken_at_ = now;
  const auto lane = share_.Next([&](std::size_t i) { return DueIn(lanes_[i], now).has_value(); });
  if (!lane) return std::nullopt;
  const auto target = DueIn(lanes_[*lane], now);
  const Urgency urgency = UrgencyOf(targets_[*target].operation);
  if (!budgets_.Take(ClaimsOf(*target), urgency, now)) return std::nullopt;
  if (urgency == Urgency::kHealth) {
    tally_.CountDelay(lanes_[*lane].name, now - *entries_[*target].due);
  }
  Start(*target);
  return target;
}

bool PollAgenda::TakeOnDemand(std::size_t target, SteadyTime now) {
  if (!share_.MayStart(entries_[target].lane)) return false;
  if (!budgets_.Take(ClaimsOf(target), Urgency::kHealth, now)) return false;
  Start(target);
  return true;
}

// Finishes what was begun, and so does not leave half of the budgets to others.
bool PollAgenda::TakeAnother(std::size_t target, SteadyTime now) {
  return budgets_.Take(ClaimsOf(target), Urgency::kHealth, now);
}

void PollAgenda::Repeated(std::size_t target, int times, SteadyTime now) {
  if (times > 0) budgets_.Spend(ClaimsOf(target), times, now);
}

void PollAgenda::Told(std::size_t target, const LimitUsage& usage, SteadyTime now) {
  std::vector<BudgetName> names;
  for (BudgetClaim& claim : ClaimsOf(target)) {
    // What is said of one credential or business account is not said of all.
    if (claim.name.kind != BudgetKind::kProvider) names.push_back(std::move(claim.name));
  }
  if (names.empty()) names.push_back(OfLane(lanes_[entries_[target].lane]).name);
  budgets_.Told(names, usage, now);
}

void PollAgenda::Finished(std::size_t target) {
  entries_[target].under_way = false;
  share_.Finished(entries_[target].lane);
}

void PollAgenda::CountHeldBack(SteadyTime now) {
  for (const Lane& lane : lanes_) {
    const auto target = lane.health.Due(now);
    if (!target) continue;
    const bool by_budget = !IsAffordable(lane, Urgency::kHealth, now);
    CountSkip(*target, lane, by_budget ? SkipReason::kBudget : SkipReason::kOverload);
  }
}

void PollAgenda::CountSkip(std::size_t target, const Lane& lane, SkipReason reason) {
  Entry& entry = entries_[target];
  bool& counted = reason == SkipReason::kBudget ? entry.by_budget : entry.by_overload;
  if (!counted) tally_.CountSkip(lane.name, reason);
  counted = true;
}

// What was due when we last took, and had its budget, waits for a place: the next answer makes one.
SteadyTime PollAgenda::NextAt() const {
  SteadyTime next = SteadyTime::max();
  const auto consider = [&](const Lane& lane, const DueQueue& queue, Urgency urgency) {
    const auto due = queue.Earliest();
    if (!due) return;
    const SteadyTime at =
        std::max(*due, budgets_.WhenAvailable({OfLane(lane)}, urgency, taken_at_));
    if (at > taken_at_) next = std::min(next, at);
  };
  for (const Lane& lane : lanes_) {
    consider(lane, lane.health, Urgency::kHealth);
    consider(lane, lane.others, Urgency::kSecondary);
  }
  return next;
}

bool PollAgenda::MayHurry(std::size_t target, bool wanted) {
  Entry& entry = entries_[target];
  Lane& lane = lanes_[entry.lane];
  const bool may = wanted && (entry.hurried || lane.hurried < lane.hurried_limit);
  if (may && !entry.hurried) ++lane.hurried;
  if (!may && entry.hurried) --lane.hurried;
  return entry.hurried = may;
}

SteadyTime PollAgenda::OnDemandAt(std::size_t target) const {
  return budgets_.WhenAvailable(ClaimsOf(target), Urgency::kHealth, taken_at_);
}

std::string PollAgenda::WhatIsShort(std::size_t target, SteadyTime now) const {
  for (const BudgetClaim& claim : ClaimsOf(target)) {
    if (budgets_.WhenAvailable({claim}, Urgency::kHealth, now) <= now) continue;
    switch (claim.name.kind) {
      case BudgetKind::kCredential:
        return "credential_requests_per_hour";
      case BudgetKind::kWaba:
        return "waba_requests_per_hour";
      default:
        return "requests_per_second";
    }
  }
  return "polling.max_in_flight";
}

Duration PollAgenda::Lag(SteadyTime now) const {
  Duration lag{0};
  for (const Lane& lane : lanes_) {
    if (const auto due = lane.health.Earliest()) lag = std::max(lag, now - *due);
  }
  return lag;
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
