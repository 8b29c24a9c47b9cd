#pragma once

#include "web/backend.h"
#include "web/http_types.h"

// Cases at the providers' support as JSON. Moments are RFC 3339 in UTC; what is not known is null.
// Who writes needs the token of [observations]. The handlers of rows of routes.cc.
namespace wa {

// GET /api/v1/cases[?account=NAME]: {"version", "now", "cases": [ITEM...]}, those that are open or
// were closed at most 31 days ago, the newest first.
//   ITEM: {"id", "account", "reference", "opened_at", "answer_due_at", "answered_at", "closed_at",
//   "answer_overdue", "incident", "condition", "incident_start", "incident_earliest_start",
//   "recovered_at", "outages", "downtime_seconds", "closing_note"}
// POST /api/v1/cases: {"account", "reference"?, "opened_at"?}; answers 201 with ITEM, or 200 if
// there is such a case already.
//   400 malformed   401, 403 not proven   404 no such account   409 in the future
//   503 send it again
void TellCases(const Backend& backend, const Request& request, const Respond& respond);

// GET /api/v1/cases/ID: ITEM. POST /api/v1/cases/ID/answered and /api/v1/cases/ID/close: {"at"?};
// ITEM.
//   404 no such id   409 in the future, or before the case was opened
void TellCase(const Backend& backend, const Request& request, const Respond& respond);

}  // namespace wa
