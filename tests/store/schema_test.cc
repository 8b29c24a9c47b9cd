#include "store/schema.h"

#include <gtest/gtest.h>

#include "base/build.h"
#include "model/maintenance_form.h"
#include "store/sqlite_incident_store.h"
#include "store/store_folder.h"

namespace wa {
namespace {

constexpr const char* kObjects =
    "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name";

// A database of each version as that version wrote it (`.dump` and its two pragmas), with an open
// incident "open", a closed one "closed", the totals of one account, from version 2 on what events
// told of "open" and two events, from version 3 on the usual share of an hour, from version 4
// on a recorded answer, and from version 6 on a maintenance and a case at support. A new version
// adds one.
const std::vector<std::string>& OlderVersions() {
  static const std::vector<std::string> versions{R"sql(
PRAGMA application_id = 2002870881;
PRAGMA user_version = 1;
CREATE TABLE written_by (
  form INTEGER PRIMARY KEY,
  program TEXT NOT NULL
) STRICT;
INSERT INTO written_by VALUES(1,'0.1.0');
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
INSERT INTO incidents VALUES(
  'open','berlin-shop','number-unavailable','restarting','timed-out',1790000000123456789,
  1789999940000000001,1790000600999999999,1790003600000000003,41,503,'detail','r-1',NULL,NULL);
INSERT INTO incidents VALUES(
  'closed','berlin-shop','number-unavailable','restarting','timed-out',1790000000123456789,
  NULL,1790000600999999999,NULL,41,503,'detail','r-1',1790000700000000007,'recovered');
CREATE TABLE account_totals (
  account TEXT NOT NULL PRIMARY KEY,
  unavailable INTEGER NOT NULL,
  restarts INTEGER NOT NULL,
  restart_time INTEGER NOT NULL
) STRICT;
INSERT INTO account_totals VALUES('berlin-shop',600876543210,2,600000000001);
CREATE INDEX open_incidents ON incidents (account) WHERE ended IS NULL;
)sql",
                                                 R"sql(
PRAGMA application_id = 2002870881;
PRAGMA user_version = 2;
CREATE TABLE written_by (
  form INTEGER PRIMARY KEY,
  program TEXT NOT NULL
) STRICT;
INSERT INTO written_by VALUES(1,'0.1.0');
INSERT INTO written_by VALUES(2,'0.1.0');
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
, subjects TEXT NOT NULL DEFAULT '', told_until INTEGER, restored INTEGER, happened INTEGER) STRICT;
INSERT INTO incidents VALUES(
  'open','berlin-shop','number-unavailable','restarting','timed-out',1790000000123456789,
  1789999940000000001,1790000600999999999,1790003600000000003,41,503,'detail','r-1',NULL,NULL,
  'summer sale' || char(31) || 'winter',1790086400000000005,1790000500000000011,
  1789999999000000000);
INSERT INTO incidents VALUES(
  'closed','berlin-shop','number-unavailable','restarting','timed-out',1790000000123456789,
  NULL,1790000600999999999,NULL,41,503,'detail','r-1',1790000700000000007,'recovered',
  '',NULL,NULL,NULL);
CREATE TABLE account_totals (
  account TEXT NOT NULL PRIMARY KEY,
  unavailable INTEGER NOT NULL,
  restarts INTEGER NOT NULL,
  restart_time INTEGER NOT NULL
) STRICT;
INSERT INTO account_totals VALUES('berlin-shop',600876543210,2,600000000001);
CREATE TABLE events (
  number INTEGER PRIMARY KEY,
  digest BLOB NOT NULL
) STRICT;
INSERT INTO events VALUES(7,X'01000000000000000000000000000000');
INSERT INTO events VALUES(8,X'02000000000000000000000000000000');
CREATE INDEX open_incidents ON incidents (account) WHERE ended IS NULL;
)sql",
                                                 R"sql(
PRAGMA application_id = 2002870881;
PRAGMA user_version = 3;
CREATE TABLE written_by (
  form INTEGER PRIMARY KEY,
  program TEXT NOT NULL
) STRICT;
INSERT INTO written_by VALUES(1,'0.1.0');
INSERT INTO written_by VALUES(2,'0.1.0');
INSERT INTO written_by VALUES(3,'0.1.0');
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
, subjects TEXT NOT NULL DEFAULT '', told_until INTEGER, restored INTEGER, happened INTEGER) STRICT;
INSERT INTO incidents VALUES(
  'open','berlin-shop','number-unavailable','restarting','timed-out',1790000000123456789,
  1789999940000000001,1790000600999999999,1790003600000000003,41,503,'detail','r-1',NULL,NULL,
  'summer sale' || char(31) || 'winter',1790086400000000005,1790000500000000011,
  1789999999000000000);
