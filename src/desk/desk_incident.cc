#include "desk/desk_incident.h"

namespace wa {

DeskIncident OfView(const IncidentView& view) {
  DeskIncident incident;
  incident.id = view.id;
  incident.condition = view.condition;
  incident.seen_now = view.seen_now != nullptr ? view.seen_now : view.condition;
  incident.start = view.start;
  incident.earliest_start = view.earliest_start;
  incident.last_seen = view.last_seen;
  incident.grace = view.grace;
  incident.sightings = view.sightings;
  incident.http_status = view.http_status;
  incident.detail = view.detail;
  incident.request_id = view.request_id;
  incident.subjects = view.subjects;
  incident.explained_by = view.explained_by;
  return incident;
}

DeskIncident OfRecord(const IncidentRecord& record, const Condition& condition,
                      const Condition& seen_now, Duration grace) {
  DeskIncident incident;
  incident.id = record.id;
  incident.account = record.account;
  incident.condition = &condition;
  incident.seen_now = &seen_now;
  incident.start = record.start;
  incident.earliest_start = record.earliest_start;
  incident.last_seen = record.last_seen;
  incident.overdue_seen = record.overdue_seen;
  incident.ended = record.ended;
  incident.end_reason = record.end_reason;
  incident.grace = grace;
  incident.sightings = record.sightings;
  incident.http_status = record.http_status;
  incident.detail = record.detail;
  incident.request_id = record.request_id;
  incident.subjects = record.subjects;
  return incident;
}

}  // namespace wa
