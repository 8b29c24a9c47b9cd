#include "store/store_writer.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <optional>
#include <thread>
#include <vector>

#include "base/log.h"
#include "store/running_store.h"
#include "store/store_folder.h"

namespace wa {
namespace {

class StoreWriterTest : public testing::Test {
 protected:
  std::string Refusal(const std::string& path) {
    const auto opened = StoreWriter::Open(path, clock_, nullptr);
    return opened ? "not refused" : opened.error().message;
  }

  StoreFolder folder_;
  const test::FakeClock clock_{};
};

TEST_F(StoreWriterTest, BatchesAreNumberedAndBecomeDurable) {
  RunningStore store(folder_.Path());
  EXPECT_EQ(store->Durable(), 0U);
  EXPECT_EQ(store->Health().last_write, std::nullopt);
  EXPECT_EQ(store->Append({{OpenRecord("a")}, {}}), 1U);
  EXPECT_EQ(store->Append({{OpenRecord("b")}, {{"rome"}}}), 2U);
  store.WaitUntilDurable(2);
  EXPECT_EQ(Shell(folder_.Path()).Run("SELECT id FROM incidents ORDER BY id"), "a\nb\n");
  EXPECT_EQ(store->Append({{ClosedRecord("a")}, {}}), 3U);
  store.WaitUntilDurable(3);
  const StoreHealth health = store->Health();
  EXPECT_EQ(health.queue_length, 0U);
  EXPECT_EQ(health.write_failures, 0U);
  EXPECT_EQ(health.last_write, clock_.System());
}

TEST_F(StoreWriterTest, AnEmptyBatchHasATicketToo) {
  RunningStore store(folder_.Path());
  EXPECT_EQ(store->Append({}), 1U);
  store.WaitUntilDurable(1);
}

TEST_F(StoreWriterTest, WhatWasAppendedIsThereAfterARestart) {
  {
    RunningStore store(folder_.Path());
    for (int i = 0; i < 100; ++i) {
      store->Append({{OpenRecord("id-" + std::to_string(i))}, {{"rome", Duration(i)}}});
    }
    store->Append({{ClosedRecord("id-7")}, {}});
  }
  RunningStore store(folder_.Path());
  const auto state = store->Load();
  ASSERT_TRUE(state.has_value()) << state.error().message;
  EXPECT_EQ(state->open_incidents.size(), 99U);
  ASSERT_EQ(state->totals.size(), 1U);
  EXPECT_EQ(state->totals[0].unavailable, Duration(99));
}

TEST_F(StoreWriterTest, NobodyNeedListen) {
  auto store = StoreWriter::Open(folder_.Path(), clock_, nullptr);
  ASSERT_TRUE(store.has_value()) << store.error().message;
  (*store)->Append({{OpenRecord("a")}, {}});
  store->reset();
  EXPECT_EQ(Shell(folder_.Path()).Run("SELECT id FROM incidents"), "a\n");
}

TEST_F(StoreWriterTest, WhoIsToldMayAsk) {
  std::atomic<std::uint64_t> heard{0};
  std::unique_ptr<StoreWriter> store;
  auto opened = StoreWriter::Open(folder_.Path(), clock_, [&] {
    heard = store->Durable() + store->Health().queue_length;
    heard.notify_all();
  });
  ASSERT_TRUE(opened.has_value()) << opened.error().message;
  store = std::move(*opened);
  store->Append({{OpenRecord("a")}, {}});
  heard.wait(0);
  EXPECT_EQ(heard.load(), 1U);
}

TEST_F(StoreWriterTest, OneWriterPerFile) {
  std::filesystem::create_symlink(folder_.Path(), folder_.Path("link.db"));
  {
    RunningStore store(folder_.Path());
    const std::string refusal = folder_.Path() + " is in use by another exporter, which holds " +
                                folder_.Path() +
                                ".lock: stop that one, or set another storage.path";
    EXPECT_EQ(Refusal(folder_.Path()), refusal);
    EXPECT_EQ(Refusal(folder_.Path("link.db")), refusal);
    store->Append({{OpenRecord("a")}, {}});
    store.WaitUntilDurable(1);
  }
  EXPECT_EQ(Refusal(folder_.Path()), "not refused");
}

TEST_F(StoreWriterTest, PlacesThatCannotHoldAFileAreNamed) {
  const std::string missing = folder_.Path("missing/waba.db");
  EXPECT_EQ(Refusal(missing), "cannot open " + missing +
                                  ".lock: No such file or directory; make the folder " +
                                  folder_.Path("missing") + ", or set another storage.path");
  WriteBytes(folder_.Path("file"), "text");
  const std::string below = folder_.Path("file/waba.db");
  EXPECT_EQ(Refusal(below), "cannot open " + below + ".lock: Not a directory; make the folder " +
                                folder_.Path("file") + ", or set another storage.path");
  EXPECT_EQ(Refusal(folder_.folder().string()), folder_.folder().string() +
                                                    " is a folder: set storage.path to the name "
                                                    "of a file");
  EXPECT_EQ(Refusal("/dev/null"),
            "/dev/null is not a file: set storage.path to the name of a file");
}

// For root every folder is writable: it goes without its rights for a moment.
class OrdinaryUser {
 public:
  OrdinaryUser() : user_(::geteuid()) {
    if (user_ == 0 && ::seteuid(65534) != 0) ADD_FAILURE() << "cannot become another user";
  }
  ~OrdinaryUser() {
    if (user_ == 0 && ::seteuid(0) != 0) std::abort();
  }
  OrdinaryUser(const OrdinaryUser&) = delete;
  OrdinaryUser& operator=(const OrdinaryUser&) = delete;

