#include "store/sqlite_incident_store.h"

#include <algorithm>
#include <string>
#include <utility>

#include "store/columns.h"
#include "store/incident_row.h"
#include "store/list_text.h"

namespace wa {
namespace {

const std::string kOpenIncidents = "SELECT " + std::string(kIncidentColumns) +
                                   " FROM incidents WHERE ended IS NULL ORDER BY start, id";

constexpr std::string_view kAllTotals = R"sql(
SELECT account, unavailable, restarts, restart_time FROM account_totals ORDER BY account
)sql";

constexpr std::string_view kPutIncident = R"sql(
INSERT INTO incidents (id, account, key, condition, seen_now, start, earliest_start, last_seen,
                       retry_at, sightings, http_status, detail, request_id, subjects, told_until,
                       restored, happened, ended, end_reason, overdue_seen)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, ''), ?)
ON CONFLICT (id) DO UPDATE SET
  account = excluded.account, key = excluded.key, condition = excluded.condition,
  seen_now = excluded.seen_now, start = excluded.start, earliest_start = excluded.earliest_start,
  last_seen = excluded.last_seen, retry_at = excluded.retry_at, sightings = excluded.sightings,
  http_status = excluded.http_status, detail = excluded.detail, request_id = excluded.request_id,
  subjects = excluded.subjects, told_until = excluded.told_until, restored = excluded.restored,
  happened = excluded.happened, ended = excluded.ended, end_reason = excluded.end_reason,
  overdue_seen = excluded.overdue_seen
)sql";

constexpr std::string_view kPutTotals = R"sql(
INSERT INTO account_totals (account, unavailable, restarts, restart_time) VALUES (?, ?, ?, ?)
ON CONFLICT (account) DO UPDATE SET
  unavailable = excluded.unavailable, restarts = excluded.restarts,
  restart_time = excluded.restart_time
)sql";

constexpr std::string_view kAllShares = R"sql(
SELECT provider, hour, share, days FROM usual_shares ORDER BY provider, hour
)sql";

constexpr std::string_view kPutShare = R"sql(
INSERT INTO usual_shares (provider, hour, share, days) VALUES (?, ?, ?, ?)
ON CONFLICT (provider, hour) DO UPDATE SET share = excluded.share, days = excluded.days
)sql";

constexpr std::string_view kLastSeen = "SELECT last_seen FROM incidents WHERE id = ?";

constexpr std::string_view kAllEvents = "SELECT digest FROM events ORDER BY number";
constexpr std::string_view kNewestEvent = "SELECT coalesce(max(number), 0) FROM events";
constexpr std::string_view kPutEvent = "INSERT INTO events (number, digest) VALUES (?, ?)";
// The numbers are the order of the table: this touches no other rows.
constexpr std::string_view kDeleteEvents = "DELETE FROM events WHERE number <= ?";

// SQLite has no unsigned integers: a count beyond 2^63 would be stored as a negative one, and read
// back right.
std::int64_t ToColumn(std::uint64_t count) { return static_cast<std::int64_t>(count); }

AccountTotals ReadTotals(const Statement& row) {
  return {.account = row.Text(0),
          .unavailable = Duration(row.Integer(1)),
          .restarts = static_cast<std::uint64_t>(row.Integer(2)),
          .restart_time = Duration(row.Integer(3))};
}

UsualShareRecord ReadShare(const Statement& row) {
  return {.provider = row.Text(0),
          .hour = static_cast<int>(row.Integer(1)),
          .share = row.Real(2),
          .days = static_cast<std::uint64_t>(row.Integer(3))};
}

// One of another length, which nothing of ours writes, is like no event.
EventDigest ReadDigest(const Statement& row) {
  EventDigest digest{};
  const auto bytes = row.Bytes(0);
  std::copy_n(bytes.begin(), std::min(bytes.size(), digest.size()), digest.begin());
  return digest;
}

