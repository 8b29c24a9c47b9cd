#include "store/sqlite_incident_store.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <limits>

#include "store/open_database.h"
#include "store/store_folder.h"

namespace wa {
namespace {

class SqliteIncidentStoreTest : public testing::Test {
 protected:
  void SetUp() override { Reopen(); }

  void Reopen() {
    store_.reset();
    auto database = OpenDatabase(folder_.Path(), At(0));
    ASSERT_TRUE(database.has_value()) << database.error().message;
    auto store = SqliteIncidentStore::Make(std::move(*database));
    ASSERT_TRUE(store.has_value()) << store.error().message;
    store_.emplace(std::move(*store));
  }

  void Write(const StoreBatch& batch) {
    const Status written = store_->Write(batch);
    ASSERT_TRUE(written.has_value()) << written.error().message;
  }
  StoredState Load() { return store_->Load().value(); }

  StoreFolder folder_;
  std::optional<SqliteIncidentStore> store_;
};

TEST_F(SqliteIncidentStoreTest, EveryFieldComesBack) {
  const IncidentRecord full = FullRecord("full");
  IncidentRecord bare = FullRecord("bare");
  bare.earliest_start.reset();
  bare.retry_at.reset();
  bare.start = At(-1);
  bare.last_seen = At(0);
  bare.http_status = 0;
  bare.detail.clear();
  bare.request_id.clear();
  bare.subjects.clear();
  bare.told_until.reset();
  bare.restored.reset();
  bare.happened.reset();
  bare.sightings = std::numeric_limits<std::uint64_t>::max();
  Write({{full, bare}, {}});
  Reopen();
  const StoredState state = Load();
  ASSERT_EQ(Ids(state), (std::vector<std::string>{"bare", "full"}));  // by start
  ExpectSame(state.open_incidents[0], bare);
  ExpectSame(state.open_incidents[1], full);
}

TEST_F(SqliteIncidentStoreTest, TotalsComeBack) {
  Write({{}, {{"rome", Duration(1), 2, Duration(3)}, {"berlin", Duration(4), 5, Duration(6)}}});
  Write({{}, {{"rome", Duration(7), 8, Duration(9)}}});
  Reopen();
  const StoredState state = Load();
  ASSERT_EQ(state.totals.size(), 2U);
  EXPECT_EQ(state.totals[0].account, "berlin");
  EXPECT_EQ(state.totals[1].account, "rome");
  EXPECT_EQ(state.totals[1].unavailable, Duration(7));
  EXPECT_EQ(state.totals[1].restarts, 8U);
  EXPECT_EQ(state.totals[1].restart_time, Duration(9));
}

TEST_F(SqliteIncidentStoreTest, UsualSharesComeBack) {
  StoreBatch batch;
  batch.usual_shares = {{"meta", 23, 0.1, 2}, {"d360", 3, 0.2, 1}, {"d360", 2, 1.0 / 3, 1}};
  Write(batch);
  batch.usual_shares = {{"d360", 3, 0.25, 2}};
  Write(batch);
  Reopen();
  const StoredState state = Load();
  ASSERT_EQ(state.usual_shares.size(), 3U);
  ExpectSame(state.usual_shares[0], {"d360", 2, 1.0 / 3, 1});
  ExpectSame(state.usual_shares[1], {"d360", 3, 0.25, 2});
  ExpectSame(state.usual_shares[2], {"meta", 23, 0.1, 2});
}

TEST_F(SqliteIncidentStoreTest, KnowsWhenAnIncidentWasLastSeen) {
  IncidentRecord open = OpenRecord("open");
  open.last_seen = At(77);
  Write({{open, ClosedRecord("closed")}, {}});
  EXPECT_EQ(store_->LastSeen("open").value(), At(77));
  EXPECT_EQ(store_->LastSeen("closed").value(), ClosedRecord("closed").last_seen);
  EXPECT_EQ(store_->LastSeen("other").value(), std::nullopt);
}

TEST_F(SqliteIncidentStoreTest, TheNewestRecordOfAnIncidentWinsWhole) {
  Write({{FullRecord("a")}, {}});
  IncidentRecord newer;
  newer.id = "a";
  newer.account = "rome";
  newer.start = At(5);
  Write({{newer}, {}});
  const StoredState state = Load();
  ASSERT_EQ(state.open_incidents.size(), 1U);
  ExpectSame(state.open_incidents[0], newer);
}

TEST_F(SqliteIncidentStoreTest, OnlyOpenIncidentsAreLoadedAndClosedOnesAreKept) {
  Write({{OpenRecord("a"), OpenRecord("b"), OpenRecord("c"), OpenRecord("d")}, {}});
  IncidentRecord unobserved = ClosedRecord("c");
  unobserved.end_reason = IncidentEnd::kUnobserved;
  IncidentRecord removed = ClosedRecord("d");
  removed.end_reason = IncidentEnd::kRemoved;
  Write({{ClosedRecord("b"), unobserved, removed}, {}});
  EXPECT_EQ(Ids(Load()), std::vector<std::string>{"a"});
  EXPECT_EQ(Shell(folder_.Path()).Run("SELECT id, ended, end_reason FROM incidents ORDER BY id"),
            "a|NULL|NULL\n"
            "b|1790000700000000007|recovered\n"
            "c|1790000700000000007|unobserved\n"
            "d|1790000700000000007|removed\n");
}

TEST_F(SqliteIncidentStoreTest, EveryReasonOfAnEndIsStored) {
  std::string expected;
  for (const auto& [reason, name] : EnumNames<IncidentEnd>::table) {
    IncidentRecord closed = ClosedRecord(std::string(name));
    closed.end_reason = reason;
    Write({{closed}, {}});
    EXPECT_EQ(Shell(folder_.Path())
                  .Run("SELECT end_reason FROM incidents WHERE id = '" + closed.id + "'"),
              closed.id + "\n");
  }
}

TEST_F(SqliteIncidentStoreTest, OneSubjectComesBackAsOne) {
  IncidentRecord record = OpenRecord("a");
  record.subjects = {"winter"};
  Write({{record}, {}});
  ExpectSame(Load().open_incidents.at(0), record);
}

TEST_F(SqliteIncidentStoreTest, EventsComeBackInTheOrderOfArrival) {
  Write({{}, {}, {Digest(5), Digest(3)}});
  Reopen();
  Write({{OpenRecord("a")}, {}, {Digest(9)}});
  Write({{}, {}, {Digest(1)}});
  Reopen();
  EXPECT_EQ(Load().events, (std::vector<EventDigest>{Digest(5), Digest(3), Digest(9), Digest(1)}));
}

TEST_F(SqliteIncidentStoreTest, OnlyTheNewestEventsAreKept) {
  constexpr std::uint64_t kMost = kRememberedEvents;
  Write({{}, {}, Digests(1, kMost - 1)});
  Write({{}, {}, Digests(kMost, kMost)});
  EXPECT_EQ(Load().events, Digests(1, kMost));
  Write({{}, {}, Digests(kMost + 1, kMost + 3)});
  EXPECT_EQ(Load().events, Digests(4, kMost + 3));
  Reopen();
  Write({{}, {}, Digests(1, kMost + 7)});
  EXPECT_EQ(Load().events, Digests(8, kMost + 7));
}

TEST_F(SqliteIncidentStoreTest, ADamagedDigestIsLikeNoEvent) {
  Write({{}, {}, Digests(1, 2)});
  Shell(folder_.Path()).Run("UPDATE events SET digest = X'07' WHERE number = 1");
  EXPECT_EQ(Load().events, (std::vector<EventDigest>{Digest(7), Digest(2)}));
}

// Fails the n-th write of a row, as `RAISE` tells it to.
void InjectFault(Shell& shell, int n, const std::string& raise) {
  std::string sql = "CREATE TABLE fault (countdown INTEGER); INSERT INTO fault VALUES (" +
                    std::to_string(n) + ");";
  for (const std::string table : {"incidents", "account_totals", "events"}) {
    sql += "CREATE TRIGGER fail_" + table + " BEFORE INSERT ON " + table +
           " BEGIN UPDATE fault SET countdown = countdown - 1; SELECT RAISE(" + raise +
           ", 'injected') FROM fault WHERE countdown = 0; END;";
  }
  shell.Run(sql);
}

void RemoveFault(Shell& shell) {
  shell.Run(
      "DROP TRIGGER fail_incidents; DROP TRIGGER fail_account_totals; DROP TRIGGER fail_events; "
      "DROP TABLE fault");
}

constexpr const char* kAll =
    "SELECT id, sightings, ended FROM incidents UNION ALL "
    "SELECT account, unavailable, restarts FROM account_totals UNION ALL "
    "SELECT 'event ' || number, hex(digest), NULL FROM events ORDER BY 1";

class FaultTest : public SqliteIncidentStoreTest,
                  public testing::WithParamInterface<const char*> {};

TEST_P(FaultTest, WhicheverRowFailsNothingOfTheBatchIsWrittenAndNothingElseLost) {
  Write({{OpenRecord("a"), OpenRecord("b")}, {{"rome", Duration(1)}}, {Digest(1)}});
  const StoreBatch batch{{OpenRecord("a", 2), ClosedRecord("b"), OpenRecord("c")},
                         {{"rome", Duration(2)}, {"berlin", Duration(2)}},
                         {Digest(2)}};
  Shell shell(folder_.Path());
  const std::string before = shell.Run(kAll);
  int failures = 0;
  for (bool failed = true; failed; ++failures) {
    InjectFault(shell, failures + 1, GetParam());
    const Status written = store_->Write(batch);
    failed = !written;
    if (failed) {
      EXPECT_EQ(written.error().message, folder_.Path() + ": injected");
      EXPECT_EQ(shell.Run(kAll), before) << "row " << failures + 1;
    }
    RemoveFault(shell);
    shell.ExpectSound();
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_EQ(failures, 7);  // six rows, and then none
  EXPECT_EQ(shell.Run(kAll),
            "a|2|NULL\nb|41|1790000700000000007\nberlin|2|0\nc|1|NULL\n"
            "event 1|01000000000000000000000000000000|NULL\n"
            "event 2|02000000000000000000000000000000|NULL\nrome|2|0\n");
}

INSTANTIATE_TEST_SUITE_P(Raise, FaultTest, testing::Values("ABORT", "FAIL", "ROLLBACK"));

// Files of this process cannot grow beyond a size: a disk that is full, at an exact byte.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    old_handler_ = std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &old_);
    const rlimit limit{bytes, old_.rlim_max};
    EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, old_handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit old_{};
  void (*old_handler_)(int) = nullptr;
};

TEST_F(SqliteIncidentStoreTest, WhereverTheDiskIsFullTheBatchIsWrittenWholeOrNotAtAll) {
  Write({{OpenRecord("a")}, {}});
  StoreBatch batch;
  for (int i = 0; i < 40; ++i) batch.incidents.push_back(OpenRecord("b" + std::to_string(i)));
  for (IncidentRecord& record : batch.incidents) record.detail.assign(500, 'x');
  Shell shell(folder_.Path());
  int failures = 0;
  for (rlim_t size = std::filesystem::file_size(folder_.Path() + "-wal");; size += 1000) {
    Status written;
    {
      const FileSizeLimit limit(size);
      written = store_->Write(batch);
    }
    shell.ExpectSound();
    if (written) break;
    ++failures;
    EXPECT_TRUE(written.error().message.starts_with(folder_.Path() + ": disk I/O error ("))
        << written.error().message;
    EXPECT_EQ(shell.Run("SELECT id FROM incidents"), "a\n");
    ASSERT_FALSE(HasFailure());
    ASSERT_LT(size, 10'000'000U);
  }
  EXPECT_GE(failures, 20);
  Reopen();
  EXPECT_EQ(Load().open_incidents.size(), 41U);
}

}  // namespace
}  // namespace wa
