#include "store/desk_tables.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "model/maintenance_form.h"
#include "model/maintenance_times.h"
#include "store/columns.h"
#include "store/list_text.h"

namespace wa {
namespace {

constexpr std::string_view kPutMaintenance = R"sql(
INSERT INTO maintenance (id, reason, accounts, providers, tags, starts, ends, weekdays, time_zone,
                         until, announced, ended)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET announced = excluded.announced, ended = excluded.ended
)sql";

constexpr std::string_view kPutCase = R"sql(
INSERT INTO support_cases (id, account, reference, opened, answer_due, answered, closed, incident,
                           key, condition, start, earliest_start, recovered, outages, downtime)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
  answer_due = excluded.answer_due, answered = excluded.answered, closed = excluded.closed,
  incident = excluded.incident, key = excluded.key, condition = excluded.condition,
  start = excluded.start, earliest_start = excluded.earliest_start,
  recovered = excluded.recovered, outages = excluded.outages, downtime = excluded.downtime
)sql";

constexpr std::string_view kMaintenance = R"sql(
SELECT reason, accounts, providers, tags, starts, ends, weekdays, time_zone, until, announced, ended
FROM maintenance ORDER BY id
)sql";

constexpr std::string_view kCases = R"sql(
SELECT id, account, reference, opened, answer_due, answered, closed, incident, key, condition,
       start, earliest_start, recovered, outages, downtime
FROM support_cases ORDER BY id
)sql";

// Name and value by turns.
std::string JoinTags(const std::map<std::string, std::string>& tags) {
  std::vector<std::string> names;
  for (const auto& [name, value] : tags) {
    names.push_back(name);
    names.push_back(value);
  }
  return JoinList(names);
}

std::map<std::string, std::string> SplitTags(std::string_view text) {
  const std::vector<std::string> names = SplitList(text);
  std::map<std::string, std::string> tags;
  for (std::size_t i = 0; i + 1 < names.size(); i += 2) tags[names[i]] = names[i + 1];
  return tags;
}

// Nothing for what no form says.
std::optional<Maintenance> ReadMaintenanceRow(const Statement& row) {
  MaintenanceForm form;
  form.reason = row.Text(0);
  form.accounts = SplitList(row.Text(1));
  form.providers = SplitList(row.Text(2));
  form.tags = SplitTags(row.Text(3));
  form.all = form.accounts.empty() && form.providers.empty() && form.tags.empty();
  form.from = row.Text(4);
  form.to = row.Text(5);
  form.weekdays = SplitList(row.Text(6));
  form.time_zone = row.Text(7);
  form.until = row.Text(8);
  auto read = ReadMaintenance(form);
  if (!read) return std::nullopt;
  read->announced = ToTime(row.OptionalInteger(9));
  read->ended = ToTime(row.OptionalInteger(10));
  return std::move(*read);
}

std::optional<SupportCase> ReadCase(const Statement& row) {
  SupportCase read;
  read.id = row.Text(0);
  read.account = row.Text(1);
  read.reference = row.Text(2);
  read.opened = ToTime(row.Integer(3));
  read.answer_due = ToTime(row.OptionalInteger(4));
  read.answered = ToTime(row.OptionalInteger(5));
  read.closed = ToTime(row.OptionalInteger(6));
  read.incident = row.Text(7);
  read.key = row.Text(8);
  read.condition = row.Text(9);
  read.start = ToTime(row.OptionalInteger(10));
  read.earliest_start = ToTime(row.OptionalInteger(11));
  read.recovered = ToTime(row.OptionalInteger(12));
  read.outages = static_cast<std::uint64_t>(row.Integer(13));
  read.downtime = Duration(row.Integer(14));
  return read;
}

template <typename T>
Status ReadAll(Database& database, std::string_view sql, std::optional<T> (*read)(const Statement&),
               std::vector<T>* values) {
  auto query = database.Prepare(sql);
  if (!query) return tl::unexpected(query.error());
  Result<bool> row = query->Next();
  for (; row && *row; row = query->Next()) {
    if (auto value = read(*query)) values->push_back(std::move(*value));
  }
  if (!row) return tl::unexpected(row.error());
  return {};
}

constexpr std::string_view kDeleteMaintenance = "DELETE FROM maintenance WHERE id = ?";
constexpr std::string_view kDeleteClosed = "DELETE FROM support_cases WHERE closed < ?";

// Its times are as people write them: SQL cannot compare them.
Status DeleteMaintenanceBefore(Database& database, SystemTime moment) {
  std::vector<Maintenance> all;
  if (Status read = ReadAll(database, kMaintenance, ReadMaintenanceRow, &all); !read) return read;
  auto statement = database.Prepare(kDeleteMaintenance);
  if (!statement) return tl::unexpected(statement.error());
  for (const Maintenance& maintenance : all) {
    if (NextTime(maintenance, moment)) continue;
    if (Status deleted = statement->Run(maintenance.id); !deleted) return deleted;
  }
  return {};
}

}  // namespace

Result<DeskTables> DeskTables::Make(Database& database) {
  auto put_maintenance = database.Prepare(kPutMaintenance);
  if (!put_maintenance) return tl::unexpected(put_maintenance.error());
  auto put_case = database.Prepare(kPutCase);
  if (!put_case) return tl::unexpected(put_case.error());
  return DeskTables(std::move(*put_maintenance), std::move(*put_case));
}

Status DeskTables::Put(const Maintenance& maintenance) {
  const MaintenanceForm form = FormOf(maintenance);
  return put_maintenance_.Run(maintenance.id, form.reason, JoinList(form.accounts),
                              JoinList(form.providers), JoinTags(form.tags), form.from, form.to,
                              JoinList(form.weekdays), form.time_zone, form.until,
                              ToColumn(maintenance.announced), ToColumn(maintenance.ended));
}

Status DeskTables::Put(const SupportCase& it) {
  return put_case_.Run(it.id, it.account, it.reference, ToColumn(it.opened),
                       ToColumn(it.answer_due), ToColumn(it.answered), ToColumn(it.closed),
                       it.incident, it.key, it.condition, ToColumn(it.start),
                       ToColumn(it.earliest_start), ToColumn(it.recovered),
                       static_cast<std::int64_t>(it.outages), it.downtime.count());
}

Status ReadDesk(Database& database, std::vector<Maintenance>* maintenance,
                std::vector<SupportCase>* cases) {
  const Status read = ReadAll(database, kMaintenance, ReadMaintenanceRow, maintenance);
  return read ? ReadAll(database, kCases, ReadCase, cases) : read;
}

Status DeleteDeskBefore(Database& database, SystemTime moment) {
  auto statement = database.Prepare(kDeleteClosed);
  if (!statement) return tl::unexpected(statement.error());
  const Status deleted = statement->Run(ToColumn(moment));
  return deleted ? DeleteMaintenanceBefore(database, moment) : deleted;
}

}  // namespace wa
