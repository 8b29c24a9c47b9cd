#pragma once

#include <string_view>

#include "model/incident.h"
#include "store/sqlite.h"

namespace wa {

// The columns of an incident, in the order in which ReadIncident() expects them.
inline constexpr std::string_view kIncidentColumns =
    "id, account, key, condition, seen_now, start, earliest_start, last_seen, retry_at, sightings, "
    "http_status, detail, request_id, subjects, told_until, restored, happened, ended, end_reason, "
    "overdue_seen";

IncidentRecord ReadIncident(const Statement& row);

}  // namespace wa
