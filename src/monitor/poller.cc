#include "monitor/poller.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "base/text.h"
#include "monitor/poll_result.h"
#include "provider/provider.h"

namespace wa {
namespace {

constexpr std::size_t kMostWishes = 1000;
constexpr std::size_t kMostPages = 50;

// As many as the configuration and the transport allow.
std::size_t PlacesForPolls(const Config& config, std::size_t capacity) {
  return std::max<std::size_t>(
      std::min(InFlightLimit(config.accounts.size(), config.polling), capacity), 1);
}

}  // namespace

Poller::Poller(const WallOffset& wall, const Clock& clock, Requests& requests, BudgetBook& budgets,
               FleetWatch& fleet, Tally& tally, PollJudge& judge)
    : wall_(wall),
      clock_(clock),
      requests_(requests),
      fleet_(fleet),
      tally_(tally),
      judge_(judge),
      second_opinion_(clock, requests),
      agenda_(targets_, budgets, tally),
      times_(clock, fleet, targets_, agenda_),
      ids_(clock.System()) {}

void Poller::Adopt(std::shared_ptr<const Config> config, const FleetChanges& changes) {
  config_ = std::move(config);
  times_.Adopt(config_->polling);
  const std::vector<SettledSilence> settled = second_opinion_.Adopt(*config_);
  targets_.Adopt(config_, changes.of_config);
  const std::size_t capacity = requests_.Capacity() + polls_.size();
  const std::size_t reserve = second_opinion_.Reserve();
  agenda_.Adopt(*config_, PlacesForPolls(*config_, capacity - std::min(capacity, reserve)),
                clock_.Steady());
  for (const SettledSilence& one : settled) Settle(one);
  for (const std::size_t slot : changes.removed) judge_.Forget(slot);
  for (const std::size_t slot : changes.changed) {
    judge_.Forget(slot);
    times_.AskAnew(slot);
  }
  KeepAway(changes.changed);
  KeepAway(changes.added);
}

void Poller::KeepAway(const std::vector<std::size_t>& slots) {
  for (const std::size_t slot : slots) times_.KeepAway(slot);
}

void Poller::ExplainedAnew(const std::vector<std::size_t>& slots) {
  for (const std::size_t slot : slots) {
    if (fleet_.Has(slot)) times_.AfterExplanation(slot);
  }
}

void Poller::Start(std::vector<PollInbox::Wish> wishes) {
  // What is due comes first: polls on demand live on what the budget has left.
  StartDue();
  StartWished(std::move(wishes));
  second_opinion_.AskCanaries();
}

void Poller::StartDue() {
  const SteadyTime now = clock_.Steady();
  SendPages();
  while (HasRoom()) {
    const auto target = agenda_.Take(now);
    if (!target) break;
    StartPoll(*target, {});
  }
  agenda_.CountHeldBack(now);
}

void Poller::StartWished(std::vector<PollInbox::Wish> wishes) {
  const SteadyTime now = clock_.Steady();
  std::vector<PollInbox::Wish> waiting = std::exchange(wished_, {});
  for (PollInbox::Wish& wish : wishes) {
    wish.deadline += config_->polling.timeout;  // from when it was wished
    waiting.push_back(std::move(wish));
  }
  for (PollInbox::Wish& wish : waiting) Wish(std::move(wish), now);
}

void Poller::Wish(PollInbox::Wish wish, SteadyTime now) {
  const auto slot = fleet_.Find(wish.account);
  const auto target = slot ? targets_.HealthOf(*slot) : std::nullopt;
  if (!slot) {
    wish.done(Refusal("There is no account of that name."));
  } else if (!target) {
    wish.done(Refusal("No key of it is known, so it cannot be polled."));
  } else if (const auto running = polls_.find(*target); running != polls_.end()) {
    running->second.done.emplace_back(*slot, std::move(wish.done));
  } else if (std::string why = WhyNotPolled(wish, *slot, now); !why.empty()) {
    wish.done(Refusal(std::move(why)));
  } else if (HasRoom() && agenda_.TakeOnDemand(*target, now)) {
    std::vector<std::pair<std::size_t, Poll::Done>> done;
    done.emplace_back(*slot, std::move(wish.done));
    StartPoll(*target, std::move(done));
  } else if (wished_.size() < kMostWishes) {
    wished_.push_back(std::move(wish));
  } else {
    wish.done(Refusal("Too many polls on demand are waiting."));
  }
}

// For people; empty if it may be polled.
std::string Poller::WhyNotPolled(const PollInbox::Wish& wish, std::size_t slot,
                                 SteadyTime now) const {
  if (second_opinion_.Waits(slot)) {
    return "Its last poll had no answer; the canaries are being asked whose fault it is.";
  }
  const auto until = fleet_[slot].Advice(now).not_before;
  if (until && *until > now) {
    return "The provider's rate limit: not asked before " + FormatUtc(wall_.ToSystem(*until)) + ".";
  }
  if (wish.deadline > now) return "";
  return "Not polled within " + FormatDuration(config_->polling.timeout) +
         ": the polls that are due use up " + agenda_.WhatIsShort(*targets_.HealthOf(slot), now) +
         ".";
}

// For a poll, beside the canaries.
bool Poller::HasRoom() const {
  return !agenda_.IsFull() && requests_.Capacity() > second_opinion_.Reserve();
}

void Poller::StartPoll(Target target, std::vector<std::pair<std::size_t, Poll::Done>> done) {
  Poll poll;
  poll.id = ids_.Next();
  poll.target = target;
  poll.operation = targets_[target].operation;
  poll.config = config_;
  poll.provider = &config_->providers[targets_[target].provider];
  const auto slots = targets_.SlotsOf(target);
  poll.slots.assign(slots.begin(), slots.end());
  for (const std::size_t slot : poll.slots) poll.accounts.push_back(fleet_[slot].shared_account());
  poll.started = clock_.Steady();
  poll.without_fields = refusals_.Has(*poll.provider, poll.started);
  poll.done = std::move(done);
  Send(poll, "");
  polls_.emplace(target, std::move(poll));
}

// Pages that wait come first: they finish what was begun.
void Poller::SendPages() {
  const SteadyTime now = clock_.Steady();
  while (!paging_.empty() && requests_.Capacity() > second_opinion_.Reserve() &&
         agenda_.TakeAnother(paging_.front(), now)) {
    Poll& poll = polls_.at(paging_.front());
    Send(poll, std::exchange(poll.next_page, ""));
    paging_.erase(paging_.begin());
  }
}

void Poller::Send(const Poll& poll, const std::string& after) {
  const Provider& provider = ProviderFor(poll.provider->kind);
  HttpRequest request;
  if (poll.without_fields) {
    ProviderSettings settings = *poll.provider;
    settings.health_fields.clear();
    request = provider.Ask(poll.operation, settings, poll.ToBatch(), after);
  } else {
    request = provider.Ask(poll.operation, *poll.provider, poll.ToBatch(), after);
  }
  request.timeout = poll.config->polling.timeout;
  request.max_body_bytes = poll.config->polling.max_answer;
  transfers_.emplace(requests_.Start(std::move(request)), poll.target);
}

bool Poller::Handle(Completion completion) {
  if (const auto transfer = transfers_.find(completion.id); transfer != transfers_.end()) {
    const auto found = polls_.find(transfer->second);
    transfers_.erase(transfer);
    tally_.CountRequest(found->second.provider->name, found->second.operation, completion);
    if (targets_.Has(found->first)) {
      agenda_.Repeated(found->first, completion.repeats, completion.ended);
    }
    if (AskWithoutFields(found->second, completion) || GoesOn(found->second, completion)) {
      return true;
    }
    Poll poll = std::move(found->second);
    polls_.erase(found);
    agenda_.Finished(poll.target);
    if (completion.outcome) {
      HandleAnswer(poll, std::move(completion));
    } else {
      HandleFailure(poll, completion);
    }
    return true;
  }
  if (!second_opinion_.IsCanary(completion.id)) return false;
  for (const SettledSilence& settled : second_opinion_.Handle(completion)) Settle(settled);
  return true;
}

// That a field is not there says nothing about the account: the question is asked again without.
bool Poller::AskWithoutFields(Poll& poll, const Completion& completion) {
  if (!completion.outcome || poll.without_fields) return false;
  const Provider& provider = ProviderFor(poll.provider->kind);
  if (!provider.RefusesFields(poll.operation, *poll.provider, *completion.outcome)) return false;
  if (!refusals_.Has(*poll.provider, completion.ended)) {
    Log(LogLevel::kWarning, "health_fields are refused; for a day health alone is asked for",
        {{"provider", poll.provider->name}});
    refusals_.Add(*poll.provider, completion.ended);
  }
  poll.without_fields = true;
  paging_.push_back(poll.target);
  return true;
}

// Whether there is another page, which is then asked for as soon as the budget allows.
bool Poller::GoesOn(Poll& poll, Completion& completion) {
  if (!completion.outcome || poll.pages.size() + 1 >= kMostPages) return false;
  std::string after =
      ProviderFor(poll.provider->kind).NextPage(poll.operation, *completion.outcome);
  if (after.empty()) return false;
  poll.pages.push_back(std::move(*completion.outcome));
  poll.next_page = std::move(after);
  paging_.push_back(poll.target);
  return true;
}

void Poller::HandleAnswer(Poll& poll, Completion completion) {
  second_opinion_.Answered(HostOf(poll.provider->base_url), completion.ended);
  poll.pages.push_back(std::move(*completion.outcome));
  const std::vector<UnderstoodAnswer> readings = judge_.Read(poll);
  if (poll.operation != Operation::kHealth && !readings.empty()) {
    const auto& [facts, findings] = readings.front();
    times_.AfterOther(poll.target, findings, IsGoodStatus(facts.http_status));
  }
  for (std::size_t i = 0; i < poll.slots.size() && i < readings.size(); ++i) {
    const ProbeAnswer answer = judge_.Tell(poll, i, readings[i], completion.ended);
    for (const auto& [slot, done] : poll.done) {
      if (slot == poll.slots[i]) done(answer);
    }
  }
  for (const UnderstoodAnswer& one : readings) {
    if (!one.facts.usage || !targets_.Has(poll.target)) continue;
    agenda_.Told(poll.target, *one.facts.usage, completion.ended);
    break;  // all of a batch have it from one header
  }
  if (poll.operation == Operation::kHealth) times_.AfterHealth(poll.target);
}

// Whether it is the account's condition, the canaries may still have to say.
void Poller::HandleFailure(const Poll& poll, const Completion& completion) {
  const TransportFailure& failure = completion.outcome.error();
  ProbeAnswer answer = Refusal(WhyNoAnswer(failure));
  answer.http_status = failure.status;
  answer.timing = failure.timing;
  if (poll.operation == Operation::kHealth) {
    std::string host(HostOf(poll.provider->base_url));
    const auto settled =
        second_opinion_.Settle({poll.id, poll.target, poll.slots, poll.accounts, std::move(host),
                                poll.started, completion.ended, failure});
    if (settled) Settle(*settled);
  } else {
    times_.AfterOther(poll.target, {}, false);
  }
  for (const auto& [slot, done] : poll.done) done(answer);
}

void Poller::Settle(const SettledSilence& settled) {
  judge_.TellSilence(settled);
  times_.AfterHealth(settled.silence.target);
}

void Poller::RefuseAll(const std::string& why) {
  for (const auto& [target, poll] : polls_) {
    for (const auto& [slot, done] : poll.done) done(Refusal(why));
  }
  for (const PollInbox::Wish& wish : wished_) wish.done(Refusal(why));
}

std::optional<SteadyTime> Poller::NextPoll(std::size_t slot) const {
  const auto target = targets_.HealthOf(slot);
  return target ? agenda_.DueAt(*target) : std::nullopt;
}

SteadyTime Poller::WakeAt() const {
  SteadyTime wake = SteadyTime::max();
  const SteadyTime now = clock_.Steady();
  for (const PollInbox::Wish& wish : wished_) {
    wake = std::min(wake, wish.deadline);
    const auto slot = fleet_.Find(wish.account);
    const auto target = slot ? targets_.HealthOf(*slot) : std::nullopt;
    const SteadyTime affordable = target ? agenda_.OnDemandAt(*target) : now;
    if (affordable > now) wake = std::min(wake, affordable);
  }
  if (!paging_.empty()) {
    const SteadyTime affordable = agenda_.OnDemandAt(paging_.front());
    if (affordable > now) wake = std::min(wake, affordable);
  }
  // Without room the next answer makes some, and wakes us.
  return HasRoom() ? std::min(wake, agenda_.NextAt()) : wake;
}

}  // namespace wa
