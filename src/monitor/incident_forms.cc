#include "monitor/incident_forms.h"

#include <algorithm>

namespace wa {
namespace {

// The first good poll, the opposite event, or the end of the quiet time.
SteadyTime EndOf(const Incident& incident) {
  const std::optional<SteadyTime> end = incident.end == IncidentEnd::kReported ? incident.restored
                                        : incident.end == IncidentEnd::kQuiet  ? incident.told_until
                                                                              : incident.first_good;
  return end.value_or(incident.last_seen);
}

}  // namespace

IncidentRecord ToRecord(const Incident& incident, const std::string& account,
                        const WallOffset& wall) {
  const auto to_system = [&](SteadyTime time) { return wall.ToSystem(time); };
  IncidentRecord record;
  record.id = incident.id;
  record.account = account;
  record.key = incident.Key();
  record.condition = incident.condition->slug;
  record.seen_now = incident.seen_now->slug;
  record.start = wall.ToSystem(incident.start);
  record.earliest_start = Map<SystemTime>(incident.earliest_start, to_system);
  record.last_seen = wall.ToSystem(incident.last_seen);
  record.retry_at = Map<SystemTime>(incident.retry_at, to_system);
  record.overdue_seen = Map<SystemTime>(incident.overdue_seen, to_system);
  record.sightings = incident.sightings;
  record.http_status = incident.http_status;
  record.detail = incident.detail;
  record.request_id = incident.request_id;
  record.subjects = incident.subjects;
  record.told_until = Map<SystemTime>(incident.told_until, to_system);
  record.restored = Map<SystemTime>(incident.restored, to_system);
  record.happened = incident.happened;
  if (incident.end) {
    record.ended = wall.ToSystem(EndOf(incident));
    record.end_reason = incident.end;
  }
  return record;
}

std::optional<Incident> FromRecord(const IncidentRecord& record, const Catalogue& catalogue,
                                   const WallOffset& wall, SteadyTime now) {
  const Duration ahead = std::max(wall.ToSteady(record.last_seen) - now, Duration(0));
  const auto to_steady = [&](SystemTime time) { return wall.ToSteady(time) - ahead; };
  const Condition* condition = catalogue.Find(record.condition);
  if (condition == nullptr) return std::nullopt;
  Incident incident;
  incident.id = record.id;
  incident.condition = condition;
  const Condition* seen_now = catalogue.Find(record.seen_now);
  incident.seen_now = seen_now != nullptr ? seen_now : condition;
  incident.start = to_steady(record.start);
  incident.earliest_start = Map<SteadyTime>(record.earliest_start, to_steady);
  incident.last_seen = to_steady(record.last_seen);
  incident.overdue_seen = Map<SteadyTime>(record.overdue_seen, to_steady);
  incident.sightings = record.sightings;
  incident.retry_at = Map<SteadyTime>(record.retry_at, to_steady);
  incident.http_status = record.http_status;
  incident.detail = record.detail;
  incident.request_id = record.request_id;
  incident.subjects = record.subjects;
  incident.told_until = Map<SteadyTime>(record.told_until, to_steady);
  incident.restored = Map<SteadyTime>(record.restored, to_steady);
  incident.happened = record.happened;
  return incident;
}

IncidentView ToView(const Incident& incident, const WallOffset& wall) {
  const auto to_system = [&](SteadyTime time) { return wall.ToSystem(time); };
  return {.id = incident.id,
          .condition = incident.condition,
          .seen_now = incident.seen_now,
          .start = wall.ToSystem(incident.start),
          .earliest_start = Map<SystemTime>(incident.earliest_start, to_system),
          .last_seen = wall.ToSystem(incident.last_seen),
          .grace = incident.grace,
          .retry_at = Map<SystemTime>(incident.retry_at, to_system),
          .sightings = incident.sightings,
          .http_status = incident.http_status,
          .detail = incident.detail,
          .request_id = incident.request_id,
          .subjects = incident.subjects,
          .contradiction = {},
          .explained_by = {}};
}

}  // namespace wa
