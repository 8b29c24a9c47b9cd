#include "monitor/monitor.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "base/text.h"
#include "condition/classify.h"
#include "monitor/incident_log.h"
#include "provider/provider.h"

namespace wa {
namespace {

// Also the longest time between two turns, so that a loop that hangs is noticed.
constexpr Duration kPublishAtLeastEvery = std::chrono::seconds(1);
constexpr std::size_t kMostWishes = 1000;

// A small fleet is asked at once after a start; a large one over one interval.
Duration FirstSweep(std::size_t accounts, Duration interval) {
  constexpr Duration kPerAccount = std::chrono::milliseconds(100);
  return std::min(interval, static_cast<std::int64_t>(accounts) * kPerAccount);
}

Observation MakeObservation(const Facts& facts, std::vector<Finding> findings, SteadyTime started,
                            SteadyTime ended) {
  Observation observation;
  observation.started = started;
  observation.ended = ended;
  observation.http_status = facts.http_status;
  observation.reach = ReachOf(findings);
  observation.findings = std::move(findings);
  observation.health = facts.health;
  observation.request_id = facts.request_id;
  return observation;
}

ProbeAnswer Refusal(std::string detail) {
  ProbeAnswer answer;
  answer.detail = std::move(detail);
  return answer;
}

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
      next_poll_(config_.accounts.size()),
      held_back_(config_.accounts.size(), false),
      lane_of_(config_.accounts.size()),
      tally_(*catalogue_, config_.providers),
      uplink_(!config_.polling.canary_urls.empty()),
      publisher_(config_.accounts.size()) {
  const SteadyTime now = clock_.Steady();
  const std::size_t count = config_.accounts.size();
  for (const ProviderSettings& provider : config_.providers) {
    const auto mine = static_cast<std::size_t>(
        std::count_if(config_.accounts.begin(), config_.accounts.end(),
                      [&](const auto& account) { return account->provider == provider.name; }));
    const double rate = provider.requests_per_second > 0
                            ? provider.requests_per_second
                            : DefaultRequestsPerSecond(mine, config_.polling.interval);
    lanes_.emplace_back(provider, count, Budget(rate, now));
  }
  const Duration sweep = FirstSweep(count, config_.polling.interval);
  watches_.reserve(count);
  for (AccountIndex i = 0; i < count; ++i) {
    const Account& account = *config_.accounts[i];
    watches_.emplace_back(config_.accounts[i], *catalogue_, config_.polling);
    by_name_.emplace(account.name, i);
    const auto lane = std::find_if(lanes_.begin(), lanes_.end(), [&](const Lane& l) {
      return l.settings.name == account.provider;
    });
    lane_of_[i] = static_cast<std::size_t>(lane - lanes_.begin());
    next_poll_[i] = FirstPoll(account.name, now, sweep);
    lane->due.Set(i, next_poll_[i]);
    touched_.push_back(i);
  }
}

Monitor::~Monitor() {
  const ProbeAnswer stopping = Refusal("The exporter is stopping.");
  for (const auto& [id, poll] : polls_) {
    for (const Done& done : poll.done) done(stopping);
  }
  for (const PollInbox::Wish& wish : wished_) wish.done(stopping);
  for (const PollInbox::Wish& wish : inbox_.TakeAll()) wish.done(stopping);
}

Status Monitor::Restore() {
  auto stored = store_.Load();
  if (!stored) return tl::unexpected(stored.error());
  for (const AccountTotals& totals : stored->totals) {
    const auto found = by_name_.find(totals.account);
    if (found != by_name_.end()) watches_[found->second].Restore(totals);
  }
  StoreBatch over;
  for (const IncidentRecord& record : stored->open_incidents) {
    if (auto closed = RestoreIncident(record)) over.incidents.push_back(std::move(*closed));
  }
  if (const std::size_t open = stored->open_incidents.size(); open > 0) {
    Log(LogLevel::kInfo, "open incidents taken up", {{"incidents", std::to_string(open)}});
  }
  // What was loaded is on the disk, and shows at once.
  Flush();
  Publish();
  if (!over.empty()) store_.Append(std::move(over));
  return {};
}

// The record as closed, if its account or condition is no more.
std::optional<IncidentRecord> Monitor::RestoreIncident(const IncidentRecord& record) {
  const auto found = by_name_.find(record.account);
  if (found != by_name_.end()) {
    return watches_[found->second].Restore(record, *catalogue_, wall_, clock_.Steady());
  }
  IncidentRecord removed = record;
  removed.ended = record.last_seen;
  removed.end_reason = IncidentEnd::kRemoved;
  return removed;
}

void Monitor::Step() {
  // What is due comes first: polls on demand live on what the budget has left.
  StartDue();
  StartWished();
  for (const Completion& completion : transport_.Wait(WakeAt())) Handle(completion);
  FollowWallClock();
  Flush();
  Publish();
  last_turn_.store(clock_.Steady().time_since_epoch().count());
}

void Monitor::RequestPoll(std::string account, Done done) {
  inbox_.Post({std::move(account), std::move(done)});
  transport_.Wake();
}

void Monitor::StartWished() {
  const SteadyTime now = clock_.Steady();
  std::vector<PollInbox::Wish> waiting = std::exchange(wished_, {});
  for (PollInbox::Wish& wish : inbox_.TakeAll()) waiting.push_back(std::move(wish));
  for (PollInbox::Wish& wish : waiting) {
    const auto found = by_name_.find(wish.account);
    if (found == by_name_.end()) {
      wish.done(Refusal("There is no account of that name."));
    } else if (const auto running = poll_of_.find(found->second); running != poll_of_.end()) {
      polls_[running->second].done.push_back(std::move(wish.done));
    } else if (IsBeingSettled(found->second)) {
      wish.done(
          Refusal("Its last poll had no answer; the canaries are being asked whose fault it is."));
    } else if (const auto until = watches_[found->second].Advice(now).not_before;
               until && *until > now) {
      wish.done(Refusal("The provider's rate limit: not asked before " +
                        FormatUtc(wall_.ToSystem(*until)) + "."));
    } else if (MayStart() && LaneOf(found->second).budget.Take(now)) {
      StartPoll(found->second, {std::move(wish.done)});
    } else if (wished_.size() < kMostWishes) {
      wished_.push_back(std::move(wish));
    } else {
      wish.done(Refusal("Too many polls on demand are waiting already."));
    }
  }
}

bool Monitor::IsBeingSettled(AccountIndex account) const {
  return std::any_of(silences_.begin(), silences_.end(),
                     [&](const Silence& silence) { return silence.account == account; });
}

void Monitor::StartDue() {
  const SteadyTime now = clock_.Steady();
  for (Lane& lane : lanes_) {
    while (const auto account = lane.due.Due(now)) {
      if (!MayStart()) {
        tally_.CountSkip(lane.settings.name, SkipReason::kOverload);
        return;
      }
      if (!lane.budget.Take(now)) {
        if (!held_back_[*account]) tally_.CountSkip(lane.settings.name, SkipReason::kBudget);
        held_back_[*account] = true;
        break;
      }
      StartPoll(*account, {});
    }
  }
}

void Monitor::StartPoll(AccountIndex account, std::vector<Done> done) {
  Lane& lane = LaneOf(account);
  lane.due.Remove(account);
  held_back_[account] = false;
  const Account& subject = watches_[account].account();
  HttpRequest request = ProviderFor(subject.kind).HealthRequest(lane.settings, subject);
  request.timeout = config_.polling.timeout;
  request.max_body_bytes = config_.polling.max_answer;
  const TransferId id = next_transfer_++;
  polls_.emplace(id, Poll{account, std::move(done)});
  poll_of_[account] = id;
  transport_.Start(id, std::move(request));
}

void Monitor::Handle(const Completion& completion) {
  if (const auto poll = polls_.find(completion.id); poll != polls_.end()) {
    const Poll finished = std::move(poll->second);
    polls_.erase(poll);
    poll_of_.erase(finished.account);
    HandlePoll(finished, completion);
  } else if (const auto canary = canaries_.find(completion.id); canary != canaries_.end()) {
    const std::string host = std::move(canary->second);
    canaries_.erase(canary);
    HandleCanary(host, completion);
  }
}

void Monitor::HandlePoll(const Poll& poll, const Completion& completion) {
  tally_.CountRequest(LaneOf(poll.account).settings.name, Operation::kHealth, completion);
  const ProbeAnswer answer = completion.outcome ? HandleAnswer(poll.account, completion)
                                                : HandleFailure(poll.account, completion);
  for (const Done& done : poll.done) done(answer);
}

ProbeAnswer Monitor::HandleAnswer(AccountIndex account, const Completion& completion) {
  const Lane& lane = LaneOf(account);
  uplink_.Answered(HostOf(lane.settings.base_url), completion.ended);
  const Facts facts = ProviderFor(watches_[account].account().kind).ReadHealth(*completion.outcome);
  std::vector<Finding> findings = Classify(*catalogue_, facts);
  tally_.CountFindings(lane.settings.name, Operation::kHealth, findings);
  ProbeAnswer answer;
  answer.success = std::none_of(findings.begin(), findings.end(),
                                [](const Finding& f) { return f.condition->IsTrouble(); });
  answer.http_status = completion.outcome->status;
  answer.timing = completion.outcome->timing;
  if (!findings.empty()) {
    answer.condition = findings.front().condition->slug;
    answer.detail = findings.front().detail;
  }
  Apply(account, MakeObservation(facts, std::move(findings), completion.started, completion.ended));
  return answer;
}

// Whether it is the account's condition, the canaries may still have to say.
ProbeAnswer Monitor::HandleFailure(AccountIndex account, const Completion& completion) {
  const TransportFailure& failure = completion.outcome.error();
  Settle({account, completion.started, completion.ended, failure});
  ProbeAnswer answer = Refusal(WhyNoAnswer(failure));
  answer.http_status = failure.status;
  answer.timing = failure.timing;
  return answer;
}

// Decides what a poll without an answer says, or has the canaries asked first.
void Monitor::Settle(const Silence& silence) {
  const TransportFailure& failure = silence.failure;
  const std::string_view host = HostOf(LaneOf(silence.account).settings.base_url);
  if (failure.reason == TransportReason::kLocal) {
    Nothing(silence.account, silence.ended, "Our own trouble: " + failure.detail);
    return;
  }
  const bool came_back = CameBack(failure);
  if (came_back) uplink_.Answered(host, silence.ended);
  const UplinkState uplink = came_back ? UplinkState::kUp : uplink_.Judge(host, silence.started);
  if (uplink == UplinkState::kUp) {
    const Facts facts = ReadFailure(failure);
    Apply(silence.account,
          MakeObservation(facts, Classify(*catalogue_, facts), silence.started, silence.ended));
  } else if (uplink == UplinkState::kDown) {
    Nothing(silence.account, silence.ended,
            WhyNoAnswer(failure) + ". No other host answers either: our own network is down.");
  } else if (uplink_.MustAsk(host, silence.started)) {
    silences_.push_back(silence);
    AskCanaries();
  } else {
    Nothing(silence.account, silence.ended,
            WhyNoAnswer(failure) +
                ". No second host is known that could tell whether it is our own network: set "
                "polling.canary_urls.");
  }
}

void Monitor::AskCanaries() {
  if (round_) return;
  round_ = CanaryRound{clock_.Steady(), config_.polling.canary_urls.size(), false};
  for (const std::string& url : config_.polling.canary_urls) {
    HttpRequest request;
    request.url = url;
    request.timeout = config_.polling.timeout;
    const TransferId id = next_transfer_++;
    canaries_.emplace(id, std::string(HostOf(url)));
    transport_.Start(id, std::move(request));
  }
}

void Monitor::HandleCanary(const std::string& host, const Completion& completion) {
  const bool answered = completion.outcome || CameBack(completion.outcome.error());
  if (answered) uplink_.Answered(host, completion.ended);
  round_->answered = round_->answered || answered;
  if (--round_->waiting > 0) return;
  if (!round_->answered) uplink_.CanariesSilent(round_->started);
  round_.reset();
  for (const Silence& silence : std::exchange(silences_, {})) Settle(silence);
}

void Monitor::Apply(AccountIndex account, const Observation& observation) {
  AccountWatch& watch = watches_[account];
  const std::string& provider = LaneOf(account).settings.name;
  const Duration unavailable_before = watch.tracker().totals().unavailable;
  if (watch.IsBlind()) Log(LogLevel::kInfo, "known again", {{"account", watch.account().name}});
  const auto changes = watch.Observe(observation, wall_.ToSystem(observation.ended));
  for (const IncidentChange& change : changes) {
    tally_.CountChange(provider, change);
    LogChange(change, watch.account());
    batch_.incidents.push_back(ToRecord(change.incident, watch.account().name, wall_));
  }
  if (!changes.empty() || watch.tracker().totals().unavailable != unavailable_before) {
    batch_.totals.push_back(watch.TotalsRecord());
  }
  Reschedule(account);
}

void Monitor::Nothing(AccountIndex account, SteadyTime ended, std::string why) {
  AccountWatch& watch = watches_[account];
  if (!watch.IsBlind()) {
    Log(LogLevel::kWarning, "unknown", {{"account", watch.account().name}, {"why", why}});
  }
  watch.ObserveNothing(ended, std::move(why));
  Reschedule(account);
}

void Monitor::Reschedule(AccountIndex account) {
  const SteadyTime now = clock_.Steady();
  const AccountWatch& watch = watches_[account];
  next_poll_[account] = NextPoll(watch.account().name, now, watch.Advice(now), schedule_);
  LaneOf(account).due.Set(account, next_poll_[account]);
  touched_.push_back(account);
}

// When somebody sets the wall clock, ages stay and moments move: everything is shown and stored
// anew.
void Monitor::FollowWallClock() {
  if (!wall_.Update(clock_.Steady(), clock_.System())) return;
  for (AccountIndex i = 0; i < watches_.size(); ++i) {
    touched_.push_back(i);
    for (const Incident& incident : watches_[i].tracker().open()) {
      batch_.incidents.push_back(ToRecord(incident, watches_[i].account().name, wall_));
    }
  }
}

void Monitor::Flush() {
  const IncidentStore::Ticket ticket =
      batch_.empty() ? 0 : store_.Append(std::exchange(batch_, {}));
  const SteadyTime now = clock_.Steady();
  std::sort(touched_.begin(), touched_.end());
  touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
  for (const AccountIndex account : std::exchange(touched_, {})) {
    publisher_.Stage(account, watches_[account].Status(next_poll_[account], wall_), ticket, now);
  }
}

void Monitor::Publish() {
  const SteadyTime now = clock_.Steady();
  const bool released = publisher_.Release(store_.Durable(), now);
  const bool first = slot_.Get() == nullptr;
  if (!first && !released && now - published_ < kPublishAtLeastEvery) return;
  published_ = now;
  for (const Lane& lane : lanes_) {
    tally_.SetBudget(lane.settings.name, lane.budget.Capacity(), lane.budget.Remaining(now));
  }
  auto snapshot = std::make_shared<FleetSnapshot>();
  snapshot->accounts = publisher_.visible();
  snapshot->providers = config_.providers;
  snapshot->tallies = tally_.all();
  snapshot->conditions = catalogue_->conditions();
  snapshot->allowances = catalogue_->allowances();
  snapshot->published = wall_.ToSystem(now);
  snapshot->polling_interval = config_.polling.interval;
  snapshot->poll_lag = Lag(now);
  snapshot->in_flight = polls_.size();
  snapshot->uplink = Name(uplink_.Latest());
  slot_.Put(std::move(snapshot));
}

SteadyTime Monitor::WakeAt() const {
  const SteadyTime now = clock_.Steady();
  SteadyTime wake = published_ + kPublishAtLeastEvery;
  if (const auto deadline = publisher_.Deadline()) wake = std::min(wake, *deadline);
  if (!MayStart()) return wake;  // the next answer makes room, and wakes us
  for (const Lane& lane : lanes_) {
    const auto due = lane.due.Earliest();
    if (due) wake = std::min(wake, std::max(*due, lane.budget.WhenAvailable(now)));
  }
  for (const PollInbox::Wish& wish : wished_) {
    const Lane& lane = lanes_[lane_of_[by_name_.find(wish.account)->second]];
    wake = std::min(wake, lane.budget.WhenAvailable(now));
  }
  return wake;
}

Duration Monitor::Lag(SteadyTime now) const {
  Duration lag{0};
  for (const Lane& lane : lanes_) {
    if (const auto due = lane.due.Earliest()) lag = std::max(lag, now - *due);
  }
  return lag;
}

}  // namespace wa