INSERT INTO incidents VALUES(
  'closed','berlin-shop','number-unavailable','restarting','timed-out',1790000000123456789,
  NULL,1790000600999999999,NULL,41,503,'detail','r-1',1790000700000000007,'recovered',
  '',NULL,NULL,NULL);
CREATE TABLE account_totals (
  account TEXT NOT NULL PRIMARY KEY,
  unavailable INTEGER NOT NULL,
  restarts INTEGER NOT NULL,
  restart_time INTEGER NOT NULL
) STRICT;
INSERT INTO account_totals VALUES('berlin-shop',600876543210,2,600000000001);
CREATE TABLE events (
  number INTEGER PRIMARY KEY,
  digest BLOB NOT NULL
) STRICT;
INSERT INTO events VALUES(7,X'01000000000000000000000000000000');
INSERT INTO events VALUES(8,X'02000000000000000000000000000000');
CREATE TABLE usual_shares (
  provider TEXT NOT NULL,
  hour INTEGER NOT NULL,
  share REAL NOT NULL,
  days INTEGER NOT NULL,
  PRIMARY KEY (provider, hour)
) STRICT;
INSERT INTO usual_shares VALUES('d360',3,0.1,12);
CREATE INDEX open_incidents ON incidents (account) WHERE ended IS NULL;
)sql",
                                                 R"sql(
PRAGMA application_id = 2002870881;
PRAGMA user_version = 4;
CREATE TABLE written_by (
  form INTEGER PRIMARY KEY,
  program TEXT NOT NULL
) STRICT;
INSERT INTO written_by VALUES(1,'0.1.0');
INSERT INTO written_by VALUES(2,'0.1.0');
INSERT INTO written_by VALUES(3,'0.1.0');
INSERT INTO written_by VALUES(4,'0.1.0');
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
, subjects TEXT NOT NULL DEFAULT '', told_until INTEGER, restored INTEGER, happened INTEGER) STRICT;
INSERT INTO incidents VALUES(
  'open','berlin-shop','number-unavailable','restarting','timed-out',1790000000123456789,
  1789999940000000001,1790000600999999999,1790003600000000003,41,503,'detail','r-1',NULL,NULL,
  'summer sale' || char(31) || 'winter',1790086400000000005,1790000500000000011,
  1789999999000000000);
INSERT INTO incidents VALUES(
  'closed','berlin-shop','number-unavailable','restarting','timed-out',1790000000123456789,
  NULL,1790000600999999999,NULL,41,503,'detail','r-1',1790000700000000007,'recovered',
  '',NULL,NULL,NULL);
