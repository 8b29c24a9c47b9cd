#pragma once

#include "web/backend.h"
#include "web/http_types.h"

// Announced maintenance as JSON. Moments are RFC 3339 in UTC; what is not known is null. Who writes
// needs the token of [observations]. The handlers of rows of routes.cc.
namespace wa {

// GET /api/v1/maintenance: {"version", "now", "maintenance": [ITEM...]}, what holds, comes, or was
// over at most 31 days ago.
//   ITEM: {"id", "reason", "source": "configuration" or "api", "all", "accounts", "providers",
//   "tags", "from", "to", "weekdays", "time_zone", "until", "holds", "next": {"from", "to"},
//   "announced", "ended"}
// POST /api/v1/maintenance: an object with the keys of [[maintenance]]; answers 201 with ITEM, or
// 200 if it was there already.
//   400 malformed, or no such account or provider   401, 403 not proven   409 its time is over
//   503 send it again
void TellMaintenance(const Backend& backend, const Request& request, const Respond& respond);

// GET /api/v1/maintenance/ID: ITEM. POST /api/v1/maintenance/ID/end: it holds no more; ITEM.
//   404 no such id   409 it stands in the configuration
void TellOneMaintenance(const Backend& backend, const Request& request, const Respond& respond);

}  // namespace wa
