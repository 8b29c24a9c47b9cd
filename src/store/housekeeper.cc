#include "store/housekeeper.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/log.h"
#include "store/columns.h"

namespace wa {
namespace {

// Rows and pages of one piece of work, so that a batch waits some milliseconds for it at the most.
constexpr std::int64_t kRows = 1000;
constexpr std::int64_t kPages = 500;

// Where there is room again, so that it is not made anew for every batch.
constexpr std::int64_t RoomAgain(std::int64_t max_size) { return max_size / 10 * 9; }

constexpr std::string_view kForgetAnswers = R"sql(
DELETE FROM answers WHERE number IN (SELECT number FROM answers WHERE at < ? LIMIT ?)
)sql";

// The oldest have the smallest numbers.
constexpr std::string_view kDropAnswers = R"sql(
DELETE FROM answers WHERE number IN (SELECT number FROM answers ORDER BY number LIMIT ?)
)sql";

// What ended before, started before, for which there is an index.
constexpr std::string_view kDeleteIncidents = R"sql(
DELETE FROM incidents WHERE id IN
  (SELECT id FROM incidents WHERE start < ?1 AND ended < ?1 ORDER BY start LIMIT ?2)
)sql";

}  // namespace

Housekeeper::Housekeeper(std::int64_t max_size, Statement forget_answers, Statement drop_answers,
                         Statement delete_incidents)
    : max_size_(max_size),
      forget_answers_(std::move(forget_answers)),
      drop_answers_(std::move(drop_answers)),
      delete_incidents_(std::move(delete_incidents)) {}

Result<Housekeeper> Housekeeper::Make(Database& database, std::int64_t max_size) {
  auto forget_answers = database.Prepare(kForgetAnswers);
  if (!forget_answers) return tl::unexpected(forget_answers.error());
  auto drop_answers = database.Prepare(kDropAnswers);
  if (!drop_answers) return tl::unexpected(drop_answers.error());
  auto delete_incidents = database.Prepare(kDeleteIncidents);
  if (!delete_incidents) return tl::unexpected(delete_incidents.error());
  Housekeeper housekeeper(max_size, std::move(*forget_answers), std::move(*drop_answers),
                          std::move(*delete_incidents));
  if (const Status looked = housekeeper.Look(database); !looked) {
    return tl::unexpected(looked.error());
  }
  return housekeeper;
}

Status Housekeeper::Look(Database& database) {
  for (const auto& [pragma, value] :
       {std::pair{"PRAGMA page_size", &pages_.size}, std::pair{"PRAGMA page_count", &pages_.all},
        std::pair{"PRAGMA freelist_count", &pages_.free}}) {
    const auto read = database.ReadInteger(pragma);
    if (!read) return tl::unexpected(read.error());
    *value = *read;
  }
  return {};
}

Result<bool> Housekeeper::Tidy(Database& database, SystemTime now) {
  if (answers_before_) {
    if (const Status done = forget_answers_.Run(ToColumn(*answers_before_), kRows); !done) {
      return tl::unexpected(done.error());
    }
    if (database.Changes() > 0) return true;
  }
  if (const Status done = delete_incidents_.Run(ToColumn(now - kClosedKept), kRows); !done) {
    return tl::unexpected(done.error());
  }
  if (database.Changes() > 0) return true;
  if (const Status looked = Look(database); !looked) return tl::unexpected(looked.error());
  const auto made_room = MakeRoom(database, now);
  if (!made_room || *made_room) return made_room;
  return GiveBack(database);
}

Result<bool> Housekeeper::MakeRoom(Database& database, SystemTime now) {
  const bool was_full = is_full_;
  is_full_ = pages_.Used() > (is_full_ ? RoomAgain(max_size_) : max_size_);
  if (!is_full_) return false;
  if (!was_full) {
    Log(LogLevel::kWarning, "the database is full; the oldest of what is over goes",
        {{"path", database.path()},
         {"size", std::to_string(pages_.Used())},
         {"max_size", std::to_string(max_size_)}});
  }
  if (const Status done = drop_answers_.Run(kRows); !done) return tl::unexpected(done.error());
  const auto answers = static_cast<std::uint64_t>(database.Changes());
  dropped_.answers += answers;
  if (answers > 0) return true;
  const Status done = delete_incidents_.Run(ToColumn(now - kClosedKeptAtLeast), kRows);
  if (!done) return tl::unexpected(done.error());
  const auto incidents = static_cast<std::uint64_t>(database.Changes());
  dropped_.incidents += incidents;
  return incidents > 0;
}

// Within the bound an eighth stays free, for what comes next; moving pages costs as much as writing
// them.
Result<bool> Housekeeper::GiveBack(Database& database) {
  const std::int64_t reserve =
      size() > max_size_ ? 0 : std::max(pages_.all / (is_giving_back_ ? 16 : 8), kPages);
  is_giving_back_ = pages_.free > reserve;
  if (!is_giving_back_) return false;
  const std::int64_t before = pages_.all;
  const std::string pragma = "PRAGMA incremental_vacuum(" + std::to_string(kPages) + ")";
  if (const Status done = database.Execute(pragma.c_str()); !done) {
    return tl::unexpected(done.error());
  }
  if (const Status looked = Look(database); !looked) return tl::unexpected(looked.error());
  return pages_.all < before;  // one that was made by an earlier version may keep them
}

}  // namespace wa
