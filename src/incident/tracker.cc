#include "incident/tracker.h"

#include <algorithm>

#include "base/text.h"

namespace wa {
namespace {

std::size_t Index(Reach reach) { return static_cast<std::size_t>(reach); }

bool Mentions(const Observation& observation, const std::string& key) {
  return std::any_of(
      observation.findings.begin(), observation.findings.end(),
      [&](const Finding& finding) { return finding.condition->IncidentKey() == key; });
}

bool StopsSending(const Observation& observation) {
  return std::any_of(observation.findings.begin(), observation.findings.end(),
                     [](const Finding& finding) { return finding.condition->StopsSending(); });
}

// Nothing was learned: silence that may be our own trouble.
bool ProvesNothing(const Observation& observation) {
  return observation.reach == Reach::kNone && observation.findings.empty();
}

void Update(Incident& incident, const Finding& finding, const Observation& observation) {
  incident.seen_now = finding.condition;
  incident.last_seen = std::max(incident.last_seen, observation.ended);
  incident.http_status = observation.http_status;
  incident.detail = finding.detail;
  incident.request_id = observation.request_id;
  incident.retry_at.reset();
  if (finding.retry_after) incident.retry_at = observation.ended + *finding.retry_after;
}

}  // namespace

Tracker::Tracker(const Account& account, const TrackerSettings& settings)
    : account_(account.name), kind_(account.kind), plan_(account.plan), settings_(settings) {}

std::vector<IncidentChange> Tracker::Apply(const Observation& observation, SystemTime ended_wall) {
  std::vector<IncidentChange> changes;
  if (ProvesNothing(observation)) return changes;
  for (const Finding& finding : observation.findings) {
    See(finding, observation, ended_wall, changes);
  }
  CountGood(observation, changes);
  CountUnavailable(observation);
  Remember(observation);
  return changes;
}

void Tracker::Restore(Incident incident) {
  if (incident.condition->StopsSending()) {
    unavailable_since_last_ =
        std::max(incident.last_seen, unavailable_since_last_.value_or(incident.last_seen));
  }
  open_.push_back(std::move(incident));
}

std::optional<SteadyTime> Tracker::NextGraceEnd(SteadyTime now) const {
  std::optional<SteadyTime> nearest;
  for (const Incident& incident : open_) {
    const SteadyTime end = incident.start + incident.grace;
    if (incident.Overdue() || end <= now) continue;
    nearest = std::min(end, nearest.value_or(end));
  }
  return nearest;
}

Incident* Tracker::Find(const std::string& key) {
  const auto found =
      std::find_if(open_.begin(), open_.end(), [&](const Incident& i) { return i.Key() == key; });
  return found == open_.end() ? nullptr : &*found;
}

bool Tracker::Unobserved(const Incident& incident, SteadyTime at) const {
  const Duration usual =
      incident.seen_now->pace == Pace::kRarely ? settings_.rare_interval : settings_.interval;
  SteadyTime looked =
      std::max(incident.last_seen, incident.first_good.value_or(incident.last_seen));
  // Until the announced time we kept away because we were told to.
  looked = std::max(looked, incident.retry_at.value_or(looked));
  return at - looked > std::max(incident.grace, 3 * usual);
}

void Tracker::See(const Finding& finding, const Observation& observation, SystemTime ended_wall,
                  std::vector<IncidentChange>& changes) {
  Incident* incident = Find(finding.condition->IncidentKey());
  if (incident == nullptr) {
    Open(finding, observation, ended_wall, last_reached_[Index(finding.condition->reach)], changes);
    return;
  }
  if (Unobserved(*incident, observation.ended)) {
    const SteadyTime before_the_gap = incident->last_seen;
    Close(*incident, IncidentEnd::kUnobserved, changes);
    unavailable_since_last_.reset();
    Open(finding, observation, ended_wall, before_the_gap, changes);
    return;
  }
  if (incident->last_seen == observation.ended) return;  // two findings of one group in one answer
  Update(*incident, finding, observation);
  ++incident->sightings;
  incident->first_good.reset();
  changes.push_back({IncidentChange::kSeen, *incident});
}

void Tracker::Open(const Finding& finding, const Observation& observation, SystemTime ended_wall,
                   std::optional<SteadyTime> earliest_start, std::vector<IncidentChange>& changes) {
  Incident incident;
  incident.id =
      account_ + "/" + finding.condition->IncidentKey() + "/" + FormatUtc(ended_wall, true);
  incident.condition = finding.condition;
  incident.start = observation.ended;
  incident.earliest_start = earliest_start;
  incident.grace = finding.condition->GraceFor(kind_, plan_);
  Update(incident, finding, observation);
  open_.push_back(incident);
  changes.push_back({IncidentChange::kOpened, std::move(incident)});
}

void Tracker::CountGood(const Observation& observation, std::vector<IncidentChange>& changes) {
  std::vector<std::string> recovered;
  for (Incident& incident : open_) {
    if (observation.reach == Reach::kNone || observation.reach < incident.seen_now->reach) continue;
    if (Mentions(observation, incident.Key())) continue;
    if (!incident.first_good) {
      incident.first_good = observation.ended;
    } else if (observation.ended - *incident.first_good >= settings_.confirm_after) {
      recovered.push_back(incident.Key());
    }
  }
  for (const std::string& key : recovered) Close(*Find(key), IncidentEnd::kRecovered, changes);
}

void Tracker::Close(Incident& incident, IncidentEnd end, std::vector<IncidentChange>& changes) {
  incident.end = end;
  const bool restart =
      end == IncidentEnd::kRecovered && incident.condition->state == AccountState::kWait &&
      incident.Lasted() <= settings_.restart_allowance && settings_.restart_allowance > Duration(0);
  if (restart) {
    ++totals_.restarts;
    totals_.restart_time += incident.Lasted();
  }
  changes.push_back({IncidentChange::kClosed, incident});
  open_.erase(open_.begin() + (&incident - open_.data()));
}

void Tracker::CountUnavailable(const Observation& observation) {
  if (StopsSending(observation)) {
    if (unavailable_since_last_)
      totals_.unavailable += observation.ended - *unavailable_since_last_;
    unavailable_since_last_ = observation.ended;
  } else if (observation.reach == Reach::kContent) {
    unavailable_since_last_.reset();
  }
}

void Tracker::Remember(const Observation& observation) {
  for (std::size_t reach = 0; reach <= Index(observation.reach); ++reach) {
    last_reached_[reach] = observation.ended;
  }
}

}  // namespace wa
