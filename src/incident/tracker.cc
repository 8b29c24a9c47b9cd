#include "incident/tracker.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "config/grace.h"
#include "incident/ending.h"
#include "incident/sighting.h"

namespace wa {
namespace {

// An event from further in the future was stamped by a clock that is wrong: its time orders
// nothing.
constexpr Duration kClocksDiffer = std::chrono::minutes(5);

std::size_t Index(Reach reach) { return static_cast<std::size_t>(reach); }

bool StopsSending(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.condition->StopsSending(); });
}

// Nothing was learned: silence that may be our own trouble.
bool ProvesNothing(const Observation& observation) {
  return observation.reach == Reach::kNone && observation.findings.empty();
}

// Of an incident that was stored. What a seldom question shows, was probably only told of where
// anybody told of it; the next answer tells.
bool WasPolled(const Incident& incident, const Condition* condition) {
  if (condition->reach == Reach::kEvent) return false;
  return condition->seen_by == Operation::kHealth || !incident.told_until;
}

}  // namespace

Tracker::Tracker(std::shared_ptr<const Account> account,
                 std::shared_ptr<const TrackerSettings> settings)
    : account_(std::move(account)), settings_(std::move(settings)) {}

void Tracker::Configure(std::shared_ptr<const Account> account,
                        std::shared_ptr<const TrackerSettings> settings) {
  account_ = std::move(account);
  settings_ = std::move(settings);
  if (open().empty()) return;
  for (Incident& incident : Opened()) incident.grace = GraceOf(*incident.condition);
}

Duration Tracker::GraceOf(const Condition& condition) const {
  if (settings_->overrides == nullptr) return condition.GraceFor(account_->kind, account_->plan);
  return GraceFor(condition, account_->kind, account_->plan, *settings_->overrides);
}

std::vector<IncidentChange> Tracker::Apply(const Observation& observation, SystemTime ended_wall) {
  if (ProvesNothing(observation)) return {};
  std::vector<IncidentChange> changes = EndQuiet(observation.ended);
  for (const Finding& finding : OnePerKey(observation.findings)) {
    See({.finding = finding,
         .at = observation.ended,
         .at_wall = ended_wall,
         .http_status = observation.http_status,
         .request_id = observation.request_id,
         .report = nullptr},
        changes);
  }
  CountGood(observation, changes);
  CountUnavailable(observation.findings, observation.ended);
  if (observation.operation == Operation::kHealth && !StopsSending(observation.findings) &&
      observation.reach >= Reach::kContent) {
    IsAvailable();
  }
  Remember(observation);
  return changes;
}

std::vector<IncidentChange> Tracker::Apply(const Report& told, SystemTime at_wall) {
  Report report = told;
  if (report.happened && *report.happened > at_wall + kClocksDiffer) report.happened.reset();
  report.findings = OnePerKey(report.findings);
  std::erase_if(report.findings, [&](const Finding& finding) {
    return trouble_->order.IsOver(finding.condition->IncidentKey(), report.subject,
                                  report.happened);
  });
  std::vector<IncidentChange> changes = EndQuiet(report.at);
  for (const Finding& finding : report.findings) {
    See({.finding = finding,
         .at = report.at,
         .at_wall = at_wall,
         .http_status = report.http_status,
         .request_id = report.request_id,
         .report = &report},
        changes);
    trouble_.Edit().order.ToldIll(finding.condition->IncidentKey(), report.subject,
                                  report.happened);
  }
  CountUnavailable(report.findings, report.at);
  for (const Condition* condition : report.ended) {
    // One of a group may become another.
    if (Mentions(told.findings, condition->IncidentKey())) continue;
    End(condition->IncidentKey(), report, changes);
  }
  return changes;
}

std::vector<IncidentChange> Tracker::EndQuiet(SteadyTime now) {
  std::vector<std::string> quiet;
  for (const Incident& incident : open()) {
    if (IsQuiet(incident, now, *settings_)) quiet.push_back(incident.Key());
  }
  std::vector<IncidentChange> changes;
  for (const std::string& key : quiet) {
    Incident& incident = *Find(key);
    if (incident.seen_now->StopsSending()) IsAvailable();
    Close(incident, IncidentEnd::kQuiet, changes);
  }
  return changes;
}