CREATE TABLE account_totals (
  account TEXT NOT NULL PRIMARY KEY,
  unavailable INTEGER NOT NULL,
  restarts INTEGER NOT NULL,
  restart_time INTEGER NOT NULL
) STRICT;
INSERT INTO account_totals VALUES('berlin-shop',600876543210,2,600000000001);
CREATE TABLE events (
  number INTEGER PRIMARY KEY,
  digest BLOB NOT NULL
) STRICT;
INSERT INTO events VALUES(7,X'01000000000000000000000000000000');
INSERT INTO events VALUES(8,X'02000000000000000000000000000000');
CREATE TABLE usual_shares (
  provider TEXT NOT NULL,
  hour INTEGER NOT NULL,
  share REAL NOT NULL,
  days INTEGER NOT NULL,
  PRIMARY KEY (provider, hour)
) STRICT;
INSERT INTO usual_shares VALUES('d360',3,0.1,12);
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
INSERT INTO answers VALUES(1,'berlin-shop','health','answer',1790000000123456789,500,NULL,
  'message' || char(31) || '500' || char(31) || 'Internal server error' || char(31),'');
CREATE TABLE answer_runs (
  started INTEGER PRIMARY KEY,
  alive INTEGER NOT NULL
) STRICT;
INSERT INTO answer_runs VALUES(1790000000000000000,1790000600000000000);
CREATE INDEX open_incidents ON incidents (account) WHERE ended IS NULL;
CREATE INDEX answers_at ON answers (at);
)sql",
                                                 R"sql(
PRAGMA application_id = 2002870881;
PRAGMA user_version = 5;
CREATE TABLE written_by (
  form INTEGER PRIMARY KEY,
  program TEXT NOT NULL
) STRICT;
INSERT INTO written_by VALUES(1,'0.1.0');
INSERT INTO written_by VALUES(2,'0.1.0');
INSERT INTO written_by VALUES(3,'0.1.0');
INSERT INTO written_by VALUES(4,'0.1.0');
INSERT INTO written_by VALUES(5,'0.1.0');
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
, subjects TEXT NOT NULL DEFAULT '', told_until INTEGER, restored INTEGER, happened INTEGER) STRICT;
INSERT INTO incidents VALUES(
  'open','berlin-shop','number-unavailable','restarting','timed-out',1790000000123456789,
  1789999940000000001,1790000600999999999,1790003600000000003,41,503,'detail','r-1',NULL,NULL,
  'summer sale' || char(31) || 'winter',1790086400000000005,1790000500000000011,
  1789999999000000000);
INSERT INTO incidents VALUES(
  'closed','berlin-shop','number-unavailable','restarting','timed-out',1790000000123456789,
  NULL,1790000600999999999,NULL,41,503,'detail','r-1',1790000700000000007,'recovered',
  '',NULL,NULL,NULL);
CREATE TABLE account_totals (
  account TEXT NOT NULL PRIMARY KEY,
  unavailable INTEGER NOT NULL,
  restarts INTEGER NOT NULL,
  restart_time INTEGER NOT NULL
) STRICT;
INSERT INTO account_totals VALUES('berlin-shop',600876543210,2,600000000001);
CREATE TABLE events (
  number INTEGER PRIMARY KEY,
  digest BLOB NOT NULL
) STRICT;
INSERT INTO events VALUES(7,X'01000000000000000000000000000000');
INSERT INTO events VALUES(8,X'02000000000000000000000000000000');
CREATE TABLE usual_shares (
  provider TEXT NOT NULL,
  hour INTEGER NOT NULL,
  share REAL NOT NULL,
  days INTEGER NOT NULL,
  PRIMARY KEY (provider, hour)
) STRICT;
INSERT INTO usual_shares VALUES('d360',3,0.1,12);
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
INSERT INTO answers VALUES(1,'berlin-shop','health','answer',1790000000123456789,500,NULL,
  'message' || char(31) || '500' || char(31) || 'Internal server error' || char(31),'');
CREATE TABLE answer_runs (
  started INTEGER PRIMARY KEY,
  alive INTEGER NOT NULL
) STRICT;
INSERT INTO answer_runs VALUES(1790000000000000000,1790000600000000000);
CREATE INDEX open_incidents ON incidents (account) WHERE ended IS NULL;
CREATE INDEX answers_at ON answers (at);
CREATE INDEX incidents_of_account ON incidents (account, start);
CREATE INDEX incidents_by_start ON incidents (start);
CREATE INDEX answers_of_account ON answers (account, at);
)sql",
                                                 R"sql(