 private:
  const uid_t user_;
};

TEST_F(StoreWriterTest, AFolderThatIsNotWritableIsNamed) {
  using std::filesystem::perms;
  std::filesystem::permissions(folder_.folder(), perms(0555));
  std::string refusal;
  {
    const OrdinaryUser user;
    refusal = Refusal(folder_.Path());
  }
  std::filesystem::permissions(folder_.folder(), perms(0700));
  EXPECT_EQ(refusal, "cannot open " + folder_.Path() +
                         ".lock: Permission denied; the exporter must be able to write in " +
                         folder_.folder().string() +
                         " (two more files are made beside the database): change its owner, or "
                         "set another storage.path");
}

TEST_F(StoreWriterTest, ALaterVersionIsRefused) {
  { const RunningStore store(folder_.Path()); }
  Shell(folder_.Path()).Run("PRAGMA user_version = 99");
  const std::string refusal = Refusal(folder_.Path());
  EXPECT_NE(refusal.find("later version of waba_exporter"), std::string::npos) << refusal;
}

TEST_F(StoreWriterTest, ADamagedFileIsAnErrorInTheLogAndNoReasonNotToStart) {
  WriteBytes(folder_.Path(), "no database");
  const std::uint64_t errors = LoggedLines(LogLevel::kError);
  RunningStore store(folder_.Path());
  EXPECT_EQ(LoggedLines(LogLevel::kError), errors + 1);
  EXPECT_TRUE(store->Load().value().open_incidents.empty());
  EXPECT_EQ(folder_.Names("waba.db.damaged-").size(), 1U);
  EXPECT_EQ(store->Health().damaged, 1U);
}

TEST_F(StoreWriterTest, WhatIsTooOldGoesWhileItRuns) {
  IncidentRecord old = ClosedRecord("old");
  old.start = old.ended.emplace(clock_.System() - kClosedKept - Duration(1));
  RunningStore store(folder_.Path(), {.look_every = std::chrono::milliseconds(1)});
  store->Append({{old, OpenRecord("open")}, {}});
  store.WaitUntilDurable(1);
  store.WaitUntil(
      [&] { return Shell(folder_.Path()).Run("SELECT id FROM incidents") == "open\n"; });
}

TEST_F(StoreWriterTest, WhatGoesForLackOfRoomIsCounted) {
  RunningStore store(folder_.Path(), {.max_size = 1, .look_every = std::chrono::milliseconds(1)});
  StoreBatch batch;
  batch.answers.records.resize(3);
  store->Append(batch);
  store.WaitUntil([&] { return store->Health().dropped.answers == 3; });
  EXPECT_EQ(store->Health().dropped.incidents, 0U);
  store.WaitUntilDurable(1);
  EXPECT_GT(store->Health().size, 0);
}

TEST_F(StoreWriterTest, AWriteThatFailsIsKeptAndMadeUpFor) {
  RunningStore store(folder_.Path());
  store->Append({{OpenRecord("before")}, {}});
  store.WaitUntilDurable(1);
  const std::uint64_t errors = LoggedLines(LogLevel::kError);
  Shell shell(folder_.Path());
  shell.Run(
      "CREATE TRIGGER fault BEFORE INSERT ON incidents WHEN new.id = 'c' "
      "BEGIN SELECT RAISE(ABORT, 'injected'); END");
  store->Append({{OpenRecord("b"), OpenRecord("c"), OpenRecord("d")}, {{"rome"}}});
  store.WaitUntilFailures(2);
  store->Append({{OpenRecord("e")}, {}});
  EXPECT_EQ(store->Durable(), 1U);
  EXPECT_EQ(store->Health().queue_length, 5U);
  EXPECT_EQ(shell.Run("SELECT id FROM incidents"), "before\n");
  shell.Run("DROP TRIGGER fault");
  store.WaitUntilDurable(3);
  EXPECT_EQ(shell.Run("SELECT id FROM incidents ORDER BY id"), "b\nbefore\nc\nd\ne\n");
  EXPECT_EQ(store->Health().queue_length, 0U);
  EXPECT_EQ(LoggedLines(LogLevel::kError), errors + 1);  // one line, not one per attempt
  shell.ExpectSound();
}

TEST_F(StoreWriterTest, WhileTheDiskIsAwayOnlyTheNewestRecordOfEachThingIsHeld) {
  RunningStore store(folder_.Path());
  Shell shell(folder_.Path());
  shell.Run("BEGIN IMMEDIATE");
  for (std::uint64_t i = 1; i <= 1000; ++i) {
    store->Append({{OpenRecord("a", i), OpenRecord("b", 2 * i)}, {{"rome", Duration(i)}}});
  }
  store.WaitUntilFailures(1);
  EXPECT_LE(store->Health().queue_length, 6U);  // three things, taken by the writer and anew
  EXPECT_EQ(store->Durable(), 0U);
  shell.Run("COMMIT");
  store.WaitUntilDurable(1000);
  EXPECT_EQ(shell.Run("SELECT id, sightings FROM incidents ORDER BY id"), "a|1000\nb|2000\n");
  EXPECT_EQ(shell.Run("SELECT unavailable FROM account_totals"), "1000\n");
}

TEST_F(StoreWriterTest, EventsAreThereAfterARestart) {
  {
    RunningStore store(folder_.Path());
    for (std::uint64_t n = 1; n <= 100; ++n) store->Append({{}, {}, Digests(n, n)});
    store.WaitUntilDurable(100);
    EXPECT_EQ(store->Health().queue_length, 0U);
  }
  RunningStore store(folder_.Path());
  EXPECT_EQ(store->Load().value().events, Digests(1, 100));
}

TEST_F(StoreWriterTest, WhileTheDiskIsAwayEventsAreHeld) {
  {
    RunningStore store(folder_.Path());
    Shell shell(folder_.Path());
    shell.Run("BEGIN IMMEDIATE");
    for (std::uint64_t n = 1; n <= 1000; ++n) store->Append({{}, {}, Digests(n, n)});
    store.WaitUntilFailures(1);
    EXPECT_EQ(store->Health().queue_length, 1000U);
    shell.Run("COMMIT");
    store.WaitUntilDurable(1000);
  }
  RunningStore store(folder_.Path());
  EXPECT_EQ(store->Load().value().events, Digests(1, 1000));
}

TEST_F(StoreWriterTest, WhatCannotBeWrittenAtStopIsSaid) {
  std::optional<RunningStore> store(folder_.Path());
  Shell shell(folder_.Path());
  shell.Run(
      "CREATE TRIGGER fault BEFORE INSERT ON incidents BEGIN SELECT RAISE(ABORT, 'injected'); END");
  (*store)->Append({{OpenRecord("a")}, {}});
  store->WaitUntilFailures(1);
  const std::uint64_t errors = LoggedLines(LogLevel::kError);
  store.reset();
  EXPECT_EQ(LoggedLines(LogLevel::kError), errors + 1);
  EXPECT_EQ(shell.Run("SELECT id FROM incidents"), "");
}

TEST_F(StoreWriterTest, AFailureThatEndsDuringTheStopLosesNothing) {
  std::optional<RunningStore> store(folder_.Path());
  Shell shell(folder_.Path());
  shell.Run("BEGIN IMMEDIATE");
  (*store)->Append({{OpenRecord("a")}, {}});
  store->WaitUntilFailures(1);
  std::thread stop([&] { store.reset(); });
  shell.Run("COMMIT");
  stop.join();
  EXPECT_EQ(shell.Run("SELECT id FROM incidents"), "a\n");
}

TEST_F(StoreWriterTest, ManyThreadsMayAppendAndAsk) {
  constexpr int kThreads = 4;
  constexpr int kEach = 200;
  RunningStore store(folder_.Path());
  std::atomic<bool> done{false};
  std::thread reader([&] {
    IncidentStore::Ticket last = 0;
    while (!done) {
      const IncidentStore::Ticket durable = store->Durable();
      EXPECT_GE(durable, last);
      last = durable;
      EXPECT_LE(store->Health().queue_length, std::size_t{kThreads * kEach});
    }
  });
  std::vector<std::thread> writers;
  for (int t = 0; t < kThreads; ++t) {
    writers.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        store->Append({{OpenRecord(std::to_string(t) + "-" + std::to_string(i))}, {}});
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  store.WaitUntilDurable(kThreads * kEach);
  done = true;
  reader.join();
  EXPECT_EQ(Shell(folder_.Path()).Run("SELECT count(*) FROM incidents"), "800\n");
}

}  // namespace
}  // namespace wa
