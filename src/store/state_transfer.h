#pragma once

#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "incident/incident_store.h"

namespace wa {

// What a database holds, without the events. Changes nothing, and an exporter may be running on it.
// Fails if there is none, or if it is in the form of another version.
Result<StoredState> ReadState(const std::string& path);

// Adds to a database, which is made if there is none, what another one held; see MergeState(). All
// of it is on the disk then, or nothing. What was written is returned. Fails while an exporter runs
// on it. `now`: for the name of a damaged one (store/open_database.h).
Result<StoreBatch> AddState(const std::string& path, const StoredState& added, SystemTime now);

}  // namespace wa