PRAGMA application_id = 2002870881;
PRAGMA user_version = 6;
CREATE TABLE written_by (
  form INTEGER PRIMARY KEY,
  program TEXT NOT NULL
) STRICT;
INSERT INTO written_by VALUES(1,'0.1.0');
INSERT INTO written_by VALUES(2,'0.1.0');
INSERT INTO written_by VALUES(3,'0.1.0');
INSERT INTO written_by VALUES(4,'0.1.0');
INSERT INTO written_by VALUES(5,'0.1.0');
INSERT INTO written_by VALUES(6,'0.1.0');
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
, subjects TEXT NOT NULL DEFAULT '', told_until INTEGER, restored INTEGER, happened INTEGER) STRICT;
INSERT INTO incidents VALUES(
  'open','berlin-shop','number-unavailable','restarting','timed-out',1790000000123456789,
  1789999940000000001,1790000600999999999,1790003600000000003,41,503,'detail','r-1',NULL,NULL,
  'summer sale' || char(31) || 'winter',1790086400000000005,1790000500000000011,
  1789999999000000000);
INSERT INTO incidents VALUES(
  'closed','berlin-shop','number-unavailable','restarting','timed-out',1790000000123456789,
  NULL,1790000600999999999,NULL,41,503,'detail','r-1',1790000700000000007,'recovered',
  '',NULL,NULL,NULL);
CREATE TABLE account_totals (
  account TEXT NOT NULL PRIMARY KEY,
  unavailable INTEGER NOT NULL,
  restarts INTEGER NOT NULL,
  restart_time INTEGER NOT NULL
) STRICT;
INSERT INTO account_totals VALUES('berlin-shop',600876543210,2,600000000001);
CREATE TABLE events (
  number INTEGER PRIMARY KEY,
  digest BLOB NOT NULL
) STRICT;
INSERT INTO events VALUES(7,X'01000000000000000000000000000000');
INSERT INTO events VALUES(8,X'02000000000000000000000000000000');
CREATE TABLE usual_shares (
  provider TEXT NOT NULL,
  hour INTEGER NOT NULL,
  share REAL NOT NULL,
  days INTEGER NOT NULL,
  PRIMARY KEY (provider, hour)
) STRICT;
INSERT INTO usual_shares VALUES('d360',3,0.1,12);
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
INSERT INTO answers VALUES(1,'berlin-shop','health','answer',1790000000123456789,500,NULL,
  'message' || char(31) || '500' || char(31) || 'Internal server error' || char(31),'');
CREATE TABLE answer_runs (
  started INTEGER PRIMARY KEY,
  alive INTEGER NOT NULL
) STRICT;
INSERT INTO answer_runs VALUES(1790000000000000000,1790000600000000000);
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
INSERT INTO maintenance VALUES('m000000000001','moving','a' || char(31) || 'b','d360',
  'team' || char(31) || 'retail','22:00','04:00','saturday' || char(31) || 'sunday',
  'Europe/Berlin','2026-12-24',1790000000123456789,NULL);
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
INSERT INTO support_cases VALUES('c000000000001','berlin-shop','4711',1790000000123456789,
  1790014400123456789,NULL,NULL,'open','number-unavailable','restarting',1790000000123456789,
  1789999940000000001,NULL,1,600000000001);
CREATE INDEX open_incidents ON incidents (account) WHERE ended IS NULL;
CREATE INDEX answers_at ON answers (at);
CREATE INDEX incidents_of_account ON incidents (account, start);
CREATE INDEX incidents_by_start ON incidents (start);
CREATE INDEX answers_of_account ON answers (account, at);
)sql",
                                                 R"sql(
