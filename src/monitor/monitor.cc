#include "monitor/monitor.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "condition/classify.h"
#include "monitor/poll_result.h"
#include "provider/provider.h"

namespace wa {
namespace {

// Also the longest time between two turns, so that a loop that hangs is noticed.
constexpr Duration kPublishAtLeastEvery = std::chrono::seconds(1);
constexpr std::size_t kMostWishes = 1000;

// As many as the configuration and the transport allow.
std::size_t PlacesForPolls(const Config& config, std::size_t capacity) {
  return std::max<std::size_t>(
      std::min(InFlightLimit(config.accounts.size(), config.polling), capacity), 1);
}

// Publishing takes a tenth of the loop's time at the most, however many events come.
constexpr int kRestPerPublication = 9;

}  // namespace

Monitor::Monitor(Config config, std::shared_ptr<const Catalogue> catalogue, Transport& transport,
                 IncidentStore& store, const Clock& clock)
    : config_(std::move(config)),
      catalogue_(std::move(catalogue)),
      transport_(transport),
      store_(store),
      clock_(clock),
      schedule_{.interval = config_.polling.interval,
                .trouble_interval = config_.polling.trouble_interval,
                .rare_interval = config_.polling.rare_interval,
                .seed = 0},
      wall_(clock.Steady(), clock.System()),
      tally_(*catalogue_, config_.providers),
      requests_(transport),
      second_opinion_(config_.polling, clock, requests_),
      agenda_(config_, PlacesForPolls(config_, transport.Capacity() - second_opinion_.Reserve()),
              tally_, clock.Steady()),
      fleet_(config_, *catalogue_, tally_, wall_),
      events_(config_, *catalogue_, tally_, unknown_),
      publisher_(config_.accounts.size()),
      last_turn_(clock.Steady().time_since_epoch().count()) {}

Monitor::~Monitor() {
  const ProbeAnswer stopping = Refusal("The exporter is stopping.");
  for (const auto& [id, poll] : polls_) {
    for (const Done& done : poll.done) done(stopping);
  }
  for (const PollInbox::Wish& wish : wished_) wish.done(stopping);
  for (const PollInbox::Wish& wish : inbox_.TakeAll()) wish.done(stopping);
  receipts_.RefuseAll();
  const EventInbox::Content unread = event_inbox_.TakeAll();
  for (const Delivery& delivery : unread.deliveries) delivery.done(Delivered::kNot);
  for (const auto& done : unread.refused) done(Delivered::kNot);
}

Status Monitor::Restore() {
  auto stored = store_.Load();
  if (!stored) return tl::unexpected(stored.error());
  events_.Restore(stored->events);
  StoreBatch over = fleet_.Restore(*stored, clock_.Steady());
  // What was loaded is on the disk, and shows at once.
  Flush();
  Publish();
  if (!over.empty()) newest_ticket_ = store_.Append(std::move(over));
  return {};
}

void Monitor::Step() {
  // What is due comes first: polls on demand live on what the budget has left.
  StartDue();
  StartWished();
  second_opinion_.AskCanaries();
  for (const Completion& completion : transport_.Wait(WakeAt())) Handle(completion);
  if (wall_.Update(clock_.Steady(), clock_.System())) fleet_.WallClockWasSet();
  HandleDeliveries();
  fleet_.EndQuiet(clock_.Steady());
  Flush();
  Publish();
  // After they can be seen.
  receipts_.Release(store_.Durable(), clock_.Steady());
  last_turn_.store(clock_.Steady().time_since_epoch().count());
}

void Monitor::RequestPoll(std::string account, Done done) {
  inbox_.Post({std::move(account), std::move(done), clock_.Steady() + config_.polling.timeout});
  transport_.Wake();
}

void Monitor::Deliver(std::vector<Told> told, std::function<void(Delivered)> done) {
  event_inbox_.Post({std::move(told), std::move(done), clock_.Steady() + Receipts::kPatience});
  transport_.Wake();
}

void Monitor::StartWished() {
  const SteadyTime now = clock_.Steady();
  std::vector<PollInbox::Wish> waiting = std::exchange(wished_, {});
  for (PollInbox::Wish& wish : inbox_.TakeAll()) waiting.push_back(std::move(wish));
  for (PollInbox::Wish& wish : waiting) {
    const auto account = fleet_.Find(wish.account);
    if (!account) {
      wish.done(Refusal("There is no account of that name."));
    } else if (const auto running = poll_of_.find(*account); running != poll_of_.end()) {
      polls_[running->second].done.push_back(std::move(wish.done));
    } else if (std::string why = WhyNotPolled(wish, *account, now); !why.empty()) {
      wish.done(Refusal(std::move(why)));
    } else if (HasRoom() && agenda_.TakeOnDemand(*account, now)) {
      StartPoll(*account, {std::move(wish.done)});
    } else if (wished_.size() < kMostWishes) {
      wished_.push_back(std::move(wish));
    } else {
      wish.done(Refusal("Too many polls on demand are waiting."));
    }
  }
}

// For people; empty if it may be polled.
std::string Monitor::WhyNotPolled(const PollInbox::Wish& wish, AccountIndex account,
                                  SteadyTime now) const {
  if (second_opinion_.Waits(account)) {
    return "Its last poll had no answer; the canaries are being asked whose fault it is.";
  }
  const auto until = fleet_[account].Advice(now).not_before;
  if (until && *until > now) {
    return "The provider's rate limit: not asked before " + FormatUtc(wall_.ToSystem(*until)) + ".";
  }
  if (wish.deadline > now) return "";
  return "Not polled within " + FormatDuration(config_.polling.timeout) +
         ": the polls that are due use up requests_per_second or polling.max_in_flight.";
}

// For a poll, beside the canaries.
bool Monitor::HasRoom() const {
  return !agenda_.IsFull() && requests_.Capacity() > second_opinion_.Reserve();
}

void Monitor::StartDue() {
  const SteadyTime now = clock_.Steady();
  while (HasRoom()) {
    const auto account = agenda_.Take(now);
    if (!account) break;
    StartPoll(*account, {});
  }
  agenda_.CountHeldBack(now);
}

void Monitor::StartPoll(AccountIndex account, std::vector<Done> done) {
  const Account& subject = fleet_[account].account();
  HttpRequest request = ProviderFor(subject.kind)
                            .Ask(Operation::kHealth, agenda_.ProviderOf(account), {&subject}, "");
  request.timeout = config_.polling.timeout;
  request.max_body_bytes = config_.polling.max_answer;
  const TransferId id = requests_.Start(std::move(request));
  polls_.emplace(id, Poll{account, std::move(done)});
  poll_of_[account] = id;
}

void Monitor::Handle(const Completion& completion) {
  if (const auto poll = polls_.find(completion.id); poll != polls_.end()) {
    const Poll finished = std::move(poll->second);
    polls_.erase(poll);
    poll_of_.erase(finished.account);
    agenda_.Finished(finished.account);
    HandlePoll(finished, completion);
  } else if (second_opinion_.IsCanary(completion.id)) {
    for (const SettledSilence& settled : second_opinion_.Handle(completion)) Settle(settled);
  }
}

void Monitor::HandlePoll(const Poll& poll, const Completion& completion) {
  tally_.CountRequest(agenda_.ProviderOf(poll.account).name, Operation::kHealth, completion);
  const ProbeAnswer answer = completion.outcome ? HandleAnswer(poll.account, completion)
                                                : HandleFailure(poll.account, completion);
  for (const Done& done : poll.done) done(answer);
}

ProbeAnswer Monitor::HandleAnswer(AccountIndex account, const Completion& completion) {
  const Account& subject = fleet_[account].account();
  second_opinion_.Answered(HostOf(agenda_.ProviderOf(account).base_url), completion.ended);
  const Facts facts =
      ProviderFor(subject.kind)
          .Read(Operation::kHealth, agenda_.ProviderOf(account), {&subject}, {*completion.outcome})
          .front();
  std::vector<Finding> findings = ClassifyPoll(*catalogue_, facts);
  tally_.CountFindings(subject.provider, Operation::kHealth, findings);
  unknown_.Add("poll", subject.name, facts.http_status, findings, wall_.ToSystem(completion.ended));
  ProbeAnswer answer = MakeProbeAnswer(completion, findings);
  Apply(account, MakeObservation(facts, std::move(findings), completion.started, completion.ended));
  return answer;
}

// Whether it is the account's condition, the canaries may still have to say.
ProbeAnswer Monitor::HandleFailure(AccountIndex account, const Completion& completion) {
  const TransportFailure& failure = completion.outcome.error();
  std::string host(HostOf(agenda_.ProviderOf(account).base_url));
  const auto settled = second_opinion_.Settle(
      {account, std::move(host), completion.started, completion.ended, failure});
  if (settled) Settle(*settled);
  ProbeAnswer answer = Refusal(WhyNoAnswer(failure));
  answer.http_status = failure.status;
  answer.timing = failure.timing;
  return answer;
}

void Monitor::Settle(const SettledSilence& settled) {
  const Silence& silence = settled.silence;
  if (settled.is_evidence) {
    const Facts facts = ReadFailure(silence.failure);
    Apply(silence.account,
          MakeObservation(facts, ClassifyPoll(*catalogue_, facts), silence.started, silence.ended));
  } else {
    fleet_.ObserveNothing(silence.account, silence.ended, settled.why_unknown);
    Reschedule(silence.account);
  }
}

void Monitor::Apply(AccountIndex account, const Observation& observation) {
  fleet_.Observe(account, observation);
  Reschedule(account);
}

void Monitor::Reschedule(AccountIndex account) {
  const SteadyTime now = clock_.Steady();
  const AccountWatch& watch = fleet_[account];
  agenda_.Set(account, NextPoll(watch.account().name, now, watch.Advice(now), schedule_));
}

void Monitor::HandleDeliveries() {
  EventInbox::Content content = event_inbox_.TakeAll();
  for (const auto& done : content.refused) done(Delivered::kNot);
  const SteadyTime now = clock_.Steady();
  for (const Delivery& delivery : content.deliveries) {
    for (const Told& told : delivery.told) {
      if (!events_.IsNew(told)) continue;
      if (told.digest) fleet_.WasHandled(*told.digest);
      for (const Heard& heard : events_.Handle(told, now, wall_)) fleet_.Hear(heard);
    }
  }
  // Counters may have changed, even if no account did.
  unpublished_ = unpublished_ || !content.deliveries.empty();
  handled_ = std::move(content.deliveries);
}

void Monitor::Flush() {
  StoreBatch changes = fleet_.TakeChanges();
  IncidentStore::Ticket ticket = 0;
  if (!changes.empty()) ticket = newest_ticket_ = store_.Append(std::move(changes));
  const SteadyTime now = clock_.Steady();
  for (const AccountIndex account : fleet_.TakeTouched()) {
    publisher_.Stage(account, fleet_[account].Status(agenda_.DueAt(account), wall_), ticket, now);
  }
  // A repetition is durable with what it repeats: with the newest ticket at the latest.
  for (Delivery& delivery : std::exchange(handled_, {})) {
    receipts_.Await(newest_ticket_, delivery.deadline, std::move(delivery.done));
  }
}

void Monitor::Publish() {
  const SteadyTime now = clock_.Steady();
  unpublished_ = publisher_.Release(store_.Durable(), now) || unpublished_;
  const bool first = slot_.Get() == nullptr;
  const Duration rest = unpublished_ ? publishing_rest_ : kPublishAtLeastEvery;
  if (!first && now - published_ < rest) return;
  published_ = now;
  unpublished_ = false;
  slot_.Put(MakeSnapshot(now));
  publishing_rest_ =
      std::min<Duration>(kRestPerPublication * (clock_.Steady() - now), kPublishAtLeastEvery);
}

std::shared_ptr<const FleetSnapshot> Monitor::MakeSnapshot(SteadyTime now) {
  agenda_.ShowBudgets(now);
  auto snapshot = std::make_shared<FleetSnapshot>();
  snapshot->accounts = publisher_.visible();
  snapshot->providers = config_.providers;
  snapshot->tallies = tally_.all();
  snapshot->conditions = catalogue_->conditions();
  snapshot->allowances = catalogue_->allowances();
  snapshot->published = wall_.ToSystem(now);
  snapshot->polling_interval = config_.polling.interval;
  snapshot->poll_lag = agenda_.Lag(now);
  snapshot->in_flight = polls_.size();
  snapshot->uplink = Name(second_opinion_.Uplink(now));
  snapshot->unknown = unknown_.List();
  return snapshot;
}

SteadyTime Monitor::WakeAt() const {
  SteadyTime wake = published_ + (unpublished_ ? publishing_rest_ : kPublishAtLeastEvery);
  // The writer wakes us when something is durable.
  for (const auto& deadline :
       {publisher_.Deadline(), receipts_.Deadline(), fleet_.NextQuietEnd()}) {
    if (deadline) wake = std::min(wake, *deadline);
  }
  const SteadyTime now = clock_.Steady();
  for (const PollInbox::Wish& wish : wished_) {
    wake = std::min(wake, wish.deadline);
    const SteadyTime affordable = agenda_.OnDemandAt(*fleet_.Find(wish.account));
    if (affordable > now) wake = std::min(wake, affordable);
  }
  // Without room the next answer makes some, and wakes us.
  return HasRoom() ? std::min(wake, agenda_.NextAt()) : wake;
}

}  // namespace wa
