#include "monitor/account_watch.h"

#include <algorithm>
#include <utility>

#include "monitor/contradiction.h"
#include "monitor/incident_forms.h"

namespace wa {
namespace {

// A slip in an answer must not silence the monitor for a week.
constexpr Duration kLongestPause = std::chrono::hours(24);
// "1 request every 30 seconds" is still so when 30 seconds have passed; after so long it is tried
// whether it still is.
constexpr Duration kRateHolds = std::chrono::hours(1);

bool IsRateLimit(const Finding& finding) {
  return finding.retry_after && finding.condition->pace == Pace::kAnnounced;
}

// Where the provider's words name the time, they say how often may be asked. Otherwise they say for
// how long not to.
bool NamesARate(const Condition& condition) {
  return std::any_of(condition.rules.begin(), condition.rules.end(), [](const Rule& rule) {
    return rule.text && rule.text->text().find('{') != std::string::npos;
  });
}

const Common<std::string>& WhyNotPolledYet(const Account& account) {
  static const Common<std::string> kNotYet = std::string("It has not been polled yet.");
  static const Common<std::string> kNoKey = std::string(
      "No key of it is known, so it is not polled: only its partner's API and webhooks tell of "
      "it.");
  return account.CanBePolled() ? kNotYet : kNoKey;
}

bool IsSuccess(const Observation& observation) {
  return observation.reach == Reach::kContent &&
         std::none_of(observation.findings.begin(), observation.findings.end(),
                      [](const Finding& f) { return f.condition->StopsSending(); });
}

bool SameAnswer(const LastPoll& a, const Observation& b) {
  if (a.findings.empty() || b.findings.empty()) return a.findings.empty() == b.findings.empty();
  return a.findings.front().condition == b.findings.front().condition;
}

// Worst first: state, then severity, then the longest.
bool IsWorse(const IncidentView& a, const IncidentView& b) {
  if (a.State() != b.State()) return a.State() > b.State();
  if (a.condition->severity != b.condition->severity) {
    return a.condition->severity > b.condition->severity;
  }
  return a.start < b.start;
}

}  // namespace

AccountWatch::AccountWatch(const std::shared_ptr<const Account>& account, WatchSettings& settings)
    : tracker_(account, settings.TrackingOf(*account)),
      listing_interval_(settings.ListingIntervalOf(*account)),
      why_unknown_(WhyNotPolledYet(*account)),
      known_(account->subject != SubjectKind::kAccount) {}

std::vector<IncidentChange> AccountWatch::Adopt(const std::shared_ptr<const Account>& new_account,
                                                WatchSettings& settings) {
  const bool same_key = account().api_key == new_account->api_key;
  tracker_.Configure(new_account, settings.TrackingOf(*new_account));
  listing_interval_ = settings.ListingIntervalOf(*new_account);
  ForgetUnasked();
  if (!same_key) {
    // What the other key was answered says nothing about this one's pace.
    repeats_ = 0;
    if (seldom_->distance) seldom_.Edit().distance.reset();
    if (IsToldByPartner()) known_ = false;
    if (IsToldByPartner() || !last_poll_) why_unknown_ = WhyNotPolledYet(account());
  }
  return tracker_.EndUnasked();
}

// What nobody looks at any more is not known.
void AccountWatch::ForgetUnasked() {
  const auto is_unasked = [this](Operation operation) {
    return tracker_.settings().unasked[static_cast<std::size_t>(operation)];
  };
  NumberFacts asked = *number_;
  if (is_unasked(Operation::kWebhook)) asked.webhook.reset();
  if (is_unasked(Operation::kTemplates)) asked.templates.reset();
  if (!(asked == *number_)) number_ = std::move(asked);
}

void AccountWatch::TakeUp(const NumberFacts& newer, CommonValues& common) {
  NumberFacts number = *number_;
  number.Update(newer);
  if (!(number == *number_)) number_ = common.numbers.Share(number);
}

std::vector<IncidentChange> AccountWatch::Observe(const Observation& observation,
                                                  SystemTime ended_wall, CommonValues& common) {
  TakeUp(observation.number, common);
  if (observation.operation == Operation::kHealth || IsToldByPartner()) {
    if (IsToldByPartner()) Told(observation.ended);
    repeats_ = last_ && SameAnswer(*last_, observation) ? repeats_ + 1 : 1;
    last_poll_ = observation.ended;
    if (IsSuccess(observation)) last_success_ = observation.ended;
    const bool is_news = !observation.health.empty() && observation.health != *health_;
    if (is_news) health_ = common.health.Share(observation.health);
    known_ = true;
    why_unknown_ = Common<std::string>();
    KeepDistance(observation.findings, observation.ended);
    last_ = {observation.ended, observation.http_status, observation.reach, observation.findings};
  }
  return tracker_.Apply(observation, ended_wall);
}

// Nobody can ask about it: it has no key.
bool AccountWatch::IsToldByPartner() const {
  return account().subject == SubjectKind::kAccount && !account().CanBePolled();
}

// Half as long again and more is a listing that failed, which must not make the next silence last.
void AccountWatch::Told(SteadyTime at) {
  if (!last_poll_) return;
  const Duration since = at - *last_poll_;
  OptionalDuration& every = seldom_.Edit().told_every;
  every = every ? std::min(since, *every * 3 / 2) : since;
}

std::optional<SteadyTime> AccountWatch::ToldUntil() const {
  if (!IsToldByPartner() || !last_poll_ || listing_interval_ == Duration(0)) return std::nullopt;
  return *last_poll_ + seldom_->told_every.value_or(listing_interval_) + 2 * listing_interval_;
}

bool AccountWatch::Explain(const Explanations& explanations) {
  if (explanations == seldom_->explained) return false;
  seldom_.Edit().explained = explanations;
  return true;
}

bool AccountWatch::SetSharesKeyWith(const std::string& other) {
  if (other == *seldom_->shares_key_with) return false;
  seldom_.Edit().shares_key_with = other;
  return true;
}

bool AccountWatch::IsInTrouble(Operation operation) const {
  return std::any_of(tracker_.open().begin(), tracker_.open().end(), [&](const Incident& incident) {
    return incident.polled != nullptr && incident.polled->seen_by == operation;
  });
}

void AccountWatch::ObserveNothing(SteadyTime ended, Common<std::string> why) {
  last_poll_ = ended;
  known_ = false;
  why_unknown_ = std::move(why);
}

void AccountWatch::Count(const MessageNews& news) {
  if (!news.is_first_outcome && !news.failed && news.failures.empty()) return;
  MessageCounts& messages = seldom_.Edit().messages.Edit();
  if (news.is_first_outcome) ++messages.total;
  if (news.failed) ++messages.failed;
  for (const std::string& slug : news.failures) ++messages.failures[slug];
}

std::optional<IncidentRecord> AccountWatch::Restore(const IncidentRecord& record,
                                                    const Catalogue& catalogue,
                                                    const WallOffset& wall, SteadyTime now) {
  std::optional<Incident> taken = FromRecord(record, catalogue, wall, now);
  if (!taken) {
    IncidentRecord closed = record;
    closed.ended = record.last_seen;
    closed.end_reason = IncidentEnd::kRemoved;
    return closed;
  }
  Incident& incident = *taken;
  // To stay away for as long as it was told before the restart.
  if (incident.retry_at && incident.condition->reach != Reach::kEvent) {
    Finding limit;
    limit.condition = incident.seen_now;
    limit.retry_after = *incident.retry_at - incident.last_seen;
    KeepDistance({limit}, incident.last_seen);
  }
  tracker_.Restore(std::move(incident));
  return std::nullopt;
}

void AccountWatch::Restore(const AccountTotals& totals) {
  tracker_.Restore(Totals{.unavailable = totals.unavailable,
                          .restarts = totals.restarts,
                          .restart_time = totals.restart_time});
}

// An incident that is being closed, or that an unhelpful answer hides; neither a remark nor what
// only events told of. What a wider cause explains is not looked at more closely: a fleet that is
// down as a whole would be asked more often than its budget allows.
bool AccountWatch::WantsACloseLook() const {
  return std::any_of(
      tracker_.open().begin(), tracker_.open().end(), [this](const Incident& incident) {
        return incident.condition->IsTrouble() && incident.polled != nullptr &&
               incident.polled->seen_by == Operation::kHealth && !IsExplained(incident.Key());
      });
}

void AccountWatch::KeepDistance(const std::vector<Finding>& findings, SteadyTime told) {
  std::optional<Distance> distance;
  for (const Finding& finding : findings) {
    if (!IsRateLimit(finding)) continue;
    const Duration wait = std::min(*finding.retry_after, kLongestPause);
    const Duration holds = NamesARate(*finding.condition) ? std::max(wait, kRateHolds) : wait;
    if (!distance || wait > distance->wait) distance = Distance{wait, told, told + holds};
  }
  if (distance) seldom_.Edit().distance = distance;
}

bool AccountWatch::IsLimited() const {
  return last_ && std::any_of(last_->findings.begin(), last_->findings.end(), IsRateLimit);
}

PollAdvice AccountWatch::Advice(SteadyTime now) const {
  PollAdvice advice;
  advice.repeats = repeats_;
  // Nobody is called for what a wider cause explains.
  advice.grace_end = tracker_.NextGraceEnd(
      now, [this](const Incident& incident) { return !IsExplained(incident.Key()); });
  if (!known_ || WantsACloseLook()) advice.pace = Pace::kTrouble;
  if (const auto& distance = seldom_->distance; distance && now < distance->until) {
    advice.not_before = last_poll_.value_or(distance->told) + distance->wait;
  }
  if (!last_ || last_->findings.empty() || !known_) return advice;
  const Condition& worst = *last_->findings.front().condition;
  const bool is_close = worst.pace == Pace::kTrouble && IsExplained(worst.IncidentKey());
  advice.pace = is_close ? Pace::kNormal : worst.pace;
  return advice;
}

AccountTotals AccountWatch::TotalsRecord() const {
  const Totals& totals = tracker_.totals();
  return {.account = account().name,
          .unavailable = totals.unavailable,
          .restarts = totals.restarts,
          .restart_time = totals.restart_time};
}

std::shared_ptr<const AccountStatus> AccountWatch::Status(std::optional<SteadyTime> next_poll,
                                                          const WallOffset& wall) const {
  const auto to_system = [&](SteadyTime time) { return wall.ToSystem(time); };
  auto status = std::make_shared<AccountStatus>();
  status->account = shared_account();
  status->last_poll = Map<SystemTime, SteadyTime>(last_poll_, to_system);
  status->last_success = Map<SystemTime, SteadyTime>(last_success_, to_system);
  status->next_poll = Map<SystemTime>(next_poll, to_system);
  status->told_until = Map<SystemTime>(ToldUntil(), to_system);
  status->shares_key_with = seldom_->shares_key_with;
  status->last_http_status = last_ ? last_->http_status : 0;
  status->known = known_;
  status->why_unknown = why_unknown_;
  for (const Incident& incident : tracker_.open()) {
    IncidentView view = ToView(incident, wall);
    view.contradiction = ContradictionOf(incident, last_, wall);
    const ByIncident& explanations = seldom_->explained;
    const auto explained = explanations.find(incident.Key());
    if (explained != explanations.end()) view.explained_by = explained->second;
    status->incidents.push_back(std::move(view));
  }
  std::sort(status->incidents.begin(), status->incidents.end(), IsWorse);
  status->health = health_;
  status->number = number_;
  status->unavailable = tracker_.totals().unavailable;
  status->restarts = tracker_.totals().restarts;
  status->restart_time = tracker_.totals().restart_time;
  status->messages = seldom_->messages;
  status->last_event = Map<SystemTime, SteadyTime>(seldom_->last_event, to_system);
  return status;
}

}  // namespace wa