PRAGMA application_id = 2002870881;
PRAGMA user_version = 7;
CREATE TABLE written_by (
  form INTEGER PRIMARY KEY,
  program TEXT NOT NULL
) STRICT;
INSERT INTO written_by VALUES(1,'0.1.0');
INSERT INTO written_by VALUES(2,'0.1.0');
INSERT INTO written_by VALUES(3,'0.1.0');
INSERT INTO written_by VALUES(4,'0.1.0');
INSERT INTO written_by VALUES(5,'0.1.0');
INSERT INTO written_by VALUES(6,'0.1.0');
INSERT INTO written_by VALUES(7,'0.1.0');
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
, subjects TEXT NOT NULL DEFAULT '', told_until INTEGER, restored INTEGER, happened INTEGER, overdue_seen INTEGER) STRICT;
INSERT INTO incidents VALUES(
  'open','berlin-shop','number-unavailable','restarting','timed-out',1790000000123456789,
  1789999940000000001,1790000600999999999,1790003600000000003,41,503,'detail','r-1',NULL,NULL,
  'summer sale' || char(31) || 'winter',1790086400000000005,1790000500000000011,
  1789999999000000000,1790000600500000013);
INSERT INTO incidents VALUES(
  'closed','berlin-shop','number-unavailable','restarting','timed-out',1790000000123456789,
  NULL,1790000600999999999,NULL,41,503,'detail','r-1',1790000700000000007,'recovered',
  '',NULL,NULL,NULL,NULL);
CREATE TABLE account_totals (
  account TEXT NOT NULL PRIMARY KEY,
  unavailable INTEGER NOT NULL,
  restarts INTEGER NOT NULL,
  restart_time INTEGER NOT NULL
) STRICT;
INSERT INTO account_totals VALUES('berlin-shop',600876543210,2,600000000001);
CREATE TABLE events (
  number INTEGER PRIMARY KEY,
  digest BLOB NOT NULL
) STRICT;
INSERT INTO events VALUES(7,X'01000000000000000000000000000000');
INSERT INTO events VALUES(8,X'02000000000000000000000000000000');
CREATE TABLE usual_shares (
  provider TEXT NOT NULL,
  hour INTEGER NOT NULL,
  share REAL NOT NULL,
  days INTEGER NOT NULL,
  PRIMARY KEY (provider, hour)
) STRICT;
INSERT INTO usual_shares VALUES('d360',3,0.1,12);
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
INSERT INTO answers VALUES(1,'berlin-shop','health','answer',1790000000123456789,500,NULL,
  'message' || char(31) || '500' || char(31) || 'Internal server error' || char(31),'');
CREATE TABLE answer_runs (
  started INTEGER PRIMARY KEY,
  alive INTEGER NOT NULL
) STRICT;
INSERT INTO answer_runs VALUES(1790000000000000000,1790000600000000000);
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
INSERT INTO maintenance VALUES('m000000000001','moving','a' || char(31) || 'b','d360',
  'team' || char(31) || 'retail','22:00','04:00','saturday' || char(31) || 'sunday',
  'Europe/Berlin','2026-12-24',1790000000123456789,NULL);
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
INSERT INTO support_cases VALUES('c000000000001','berlin-shop','4711',1790000000123456789,
  1790014400123456789,NULL,NULL,'open','number-unavailable','restarting',1790000000123456789,
  1789999940000000001,NULL,1,600000000001);
CREATE INDEX open_incidents ON incidents (account) WHERE ended IS NULL;
CREATE INDEX answers_at ON answers (at);
CREATE INDEX incidents_of_account ON incidents (account, start);
CREATE INDEX incidents_by_start ON incidents (start);
CREATE INDEX answers_of_account ON answers (account, at);
)sql"};
  return versions;
}

// What a version held of the open incident.
IncidentRecord OpenIncidentOf(std::size_t version) {
  IncidentRecord record = FullRecord("open");
  record.detail = "detail";
  if (version < 7) record.overdue_seen.reset();
  if (version >= 2) return record;
  record.subjects.clear();
  record.told_until.reset();
  record.restored.reset();
  record.happened.reset();
  return record;
}

