#pragma once

#include <optional>
#include <string>

#include "base/wall_offset.h"
#include "condition/catalogue.h"
#include "incident/incident_store.h"
#include "incident/tracker.h"
#include "model/fleet.h"

// An incident as it lives in the loop, and the forms in which it is stored and shown: there,
// moments are those of the wall clock. Pure.
namespace wa {

template <typename To, typename From, typename Convert>
std::optional<To> Map(const std::optional<From>& value, Convert convert) {
  if (!value) return std::nullopt;
  return convert(*value);
}

// As it is stored.
IncidentRecord ToRecord(const Incident& incident, const std::string& account,
                        const WallOffset& wall);

// As it was stored by an earlier run, but for its grace; nothing if its condition is no longer in
// the catalogue. What was last seen after `now`, was seen before the wall clock was set back: the
// incident moves with it, and keeps its length.
std::optional<Incident> FromRecord(const IncidentRecord& record, const Catalogue& catalogue,
                                   const WallOffset& wall, SteadyTime now);

// As it is shown, but for what only its account knows: contradiction and explanation.
IncidentView ToView(const Incident& incident, const WallOffset& wall);

}  // namespace wa