// Every row of the query, each made a value by `read`. They are counted first: to move a hundred
// thousand of them to where more have room takes longer.
template <typename T>
Status ReadAll(Database& database, std::string_view sql, T (*read)(const Statement&),
               std::vector<T>* values) {
  const auto count = database.ReadInteger("SELECT count(*) FROM (" + std::string(sql) + ")");
  if (!count) return tl::unexpected(count.error());
  values->reserve(static_cast<std::size_t>(*count));
  auto query = database.Prepare(sql);
  if (!query) return tl::unexpected(query.error());
  Result<bool> row = query->Next();
  for (; row && *row; row = query->Next()) values->push_back(read(*query));
  if (!row) return tl::unexpected(row.error());
  return {};
}

}  // namespace

Result<SqliteIncidentStore> SqliteIncidentStore::Make(Database database, std::int64_t max_size) {
  SqliteIncidentStore store(std::move(database));
  const Status prepared = store.Prepare(max_size);
  if (!prepared) return tl::unexpected(prepared.error());
  return store;
}

SqliteIncidentStore::SqliteIncidentStore(Database database) : database_(std::move(database)) {}

Status SqliteIncidentStore::Prepare(std::int64_t max_size) {
  for (const auto& [sql, statement] :
       {std::pair{kPutIncident, &put_incident_}, std::pair{kPutTotals, &put_totals_},
        std::pair{kPutShare, &put_share_}, std::pair{kPutEvent, &put_event_},
        std::pair{kDeleteEvents, &delete_events_}}) {
    auto prepared = database_.Prepare(sql);
    if (!prepared) return tl::unexpected(prepared.error());
    statement->emplace(std::move(*prepared));
  }
  auto answers = AnswerTable::Make(database_);
  if (!answers) return tl::unexpected(answers.error());
  answers_.emplace(std::move(*answers));
  auto desk = DeskTables::Make(database_);
  if (!desk) return tl::unexpected(desk.error());
  desk_.emplace(std::move(*desk));
  auto housekeeper = Housekeeper::Make(database_, max_size);
  if (!housekeeper) return tl::unexpected(housekeeper.error());
  housekeeper_.emplace(std::move(*housekeeper));
  const auto newest = database_.ReadInteger(kNewestEvent);
  if (!newest) return tl::unexpected(newest.error());
  newest_event_ = *newest;
  const auto journal = database_.ReadText("PRAGMA journal_mode");
  if (!journal) return tl::unexpected(journal.error());
  has_wal_ = *journal == "wal";
  return {};
}

Result<StoredState> SqliteIncidentStore::Load() {
  StoredState state;
  Status read = ReadAll(database_, kOpenIncidents, ReadIncident, &state.open_incidents);
  if (read) read = ReadAll(database_, kAllTotals, ReadTotals, &state.totals);
  if (read) read = ReadAll(database_, kAllEvents, ReadDigest, &state.events);
  if (read) read = ReadAll(database_, kAllShares, ReadShare, &state.usual_shares);
  if (read) read = ReadDesk(database_, &state.maintenance, &state.cases);
  if (!read) return tl::unexpected(read.error());
  return state;
}

Result<std::optional<SystemTime>> SqliteIncidentStore::LastSeen(const std::string& id) {
  auto query = database_.Prepare(kLastSeen);
  if (!query) return tl::unexpected(query.error());
  const auto row = query->First(id);
  if (!row) return tl::unexpected(row.error());
  return *row ? std::optional(ToTime(query->Integer(0))) : std::nullopt;
}

