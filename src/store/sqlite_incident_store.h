#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "incident/incident_store.h"
#include "store/answer_table.h"
#include "store/desk_tables.h"
#include "store/housekeeper.h"
#include "store/sqlite.h"

namespace wa {

// The SQL of the incidents. Waits for the disk; one thread at a time.
class SqliteIncidentStore {
 public:
  // `max_size`: of the file, see Tidy(). REQUIRES: the newest form (see store/schema.h).
  static Result<SqliteIncidentStore> Make(Database database, std::int64_t max_size = kMaxSize);

  // The open incidents in the order of their start, all totals, the events in the order of arrival,
  // all usual shares, and what people told.
  Result<StoredState> Load();

  // When the incident was last seen, be it open or over; nothing if there is none.
  Result<std::optional<SystemTime>> LastSeen(const std::string& id);

  // Writes the batch whole, or not at all. It is on the disk then; if it holds only events and
  // answers, it may still be on its way there, and survives this process only. Of the events
  // kRememberedEvents are kept, the newest. Answers that are to be forgotten go with Tidy().
  Status Write(const StoreBatch& batch);

  // One piece of work that keeps the file small (store/housekeeper.h), at last ForgetDesk(); false
  // if none is left.
  Result<bool> Tidy(SystemTime now);
  const Housekeeper& housekeeper() const { return *housekeeper_; }

  // Forgets maintenance that was over, and cases that were closed, longer ago than kClosedKept.
  Status ForgetDesk(SystemTime now);

 private:
  explicit SqliteIncidentStore(Database database);
  Status Prepare(std::int64_t max_size);
  Status Synchronize(bool fully);
  Status Put(const IncidentRecord& record);
  Status Put(const AccountTotals& totals);
  Status Put(const UsualShareRecord& share);
  // The number of the newest event, once this is committed.
  Result<std::int64_t> Put(const std::vector<EventDigest>& events);

  Database database_;
  // Set by Prepare().
  std::optional<Statement> put_incident_;
  std::optional<Statement> put_totals_;
  std::optional<Statement> put_share_;
  std::optional<Statement> put_event_;
  std::optional<Statement> delete_events_;
  std::optional<AnswerTable> answers_;
  std::optional<DeskTables> desk_;
  std::optional<Housekeeper> housekeeper_;
  std::int64_t newest_event_ = 0;
  bool has_wal_ = false;
  bool fully_ = true;  // as OpenDatabase() leaves it
};

}  // namespace wa
