#include "store/sqlite_incident_store.h"

#include <utility>

namespace wa {
namespace {

constexpr std::string_view kOpenIncidents = R"sql(
SELECT id, account, key, condition, seen_now, start, earliest_start, last_seen, retry_at,
       sightings, http_status, detail, request_id
FROM incidents WHERE ended IS NULL ORDER BY start, id
)sql";

constexpr std::string_view kAllTotals = R"sql(
SELECT account, unavailable, restarts, restart_time FROM account_totals ORDER BY account
)sql";

constexpr std::string_view kPutIncident = R"sql(
INSERT INTO incidents (id, account, key, condition, seen_now, start, earliest_start, last_seen,
                       retry_at, sightings, http_status, detail, request_id, ended, end_reason)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, ''))
ON CONFLICT (id) DO UPDATE SET
  account = excluded.account, key = excluded.key, condition = excluded.condition,
  seen_now = excluded.seen_now, start = excluded.start, earliest_start = excluded.earliest_start,
  last_seen = excluded.last_seen, retry_at = excluded.retry_at, sightings = excluded.sightings,
  http_status = excluded.http_status, detail = excluded.detail, request_id = excluded.request_id,
  ended = excluded.ended, end_reason = excluded.end_reason
)sql";

constexpr std::string_view kPutTotals = R"sql(
INSERT INTO account_totals (account, unavailable, restarts, restart_time) VALUES (?, ?, ?, ?)
ON CONFLICT (account) DO UPDATE SET
  unavailable = excluded.unavailable, restarts = excluded.restarts,
  restart_time = excluded.restart_time
)sql";

constexpr std::string_view kDeleteEnded = "DELETE FROM incidents WHERE ended < ?";

std::int64_t ToColumn(SystemTime time) { return time.time_since_epoch().count(); }
std::int64_t ToColumn(Duration duration) { return duration.count(); }
// SQLite has no unsigned integers: a count beyond 2^63 would be stored as a negative one, and read
// back right.
std::int64_t ToColumn(std::uint64_t count) { return static_cast<std::int64_t>(count); }

std::optional<std::int64_t> ToColumn(std::optional<SystemTime> time) {
  if (!time) return std::nullopt;
  return ToColumn(*time);
}

SystemTime ToTime(std::int64_t column) { return SystemTime(Duration(column)); }

std::optional<SystemTime> ToTime(std::optional<std::int64_t> column) {
  if (!column) return std::nullopt;
  return ToTime(*column);
}

IncidentRecord ReadIncident(const Statement& row) {
  IncidentRecord record;
  record.id = row.Text(0);
  record.account = row.Text(1);
  record.key = row.Text(2);
  record.condition = row.Text(3);
  record.seen_now = row.Text(4);
  record.start = ToTime(row.Integer(5));
  record.earliest_start = ToTime(row.OptionalInteger(6));
  record.last_seen = ToTime(row.Integer(7));
  record.retry_at = ToTime(row.OptionalInteger(8));
  record.sightings = static_cast<std::uint64_t>(row.Integer(9));
  record.http_status = static_cast<int>(row.Integer(10));
  record.detail = row.Text(11);
  record.request_id = row.Text(12);
  return record;
}

AccountTotals ReadTotals(const Statement& row) {
  return {.account = row.Text(0),
          .unavailable = Duration(row.Integer(1)),
          .restarts = static_cast<std::uint64_t>(row.Integer(2)),
          .restart_time = Duration(row.Integer(3))};
}

// Every row of the query, each made a value by `read`.
template <typename T>
Status ReadAll(Database& database, std::string_view sql, T (*read)(const Statement&),
               std::vector<T>* values) {
  auto query = database.Prepare(sql);
  if (!query) return tl::unexpected(query.error());
  Result<bool> row = query->Next();
  for (; row && *row; row = query->Next()) values->push_back(read(*query));
  if (!row) return tl::unexpected(row.error());
  return {};
}

}  // namespace

Result<SqliteIncidentStore> SqliteIncidentStore::Make(Database database) {
  auto put_incident = database.Prepare(kPutIncident);
  if (!put_incident) return tl::unexpected(put_incident.error());
  auto put_totals = database.Prepare(kPutTotals);
  if (!put_totals) return tl::unexpected(put_totals.error());
  return SqliteIncidentStore(std::move(database), std::move(*put_incident), std::move(*put_totals));
}

SqliteIncidentStore::SqliteIncidentStore(Database database, Statement put_incident,
                                         Statement put_totals)
    : database_(std::move(database)),
      put_incident_(std::move(put_incident)),
      put_totals_(std::move(put_totals)) {}

Result<StoredState> SqliteIncidentStore::Load() {
  StoredState state;
  Status read = ReadAll(database_, kOpenIncidents, ReadIncident, &state.open_incidents);
  if (read) read = ReadAll(database_, kAllTotals, ReadTotals, &state.totals);
  if (!read) return tl::unexpected(read.error());
  return state;
}

Status SqliteIncidentStore::Write(const StoreBatch& batch) {
  auto transaction = Transaction::Begin(database_);
  if (!transaction) return tl::unexpected(transaction.error());
  for (const IncidentRecord& record : batch.incidents) {
    if (const Status put = Put(record); !put) return put;
  }
  for (const AccountTotals& totals : batch.totals) {
    if (const Status put = Put(totals); !put) return put;
  }
  return transaction->Commit();
}

Status SqliteIncidentStore::Put(const IncidentRecord& record) {
  const std::string_view end_reason = record.end_reason ? Name(*record.end_reason) : "";
  return put_incident_.Run(record.id, record.account, record.key, record.condition, record.seen_now,
                           ToColumn(record.start), ToColumn(record.earliest_start),
                           ToColumn(record.last_seen), ToColumn(record.retry_at),
                           ToColumn(record.sightings), std::int64_t{record.http_status},
                           record.detail, record.request_id, ToColumn(record.ended), end_reason);
}

Status SqliteIncidentStore::Put(const AccountTotals& totals) {
  return put_totals_.Run(totals.account, ToColumn(totals.unavailable), ToColumn(totals.restarts),
                         ToColumn(totals.restart_time));
}

Status SqliteIncidentStore::DeleteEndedBefore(SystemTime moment) {
  auto statement = database_.Prepare(kDeleteEnded);
  if (!statement) return tl::unexpected(statement.error());
  return statement->Run(ToColumn(moment));
}

}  // namespace wa
