#pragma once

#include <map>
#include <string>

#include "base/clock.h"
#include "incident/incident_store.h"

namespace wa {

// When incidents were last seen, by id.
using LastSeen = std::map<std::string, SystemTime, std::less<>>;

// What must be written to a database so that it also holds what another one held. Of an incident
// that both have the record that was seen later counts, of totals (which only grow) the greater
// numbers, of a usual share the one that was learned on more days. Where both have an open incident
// of one account and key, the one that was seen longer ago ends as unobserved: what happened in
// between, nobody knows. A maintenance and a case that both have are taken over if the other record
// has gone further: announced or ended later; more outages, recovered, closed or answered. Events
// are left out. `last_seen`: of the incidents of `added`, open or over, as far as the database has
// them. Pure.
StoreBatch MergeState(const StoredState& stored, const LastSeen& last_seen,
                      const StoredState& added);

}  // namespace wa
