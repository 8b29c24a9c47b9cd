#include "store/answer_table.h"

#include <string_view>
#include <utility>

#include "store/columns.h"
#include "store/open_database.h"
#include "store/sign_text.h"

namespace wa {
namespace {

constexpr std::string_view kPutAnswer = R"sql(
INSERT INTO answers (account, asked, kind, at, http_status, retry_after, signs, why)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
)sql";

constexpr std::string_view kPutRun = R"sql(
INSERT INTO answer_runs (started, alive) VALUES (?, ?)
ON CONFLICT (started) DO UPDATE SET alive = excluded.alive
)sql";

constexpr std::string_view kDeleteRuns = "DELETE FROM answer_runs WHERE alive < ?";

constexpr std::string_view kAnswers = R"sql(
SELECT account, asked, kind, at, http_status, retry_after, signs, why
FROM answers WHERE at >= ? AND at <= ? ORDER BY at, number
)sql";

constexpr std::string_view kAnswersOf = R"sql(
SELECT account, asked, kind, at, http_status, retry_after, signs, why
FROM answers WHERE account = ? AND at >= ? AND at <= ? ORDER BY at, number
)sql";

constexpr std::string_view kRuns = R"sql(
SELECT started, alive FROM answer_runs WHERE alive >= ? AND started <= ? ORDER BY started
)sql";

template <typename E>
std::optional<E> Named(std::string_view name) {
  for (const auto& [value, known] : EnumNames<E>::table) {
    if (known == name) return value;
  }
  return std::nullopt;
}

// Nothing for what a later version may have written.
std::optional<AnswerRecord> ReadAnswer(const Statement& row) {
  const auto asked = Named<Operation>(row.Text(1));
  const auto kind = Named<AnswerKind>(row.Text(2));
  if (!asked || !kind) return std::nullopt;
  AnswerRecord record;
  record.account = row.Text(0);
  record.asked = *asked;
  record.kind = *kind;
  record.at = ToTime(row.Integer(3));
  record.facts.http_status = static_cast<int>(row.Integer(4));
  if (const auto wait = row.OptionalInteger(5)) record.facts.retry_after = Duration(*wait);
  record.facts.signs = SplitSigns(row.Text(6));
  record.why = row.Text(7);
  return record;
}

std::optional<AnswerRun> ReadRun(const Statement& row) {
  return AnswerRun{ToTime(row.Integer(0)), ToTime(row.Integer(1))};
}

// Every row, each made a value by `read`. The parameters outlive the call.
template <typename T, typename... Parameters>
Result<std::vector<T>> ReadRows(Database& database, std::string_view sql,
                                std::optional<T> (*read)(const Statement&),
                                const Parameters&... parameters) {
  auto query = database.Prepare(sql);
  if (!query) return tl::unexpected(query.error());
  std::vector<T> values;
  Result<bool> row = query->First(parameters...);
  for (; row && *row; row = query->Next()) {
    if (auto value = read(*query)) values.push_back(std::move(*value));
  }
  if (!row) return tl::unexpected(row.error());
  return values;
}

// Nothing that stands at a moment was written earlier.
SystemTime EarliestFor(SystemTime moment) { return moment - kLongestRun - kLongestBreak; }

// There are few.
Status DeleteRuns(Database& database, SystemTime before) {
  auto runs = database.Prepare(kDeleteRuns);
  if (!runs) return tl::unexpected(runs.error());
  const bool is_all = before == SystemTime::max();
  return runs->Run(ToColumn(is_all ? before : before - kRunsKeptLonger));
}

// What happened in a run is known only as long as its records are kept.
void DropRunsWithoutRecords(RecordedAnswers* recorded) {
  const auto& records = recorded->records;
  std::erase_if(recorded->runs, [&](const AnswerRun& run) {
    return !records.empty() && run.alive < records.front().at;
  });
}

}  // namespace

Result<AnswerTable> AnswerTable::Make(Database& database) {
  auto put_answer = database.Prepare(kPutAnswer);
  if (!put_answer) return tl::unexpected(put_answer.error());
  auto put_run = database.Prepare(kPutRun);
  if (!put_run) return tl::unexpected(put_run.error());
  return AnswerTable(std::move(*put_answer), std::move(*put_run));
}

Status AnswerTable::Write(Database& database, const AnswerChanges& changes) {
  for (const AnswerRecord& record : changes.records) {
    std::optional<std::int64_t> retry_after;
    if (record.facts.retry_after) retry_after = record.facts.retry_after->count();
    const Status put = put_answer_.Run(record.account, Name(record.asked), Name(record.kind),
                                       ToColumn(record.at), std::int64_t{record.facts.http_status},
                                       retry_after, JoinSigns(record.facts.signs), record.why);
    if (!put) return put;
  }
  for (const AnswerRun& run : changes.runs) {
    const Status put = put_run_.Run(ToColumn(run.started), ToColumn(run.alive));
    if (!put) return put;
  }
  return changes.forget_before ? DeleteRuns(database, *changes.forget_before) : Status();
}

Result<RecordedAnswers> ReadAnswers(const std::string& path, SystemTime from, SystemTime to) {
  auto database = OpenToRead(RealPath(path));
  if (!database) return tl::unexpected(database.error());
  auto records =
      ReadRows(*database, kAnswers, &ReadAnswer, ToColumn(EarliestFor(from)), ToColumn(to));
  if (!records) return tl::unexpected(records.error());
  auto runs = ReadRuns(*database, from, to);
  if (!runs) return tl::unexpected(runs.error());
  RecordedAnswers recorded{std::move(*records), std::move(*runs)};
  DropRunsWithoutRecords(&recorded);
  return recorded;
}

Result<std::vector<AnswerRecord>> ReadAnswersOf(Database& database, const std::string& account,
                                                SystemTime from, SystemTime to) {
  return ReadRows(database, kAnswersOf, &ReadAnswer, account, ToColumn(EarliestFor(from)),
                  ToColumn(to));
}

Result<std::vector<AnswerRun>> ReadRuns(Database& database, SystemTime from, SystemTime to) {
  return ReadRows(database, kRuns, &ReadRun, ToColumn(EarliestFor(from)), ToColumn(to));
}

}  // namespace wa
