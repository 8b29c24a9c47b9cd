#include "store/history.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string_view>

#include "store/answer_table.h"
#include "store/columns.h"
#include "store/incident_row.h"
#include "store/open_database.h"

namespace wa {
namespace {

constexpr std::int64_t kEarliest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kLatest = std::numeric_limits<std::int64_t>::max();

// ? 1: account, 2: condition, 3: from, 4: to, 5: open (0 or 1; else both), 6: limit, 7: offset
constexpr std::string_view kFilters =
    " AND (?2 = '' OR condition = ?2) AND coalesce(ended, ?3) >= ?3 AND start <= ?4"
    " AND ?5 IN (ended IS NULL, 2) ORDER BY start DESC, id LIMIT ?6 OFFSET ?7";

constexpr std::string_view kMarks =
    "SELECT account, at, kind, (SELECT min(at) FROM answers) FROM answers"
    " WHERE asked = 'health' AND at >= ? AND at < ? ORDER BY at, number";

std::string SelectFor(const IncidentQuery& query) {
  // An empty account is told apart here and not in SQL, where it would cost the index.
  const std::string_view of = query.account.empty() ? "?1 = ''" : "account = ?1";
  return "SELECT " + std::string(kIncidentColumns) + " FROM incidents WHERE " + std::string(of) +
         std::string(kFilters);
}

}  // namespace

Result<History> History::Open(const std::string& path) {
  auto database = OpenToRead(RealPath(path));
  if (!database) return tl::unexpected(database.error());
  return History(std::move(*database));
}

Result<IncidentPage> History::Incidents(const IncidentQuery& query) {
  auto select = database_.Prepare(SelectFor(query));
  if (!select) return tl::unexpected(select.error());
  const std::size_t limit = std::min(query.limit, IncidentQuery::kMostAtOnce);
  const std::int64_t open = !query.open ? 2 : *query.open ? 1 : 0;
  IncidentPage page;
  Result<bool> row =
      select->First(query.account, query.condition, query.from ? ToColumn(*query.from) : kEarliest,
                    query.to ? ToColumn(*query.to) : kLatest, open,
                    static_cast<std::int64_t>(limit + 1), static_cast<std::int64_t>(query.offset));
  for (; row && *row; row = select->Next()) page.incidents.push_back(ReadIncident(*select));
  if (!row) return tl::unexpected(row.error());
  page.has_more = page.incidents.size() > limit;
  if (page.has_more) page.incidents.pop_back();
  return page;
}

Result<std::vector<AnswerRecord>> History::Answers(const std::string& account, SystemTime from,
                                                   SystemTime to) {
  return ReadAnswersOf(database_, account, from, to);
}

Result<AnswerMarks> History::Marks(SystemTime from, SystemTime to) {
  auto select = database_.Prepare(kMarks);
  if (!select) return tl::unexpected(select.error());
  AnswerMarks marks;
  // A mark stands no longer than a run does.
  const SystemTime first = from - kLongestRun - kLongestBreak;
  Result<bool> row = select->First(ToColumn(first), ToColumn(to));
  for (; row && *row; row = select->Next()) {
    const auto kind = ParseEnum<AnswerKind>(select->Text(2));
    if (kind) marks.marks.push_back({select->Text(0), ToTime(select->Integer(1)), *kind});
    marks.since = ToTime(select->Integer(3));
  }
  if (!row) return tl::unexpected(row.error());
  return marks;
}

Result<std::vector<AnswerRun>> History::Runs(SystemTime from, SystemTime to) {
  return ReadRuns(database_, from, to);
}

}  // namespace wa
