#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "incident/incident_store.h"

namespace wa {

// Rises when a field changes its meaning or goes; new fields do not raise it.
inline constexpr int kStateVersion = 1;

// What a database holds as a file of `waba_exporter state`:
//   {"format": "waba_exporter state", "version": 1, "written_by": "0.1.0", "exported": TIME,
//    "incidents": [...], "totals": [...], "usual_shares": [...], "maintenance": [...],
//    "cases": [...]}
// with the fields of IncidentRecord (open ones only), AccountTotals and UsualShareRecord under
// their names, and those of cli/state_desk_json.h. Times are RFC 3339 in UTC with nanoseconds,
// durations whole nanoseconds, what is not known null: what is read is what was written. Events are
// left out.
std::string StateJson(const StoredState& state, SystemTime exported);

// Reads it back. The error says where it is wrong: "NAME:3:17: ..." (line and column) if it is no
// JSON, else by the field: "NAME: incidents[4].start: ...". Pure; never throws.
Result<StoredState> ParseStateJson(std::string_view text, const std::string& name);

}  // namespace wa