Status SqliteIncidentStore::Write(const StoreBatch& batch) {
  const bool must_last = !batch.incidents.empty() || !batch.totals.empty() ||
                         !batch.maintenance.empty() || !batch.cases.empty();
  if (const Status chosen = Synchronize(must_last); !chosen) return chosen;
  auto transaction = Transaction::Begin(database_);
  if (!transaction) return tl::unexpected(transaction.error());
  for (const IncidentRecord& record : batch.incidents) {
    if (const Status put = Put(record); !put) return put;
  }
  for (const AccountTotals& totals : batch.totals) {
    if (const Status put = Put(totals); !put) return put;
  }
  for (const UsualShareRecord& share : batch.usual_shares) {
    if (const Status put = Put(share); !put) return put;
  }
  for (const Maintenance& maintenance : batch.maintenance) {
    if (const Status put = desk_->Put(maintenance); !put) return put;
  }
  for (const SupportCase& support_case : batch.cases) {
    if (const Status put = desk_->Put(support_case); !put) return put;
  }
  if (const Status put = answers_->Write(database_, batch.answers); !put) return put;
  const auto newest_event = Put(batch.events);
  if (!newest_event) return tl::unexpected(newest_event.error());
  const Status committed = transaction->Commit();
  if (!committed) return committed;
  newest_event_ = *newest_event;
  if (batch.answers.forget_before) housekeeper_->ForgetAnswersBefore(*batch.answers.forget_before);
  return {};
}

// Without waiting for the disk a commit survives the process, but perhaps not a power cut. Of
// events that costs at most a second count, should a delivery that was answered 200 come again,
// which it does not; in return a delivery is answered within a millisecond, not after a turn of the
// disk. Without WAL a power cut could damage the file, too.
Status SqliteIncidentStore::Synchronize(bool fully) {
  fully = fully || !has_wal_;
  if (fully == fully_) return {};
  const Status set =
      database_.Execute(fully ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
  if (set) fully_ = fully;
  return set;
}

Result<std::int64_t> SqliteIncidentStore::Put(const std::vector<EventDigest>& events) {
  std::int64_t newest = newest_event_;
  if (events.empty()) return newest;
  // More than are remembered: the oldest would go again at once.
  const auto skipped = events.size() - std::min(events.size(), kRememberedEvents);
  for (std::size_t i = skipped; i < events.size(); ++i) {
    if (const Status put = put_event_->Run(++newest, events[i]); !put) {
      return tl::unexpected(put.error());
    }
  }
  const Status deleted = delete_events_->Run(newest - std::int64_t{kRememberedEvents});
  if (!deleted) return tl::unexpected(deleted.error());
  return newest;
}

Status SqliteIncidentStore::Put(const IncidentRecord& record) {
  const std::string_view end_reason = record.end_reason ? Name(*record.end_reason) : "";
  return put_incident_->Run(
      record.id, record.account, record.key, record.condition, record.seen_now,
      ToColumn(record.start), ToColumn(record.earliest_start), ToColumn(record.last_seen),
      ToColumn(record.retry_at), ToColumn(record.sightings), std::int64_t{record.http_status},
      record.detail, record.request_id, JoinList(record.subjects), ToColumn(record.told_until),
      ToColumn(record.restored), ToColumn(record.happened), ToColumn(record.ended), end_reason,
      ToColumn(record.overdue_seen));
}

Status SqliteIncidentStore::Put(const AccountTotals& totals) {
  return put_totals_->Run(totals.account, ToColumn(totals.unavailable), ToColumn(totals.restarts),
                          ToColumn(totals.restart_time));
}

Status SqliteIncidentStore::Put(const UsualShareRecord& share) {
  return put_share_->Run(share.provider, std::int64_t{share.hour}, share.share,
                         ToColumn(share.days));
}

Result<bool> SqliteIncidentStore::Tidy(SystemTime now) {
  // What a power cut brings back, goes again.
  if (const Status chosen = Synchronize(false); !chosen) return tl::unexpected(chosen.error());
  const auto more = housekeeper_->Tidy(database_, now);
  if (!more || *more) return more;
  if (const Status forgotten = ForgetDesk(now); !forgotten)
    return tl::unexpected(forgotten.error());
  return false;
}

Status SqliteIncidentStore::ForgetDesk(SystemTime now) {
  return DeleteDeskBefore(database_, now - kClosedKept);
}

}  // namespace wa
