#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "incident/incident_store.h"
#include "store/sqlite.h"

namespace wa {

// The SQL of the incidents. Waits for the disk; one thread at a time.
class SqliteIncidentStore {
 public:
  // REQUIRES: the newest form (see store/schema.h).
  static Result<SqliteIncidentStore> Make(Database database);

  // The open incidents in the order of their start, and all totals.
  Result<StoredState> Load();

  // Writes the batch whole, and it is on the disk, or not at all.
  Status Write(const StoreBatch& batch);

  // Forgets incidents that ended before.
  Status DeleteEndedBefore(SystemTime moment);

 private:
  SqliteIncidentStore(Database database, Statement put_incident, Statement put_totals);
  Status Put(const IncidentRecord& record);
  Status Put(const AccountTotals& totals);

  Database database_;
  Statement put_incident_;
  Statement put_totals_;
};

}  // namespace wa