std::vector<IncidentChange> Tracker::EndUnasked() {
  if (open().empty()) return {};
  std::vector<std::string> unasked;
  for (Incident& incident : Opened()) {
    const Condition* polled = incident.polled;
    if (polled == nullptr || !settings_->unasked[static_cast<std::size_t>(polled->seen_by)])
      continue;
    incident.polled = nullptr;
    if (!incident.told_until) unasked.push_back(incident.Key());
  }
  std::vector<IncidentChange> changes;
  for (const std::string& key : unasked) Close(*Find(key), IncidentEnd::kUnasked, changes);
  return changes;
}

std::optional<SteadyTime> Tracker::NextQuietEnd() const {
  std::optional<SteadyTime> nearest;
  for (const Incident& incident : open()) {
    if (!incident.told_until || !IsOnlyTold(incident, *settings_)) continue;
    nearest = std::min(*incident.told_until, nearest.value_or(*incident.told_until));
  }
  return nearest;
}

void Tracker::Restore(Incident incident) {
  incident.grace = GraceOf(*incident.condition);
  if (incident.polled == nullptr && WasPolled(incident, incident.condition)) {
    incident.polled = incident.condition;
  }
  if (WasPolled(incident, incident.seen_now)) incident.polled = incident.seen_now;
  Trouble& trouble = trouble_.Edit();
  if (incident.restored && incident.last_seen <= *incident.restored) {
    incident.first_good = incident.restored;
  } else if (incident.seen_now->StopsSending()) {
    trouble.unavailable.Seen(incident.last_seen, BridgedUntil(incident, *settings_));
  }
  if (incident.restored) {
    trouble.order.ToldOver(incident.Key(), "", incident.happened);
  } else {
    for (const std::string& subject : incident.subjects) {
      trouble.order.ToldIll(incident.Key(), subject, incident.happened);
    }
    if (incident.subjects.empty()) trouble.order.ToldIll(incident.Key(), "", incident.happened);
  }
  trouble.open.push_back(std::move(incident));
}

std::optional<SteadyTime> Tracker::NextGraceEnd(
    SteadyTime now, const std::function<bool(const Incident&)>& counts) const {
  std::optional<SteadyTime> nearest;
  for (const Incident& incident : open()) {
    const SteadyTime end = incident.start + incident.grace;
    // What the last poll did not see, does not go beyond its grace with the next one.
    if (incident.polled == nullptr || incident.first_good) continue;
    if (incident.Overdue() || end <= now || !counts(incident)) continue;
    nearest = std::min(end, nearest.value_or(end));
  }
  return nearest;
}

Incident* Tracker::Find(const std::string& key) {
  if (open().empty()) return nullptr;
  std::vector<Incident>& opened = Opened();
  const auto found =
      std::find_if(opened.begin(), opened.end(), [&](const Incident& i) { return i.Key() == key; });
  return found == opened.end() ? nullptr : &*found;
}

// Most always were.
void Tracker::IsAvailable() {
  if (trouble_->unavailable.IsOn()) trouble_.Edit().unavailable.Over();
}

void Tracker::See(const Sighting& sighting, std::vector<IncidentChange>& changes) {
  std::optional<SteadyTime> earliest_start = LastGood(sighting.condition());
  Incident* incident = Find(sighting.condition().IncidentKey());
  if (incident != nullptr && IsUnobserved(*incident, sighting.at, *settings_)) {
    earliest_start = incident->last_seen;  // before the gap
    Close(*incident, IncidentEnd::kUnobserved, changes);
    incident = nullptr;
  }
  const bool is_new = incident == nullptr;
  if (is_new) {
    incident = &Open(sighting, earliest_start);
  } else {
    ++incident->sightings;
  }
  Note(sighting, *incident);
  changes.push_back({is_new ? IncidentChange::kOpened : IncidentChange::kSeen, *incident});
}

Incident& Tracker::Open(const Sighting& sighting, std::optional<SteadyTime> earliest_start) {
  Incident incident;
  incident.id = NewId(sighting.condition().IncidentKey(), sighting.at_wall);
  incident.condition = &sighting.condition();
  incident.start = sighting.at;
  incident.earliest_start = earliest_start;
  incident.grace = GraceOf(sighting.condition());
  return Opened().emplace_back(std::move(incident));
}