Status Prepare(Database& database) {
  const Status owner = CheckOwner(database);
  return owner ? Migrate(database) : owner;
}

class SchemaTest : public testing::Test {
 protected:
  Status OpenAndPrepare() {
    auto database = Database::Open(folder_.Path());
    if (!database) return tl::unexpected(database.error());
    return Prepare(*database);
  }
  std::string Refusal() {
    const Status prepared = OpenAndPrepare();
    return prepared ? "not refused" : prepared.error().message;
  }
  StoreFolder folder_;
};

TEST_F(SchemaTest, AnEmptyFileGetsTheNewestForm) {
  const Status prepared = OpenAndPrepare();
  ASSERT_TRUE(prepared.has_value()) << prepared.error().message;
  const std::string newest = std::to_string(OlderVersions().size());
  Shell shell(folder_.Path());
  EXPECT_EQ(shell.Run("PRAGMA user_version"), newest + "\n");
  EXPECT_EQ(shell.Run("SELECT * FROM written_by ORDER BY form DESC LIMIT 1"),
            newest + "|" + ThisBuild().version + "\n");
  shell.ExpectSound();
}

TEST_F(SchemaTest, ASecondTimeChangesNothing) {
  ASSERT_TRUE(OpenAndPrepare().has_value());
  const std::string bytes = ReadBytes(folder_.Path());
  ASSERT_TRUE(OpenAndPrepare().has_value());
  EXPECT_EQ(ReadBytes(folder_.Path()), bytes);
}

// Also fails when a step that was published is changed, instead of one added.
TEST_F(SchemaTest, EveryOlderVersionBecomesTheNewestForm) {
  ASSERT_TRUE(OpenAndPrepare().has_value());
  const std::string newest = Shell(folder_.Path()).Run(kObjects);
  for (std::size_t i = 0; i < OlderVersions().size(); ++i) {
    const StoreFolder older;
    Shell(older.Path()).Run(OlderVersions()[i]);
    auto database = Database::Open(older.Path());
    ASSERT_TRUE(database.has_value());
    const Status prepared = Prepare(*database);
    ASSERT_TRUE(prepared.has_value()) << prepared.error().message;
    EXPECT_EQ(Shell(older.Path()).Run(kObjects), newest) << "from version " << i + 1;
  }
}

