#include "store/schema.h"

#include <array>
#include <string>

#include "base/build.h"

namespace wa {
namespace {

// An older library takes a STRICT table for damage.
static_assert(SQLITE_VERSION_NUMBER >= 3037000, "STRICT tables need SQLite 3.37 or newer");

// "waba" in ASCII: tells our files from other programs'.
constexpr std::int64_t kApplicationId = 0x77616261;

// Append only: the first n steps make version n of the form, and files of every version exist. No
// step may drop or change written_by, which later versions of the program are asked for by older
// ones.
//
// Moments and durations are nanoseconds (moments since 1970, UTC), so that what is read is what was
// written. There are no CHECKs: a record that the database refuses would hold up all that follow.
constexpr std::array kMigrations{
    R"sql(
CREATE TABLE written_by (
  form INTEGER PRIMARY KEY,
  program TEXT NOT NULL
) STRICT;

CREATE TABLE incidents (
  id TEXT NOT NULL PRIMARY KEY,
  account TEXT NOT NULL,
  key TEXT NOT NULL,
  condition TEXT NOT NULL,
  seen_now TEXT NOT NULL,
  start INTEGER NOT NULL,
  earliest_start INTEGER,
  last_seen INTEGER NOT NULL,
  retry_at INTEGER,
  sightings INTEGER NOT NULL,
  http_status INTEGER NOT NULL,
  detail TEXT NOT NULL,
  request_id TEXT NOT NULL,
  ended INTEGER,
  end_reason TEXT
) STRICT;

CREATE INDEX open_incidents ON incidents (account) WHERE ended IS NULL;

CREATE TABLE account_totals (
  account TEXT NOT NULL PRIMARY KEY,
  unavailable INTEGER NOT NULL,
  restarts INTEGER NOT NULL,
  restart_time INTEGER NOT NULL
) STRICT;
)sql",
    // subjects are separated by U+001F, which sanitised text does not hold. The newest events have
    // the largest numbers.
    R"sql(
ALTER TABLE incidents ADD COLUMN subjects TEXT NOT NULL DEFAULT '';
ALTER TABLE incidents ADD COLUMN told_until INTEGER;
ALTER TABLE incidents ADD COLUMN restored INTEGER;
ALTER TABLE incidents ADD COLUMN happened INTEGER;

CREATE TABLE events (
  number INTEGER PRIMARY KEY,
  digest BLOB NOT NULL
) STRICT;
)sql",
    R"sql(
CREATE TABLE usual_shares (
  provider TEXT NOT NULL,
  hour INTEGER NOT NULL,
  share REAL NOT NULL,
  days INTEGER NOT NULL,
  PRIMARY KEY (provider, hour)
) STRICT;
)sql",
    // signs as store/sign_text.h writes them. The newest answers have the largest numbers.
    R"sql(
CREATE TABLE answers (
  number INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  asked TEXT NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  http_status INTEGER NOT NULL,
  retry_after INTEGER,
  signs TEXT NOT NULL,
  why TEXT NOT NULL
) STRICT;

CREATE INDEX answers_at ON answers (at);

CREATE TABLE answer_runs (
  started INTEGER PRIMARY KEY,
  alive INTEGER NOT NULL
) STRICT;
)sql",
    // For whoever looks back: at one account, or at all.
    R"sql(
CREATE INDEX incidents_of_account ON incidents (account, start);
CREATE INDEX incidents_by_start ON incidents (start);
CREATE INDEX answers_of_account ON answers (account, at);
)sql",
    // What people told. Names are separated by U+001F; the times of a maintenance are as people
    // write them (model/maintenance_form.h).
    R"sql(
CREATE TABLE maintenance (
  id TEXT NOT NULL PRIMARY KEY,
  reason TEXT NOT NULL,
  accounts TEXT NOT NULL,
  providers TEXT NOT NULL,
  tags TEXT NOT NULL,
  starts TEXT NOT NULL,
  ends TEXT NOT NULL,
  weekdays TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  until TEXT NOT NULL,
  announced INTEGER,
  ended INTEGER
) STRICT;

CREATE TABLE support_cases (
  id TEXT NOT NULL PRIMARY KEY,
  account TEXT NOT NULL,
  reference TEXT NOT NULL,
  opened INTEGER NOT NULL,
  answer_due INTEGER,
  answered INTEGER,
  closed INTEGER,
  incident TEXT NOT NULL,
  key TEXT NOT NULL,
  condition TEXT NOT NULL,
  start INTEGER,
  earliest_start INTEGER,
  recovered INTEGER,
  outages INTEGER NOT NULL,
  downtime INTEGER NOT NULL
) STRICT;
)sql",
    // 7: the first answer that showed an incident beyond its grace.
    R"sql(
ALTER TABLE incidents ADD COLUMN overdue_seen INTEGER;
)sql",
};

constexpr std::int64_t kNewest = kMigrations.size();

std::string WriterOf(Database& database, std::int64_t form) {
  auto query = database.Prepare("SELECT program FROM written_by ORDER BY form DESC LIMIT 1");
  const std::string writer = "a later version of waba_exporter";
  if (!query) return writer;
  const auto row = query->Next();
  if (!row || !*row) return writer;
  return writer + " (" + query->Text(0) + ", form " + std::to_string(form) + ")";
}

Status Step(Database& database, std::int64_t form) {
  auto transaction = Transaction::Begin(database);
  if (!transaction) return tl::unexpected(transaction.error());
  const Status changed = database.Execute(kMigrations[static_cast<std::size_t>(form - 1)]);
  if (!changed) return changed;
  auto note = database.Prepare("INSERT INTO written_by VALUES (?, ?)");
  if (!note) return tl::unexpected(note.error());
  const Status noted = note->Run(form, ThisBuild().version);
  if (!noted) return noted;
  const std::string pragmas = "PRAGMA application_id = " + std::to_string(kApplicationId) +
                              "; PRAGMA user_version = " + std::to_string(form);
  const Status marked = database.Execute(pragmas.c_str());
  return marked ? transaction->Commit() : marked;
}

}  // namespace

Status CheckOwner(Database& database) {
  const auto owner = database.ReadInteger("PRAGMA application_id");
  if (!owner) return tl::unexpected(owner.error());
  const auto form = database.ReadInteger("PRAGMA user_version");
  if (!form) return tl::unexpected(form.error());
  if (*owner == kApplicationId && *form <= kNewest) return {};
  if (*owner == kApplicationId) {
    return Fail(ErrorCode::kConfig, database.path() + " was written by " +
                                        WriterOf(database, *form) + ", and this is " +
                                        ThisBuild().version + " (form " + std::to_string(kNewest) +
                                        "): start that version again, or set another storage.path");
  }
  const auto objects = database.ReadInteger("SELECT count(*) FROM sqlite_schema");
  if (!objects) return tl::unexpected(objects.error());
  if (*owner == 0 && *form == 0 && *objects == 0) return {};
  return Fail(ErrorCode::kConfig,
              database.path() + " is the database of another program: set another storage.path");
}

Result<bool> IsNewest(Database& database) {
  const auto form = database.ReadInteger("PRAGMA user_version");
  if (!form) return tl::unexpected(form.error());
  return *form == kNewest;
}

Status Migrate(Database& database) {
  const auto form = database.ReadInteger("PRAGMA user_version");
  if (!form) return tl::unexpected(form.error());
  for (std::int64_t next = *form + 1; next <= kNewest; ++next) {
    const Status stepped = Step(database, next);
    if (!stepped) return stepped;
  }
  return {};
}

}  // namespace wa