// Events of one delivery may open, end and open again within the millisecond that ids tell apart.
std::string Tracker::NewId(const std::string& key, SystemTime wall) {
  const std::string id = account_->name + "/" + key + "/" + FormatUtc(wall, true);
  std::vector<LastId>& last_ids = trouble_.Edit().last_ids;
  const auto last = std::find_if(last_ids.begin(), last_ids.end(),
                                 [&](const LastId& one) { return one.key == key; });
  if (last != last_ids.end() && last->id == id) {
    return id + "-" + std::to_string(++last->repeated);
  }
  if (last != last_ids.end()) last_ids.erase(last);
  last_ids.push_back({.key = key, .id = id});
  return id;
}

void Tracker::CountGood(const Observation& observation, std::vector<IncidentChange>& changes) {
  if (open().empty()) return;
  std::vector<std::pair<std::string, IncidentEnd>> over;
  for (Incident& incident : Opened()) {
    if (!IsGoodFor(incident, observation)) continue;
    if (Confirms(observation, incident, *settings_)) {
      over.emplace_back(incident.Key(), IncidentEnd::kRecovered);
    } else if (incident.first_good) {
      continue;
    } else if (IsUnobserved(incident, observation.ended, *settings_)) {
      over.emplace_back(incident.Key(), IncidentEnd::kUnobserved);
    } else {
      incident.first_good = observation.ended;
    }
  }
  for (const auto& [key, end] : over) Close(*Find(key), end, changes);
}

void Tracker::End(const std::string& key, const Report& report,
                  std::vector<IncidentChange>& changes) {
  if (trouble_->order.IsIllSince(key, report.subject, report.happened)) return;
  trouble_.Edit().order.ToldOver(key, report.subject, report.happened);
  Incident* incident = Find(key);
  if (incident == nullptr || IsRestored(*incident)) return;
  if (!TakeOut(report.subject, incident)) return;
  incident->happened = std::max(incident->happened, report.happened);
  if (incident->subjects.empty()) {
    incident->restored = report.at;
    incident->told_until.reset();
    if (incident->seen_now->StopsSending()) {
      totals_.unavailable += trouble_->unavailable.Until(report.at);
      IsAvailable();
    }
    const bool can_confirm = settings_->is_polled || incident->polled != nullptr;
    if (incident->NeededReach() == Reach::kEvent || !can_confirm) {
      Close(*incident, IncidentEnd::kReported, changes);
      return;
    }
    incident->first_good = report.at;
  }
  changes.push_back({IncidentChange::kSeen, *incident});
}

void Tracker::Close(Incident& incident, IncidentEnd end, std::vector<IncidentChange>& changes) {
  incident.end = end;
  // What no poll saw is no outage that was watched.
  const bool restart = end == IncidentEnd::kRecovered && incident.polled != nullptr &&
                       incident.condition->state == AccountState::kWait &&
                       incident.Lasted() <= settings_->restart_allowance &&
                       settings_->restart_allowance > Duration(0);
  if (restart) {
    ++totals_.restarts;
    totals_.restart_time += incident.Lasted();
  }
  changes.push_back({IncidentChange::kClosed, incident});
  std::vector<Incident>& opened = Opened();
  opened.erase(opened.begin() + (&incident - opened.data()));
}

void Tracker::CountUnavailable(const std::vector<Finding>& findings, SteadyTime at) {
  if (!StopsSending(findings)) return;
  totals_.unavailable += trouble_->unavailable.Until(at);
  SteadyTime bridged_until = at;
  for (const Finding& finding : findings) {
    const Incident* incident = Find(finding.condition->IncidentKey());
    if (incident == nullptr || !finding.condition->StopsSending()) continue;
    bridged_until = std::max(bridged_until, BridgedUntil(*incident, *settings_));
  }
  trouble_.Edit().unavailable.Seen(at, bridged_until);
}

std::optional<SteadyTime> Tracker::LastGood(const Condition& condition) const {
  if (condition.seen_by == Operation::kHealth) return last_reached_[Index(condition.reach)];
  for (const auto& [operation, at] : last_answered_) {
    if (operation == condition.seen_by) return at;
  }
  return std::nullopt;
}

void Tracker::Remember(const Observation& observation) {
  if (observation.operation != Operation::kHealth) {
    if (observation.reach >= Reach::kContent) {
      std::erase_if(last_answered_,
                    [&](const auto& one) { return one.first == observation.operation; });
      last_answered_.emplace_back(observation.operation, observation.ended);
    }
    return;
  }
  for (std::size_t reach = 0; reach <= Index(std::min(observation.reach, Reach::kContent));
       ++reach) {
    last_reached_[reach] = observation.ended;
  }
}

}  // namespace wa
