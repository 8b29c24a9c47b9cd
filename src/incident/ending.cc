#include "incident/ending.h"

#include <algorithm>

#include "incident/sighting.h"

namespace wa {

namespace {

Duration UsualInterval(const Condition& condition, const TrackerSettings& settings) {
  const Duration own = settings.intervals[static_cast<std::size_t>(condition.seen_by)];
  if (own > Duration(0)) return own;
  return condition.pace == Pace::kRarely ? settings.rare_interval : settings.interval;
}

// By what polls saw, where events told of something else since.
Operation SeenBy(const Incident& incident) {
  return incident.polled != nullptr ? incident.polled->seen_by : incident.seen_now->seen_by;
}

}  // namespace

SteadyTime BridgedUntil(const Incident& incident, const TrackerSettings& settings) {
  const Duration usual = UsualInterval(*incident.seen_now, settings);
  SteadyTime looked =
      std::max(incident.last_seen, incident.first_good.value_or(incident.last_seen));
  // Until the announced time we kept away because we were told to.
  looked = std::max(looked, incident.retry_at.value_or(looked));
  looked = std::max(looked, incident.told_until.value_or(looked));
  return looked + std::max(incident.grace, 3 * usual);
}

bool IsUnobserved(const Incident& incident, SteadyTime at, const TrackerSettings& settings) {
  return !IsOnlyTold(incident, settings) && at > BridgedUntil(incident, settings);
}

bool IsOnlyTold(const Incident& incident, const TrackerSettings& settings) {
  if (incident.NeededReach() == Reach::kEvent) return true;
  if (incident.polled != nullptr) return false;
  return !settings.is_polled || incident.seen_now->seen_by != Operation::kHealth;
}

bool IsQuiet(const Incident& incident, SteadyTime at, const TrackerSettings& settings) {
  return IsOnlyTold(incident, settings) && incident.told_until && *incident.told_until <= at;
}

bool IsRestored(const Incident& incident) {
  return incident.restored && incident.first_good == incident.restored;
}

bool IsGoodFor(const Incident& incident, const Observation& observation) {
  const Reach needed = incident.NeededReach();
  if (needed == Reach::kEvent || observation.operation != SeenBy(incident)) return false;
  if (observation.reach == Reach::kNone || observation.reach < needed) return false;
  if (Mentions(observation.findings, incident.Key())) return false;
  return !incident.told_until || *incident.told_until <= observation.ended;
}

bool Confirms(const Observation& observation, const Incident& incident,
              const TrackerSettings& settings) {
  if (!incident.first_good || observation.ended <= *incident.first_good) return false;
  // An event and a poll are two witnesses, however near each other.
  if (IsRestored(incident)) return true;
  return observation.ended - *incident.first_good >= settings.confirm_after;
}

bool TakeOut(const std::string& subject, Incident* incident) {
  if (subject.empty()) {
    incident->subjects.clear();
    return true;
  }
  // Nobody named what has it: the only one that is named now, unless polls look for themselves.
  if (incident->subjects.empty()) return incident->polled == nullptr;
  return std::erase(incident->subjects, subject) > 0;
}

}  // namespace wa