TEST_F(SchemaTest, EveryOlderVersionKeepsWhatItHeld) {
  for (std::size_t version = 1; version <= OlderVersions().size(); ++version) {
    SCOPED_TRACE("version " + std::to_string(version));
    const StoreFolder older;
    Shell(older.Path()).Run(OlderVersions()[version - 1]);
    auto database = Database::Open(older.Path());
    ASSERT_TRUE(database.has_value());
    ASSERT_TRUE(Prepare(*database).has_value());
    auto store = SqliteIncidentStore::Make(std::move(*database));
    ASSERT_TRUE(store.has_value()) << store.error().message;
    const auto state = store->Load();
    ASSERT_TRUE(state.has_value()) << state.error().message;
    ASSERT_EQ(Ids(*state), std::vector<std::string>{"open"});
    ExpectSame(state->open_incidents[0], OpenIncidentOf(version));
    EXPECT_EQ(state->events, version >= 2 ? Digests(1, 2) : std::vector<EventDigest>{});
    ASSERT_EQ(state->usual_shares.size(), version >= 3 ? 1U : 0U);
    if (version >= 3) ExpectSame(state->usual_shares[0], {"d360", 3, 0.1, 12});
    const auto answers =
        ReadAnswers(older.Path(), At(1'790'000'000'000'000'000), At(1'790'000'600'000'000'000));
    ASSERT_TRUE(answers.has_value()) << answers.error().message;
    ASSERT_EQ(answers->records.size(), version >= 4 ? 1U : 0U);
    EXPECT_EQ(answers->runs.size(), version >= 4 ? 1U : 0U);
    if (version >= 4) {
      EXPECT_EQ(answers->records[0].facts.signs[0].text, "Internal server error");
    }
    ASSERT_EQ(state->maintenance.size(), version >= 6 ? 1U : 0U);
    ASSERT_EQ(state->cases.size(), version >= 6 ? 1U : 0U);
    if (version >= 6) {
      const MaintenanceForm form = FormOf(state->maintenance[0]);
      EXPECT_EQ(form.accounts, (std::vector<std::string>{"a", "b"}));
      EXPECT_EQ(form.tags, (std::map<std::string, std::string>{{"team", "retail"}}));
      EXPECT_EQ(form.weekdays, (std::vector<std::string>{"saturday", "sunday"}));
      EXPECT_EQ(form.until, "2026-12-24");
      EXPECT_EQ(state->maintenance[0].announced, At(1'790'000'000'123'456'789));
      EXPECT_EQ(state->cases[0].reference, "4711");
      EXPECT_EQ(state->cases[0].answer_due, At(1'790'014'400'123'456'789));
      EXPECT_EQ(state->cases[0].downtime, Duration(600'000'000'001));
    }
    ASSERT_EQ(state->totals.size(), 1U);
    EXPECT_EQ(state->totals[0].account, "berlin-shop");
    EXPECT_EQ(state->totals[0].unavailable, Duration(600'876'543'210));
    EXPECT_EQ(state->totals[0].restarts, 2U);
    EXPECT_EQ(state->totals[0].restart_time, Duration(600'000'000'001));
    EXPECT_EQ(
        Shell(older.Path()).Run("SELECT ended, end_reason FROM incidents WHERE id = 'closed'"),
        "1790000700000000007|recovered\n");
  }
}

TEST_F(SchemaTest, ALaterVersionIsRefusedAndNotTouched) {
  ASSERT_TRUE(OpenAndPrepare().has_value());
  Shell(folder_.Path())
      .Run("PRAGMA user_version = 99; INSERT INTO written_by VALUES (99, '7.5.0')");
  const std::string bytes = ReadBytes(folder_.Path());
  EXPECT_EQ(Refusal(),
            folder_.Path() +
                " was written by a later version of waba_exporter (7.5.0, form 99), and this is " +
                ThisBuild().version + " (form " + std::to_string(OlderVersions().size()) +
                "): start that version again, or set another storage.path");
  EXPECT_EQ(ReadBytes(folder_.Path()), bytes);
}

TEST_F(SchemaTest, AnotherProgramsDatabaseIsRefusedAndNotTouched) {
  for (const char* sql : {"CREATE TABLE bookmarks (url TEXT)", "PRAGMA user_version = 3",
                          "PRAGMA application_id = 252006675"}) {
    const StoreFolder folder;
    Shell(folder.Path()).Run(sql);
    const std::string bytes = ReadBytes(folder.Path());
    auto database = Database::Open(folder.Path());
    ASSERT_TRUE(database.has_value());
    const Status owner = CheckOwner(*database);
    ASSERT_FALSE(owner.has_value()) << sql;
    EXPECT_EQ(owner.error().message,
              folder.Path() + " is the database of another program: set another storage.path");
    EXPECT_EQ(ReadBytes(folder.Path()), bytes) << sql;
  }
}

TEST_F(SchemaTest, AStepThatFailsLeavesNothingBehind) {
  auto database = Database::Open(folder_.Path());
  ASSERT_TRUE(database.has_value());
  // In the way of the last statement of the first version.
  ASSERT_TRUE(database->Execute("CREATE TABLE account_totals (account TEXT)").has_value());
  EXPECT_FALSE(Migrate(*database).has_value());
  EXPECT_EQ(Shell(folder_.Path()).Run("SELECT name FROM sqlite_schema"), "account_totals\n");
  ASSERT_TRUE(database->Execute("DROP TABLE account_totals").has_value());
  const Status migrated = Migrate(*database);
  EXPECT_TRUE(migrated.has_value()) << migrated.error().message;
}

}  // namespace
}  // namespace wa
