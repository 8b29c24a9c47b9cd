#include "monitor/poll_times.h"

#include <algorithm>
#include <optional>

namespace wa {
namespace {

// What is asked seldom is asked again soon while it shows trouble, or got no answer.
constexpr Duration kOthersInTrouble = std::chrono::minutes(5);

}  // namespace

void PollTimes::Adopt(const PollingConfig& polling) {
  schedule_ = {.interval = polling.interval,
               .trouble_interval = polling.trouble_interval,
               .rare_interval = polling.rare_interval,
               .seed = 0};
  templates_interval_ = polling.templates_interval;
  webhook_interval_ = polling.webhook_interval;
}

void PollTimes::AskAnew(std::size_t slot) {
  for (const std::size_t target : targets_.Of(slot)) {
    if (agenda_.IsUnderWay(target)) continue;
    const bool is_first = targets_[target].operation == Operation::kHealth;
    agenda_.Set(target, clock_.Steady() + (is_first ? Duration(0) : schedule_.trouble_interval));
  }
}

void PollTimes::KeepAway(std::size_t slot) {
  const SteadyTime now = clock_.Steady();
  const auto until = fleet_[slot].Advice(now).not_before;
  const auto health = targets_.HealthOf(slot);
  if (!until || !health || agenda_.IsUnderWay(*health)) return;
  if (agenda_.DueAt(*health).value_or(*until) < *until) agenda_.Set(*health, *until);
  if (*until > now) PostponeOthers(slot, *until);
}

// A large fleet that is in trouble as a whole would be asked more often than its budget allows, and
// its polls would be late. So only some are asked more often, and the others as usual.
ScheduleSettings PollTimes::PaceFor(std::size_t target, const std::vector<PollAdvice>& advices) {
  const bool wanted = std::any_of(advices.begin(), advices.end(), [this](const PollAdvice& advice) {
    return AsksForMore(advice, schedule_);
  });
  if (agenda_.MayHurry(target, wanted)) return schedule_;
  ScheduleSettings usual = schedule_;
  usual.trouble_interval = usual.interval;
  return usual;
}

void PollTimes::AfterHealth(std::size_t target) {
  if (!targets_.Has(target) || agenda_.IsUnderWay(target)) return;
  const SteadyTime now = clock_.Steady();
  std::vector<PollAdvice> advices;
  for (const std::size_t slot : targets_.SlotsOf(target)) {
    advices.push_back(fleet_[slot].Advice(now));
  }
  const ScheduleSettings pace = PaceFor(target, advices);
  std::optional<SteadyTime> next;
  std::optional<SteadyTime> not_before;
  for (const PollAdvice& advice : advices) {
    const SteadyTime at = NextPoll(targets_[target].phase, now, advice, pace);
    next = std::min(at, next.value_or(at));
    if (advice.not_before) not_before = std::max(at, not_before.value_or(at));
  }
  agenda_.Set(target, not_before.value_or(*next));
  for (std::size_t i = 0; i < advices.size(); ++i) {
    const std::size_t slot = targets_.SlotsOf(target)[i];
    const bool is_shut = advices[i].pace == Pace::kRarely;
    if (fleet_[slot].IsLimited() || is_shut) PostponeOthers(slot, not_before.value_or(*next));
  }
}

void PollTimes::AfterExplanation(std::size_t slot) {
  const auto target = targets_.HealthOf(slot);
  if (!target || agenda_.IsUnderWay(*target)) return;
  const auto due = agenda_.DueAt(*target);
  AfterHealth(*target);
  if (due && *due < agenda_.DueAt(*target).value_or(*due)) agenda_.Set(*target, *due);
}

// While the provider wants less to be asked, or the key is not accepted, nothing else is asked
// before health was asked again.
void PollTimes::PostponeOthers(std::size_t slot, SteadyTime until) {
  for (const std::size_t target : targets_.Of(slot)) {
    if (targets_[target].operation == Operation::kHealth || agenda_.IsUnderWay(target)) continue;
    const SteadyTime after = until + schedule_.trouble_interval;
    if (agenda_.DueAt(target).value_or(after) < after) agenda_.Set(target, after);
  }
}

void PollTimes::AfterOther(std::size_t target, const std::vector<Finding>& findings, bool good) {
  if (!targets_.Has(target)) return;
  const SteadyTime now = clock_.Steady();
  const PollTarget& asked = targets_[target];
  const auto slots = targets_.SlotsOf(target);
  const bool trouble = !good || std::any_of(slots.begin(), slots.end(), [&](std::size_t slot) {
    return fleet_[slot].IsInTrouble(asked.operation);
  });
  const Duration usual = UsualInterval(asked.operation);
  ScheduleSettings settings = schedule_;
  settings.interval = trouble ? std::min(usual, kOthersInTrouble) : usual;
  PollAdvice advice;
  if (!findings.empty() && findings.front().condition->pace == Pace::kRarely) {
    settings.interval = std::max(usual, schedule_.rare_interval);
  }
  if (!findings.empty() && findings.front().retry_after) {
    advice.not_before = now + *findings.front().retry_after;
  }
  agenda_.Set(target, NextPoll(asked.phase, now, advice, settings));
}

Duration PollTimes::UsualInterval(Operation operation) const {
  return operation == Operation::kTemplates ? templates_interval_ : webhook_interval_;
}

}  // namespace wa
