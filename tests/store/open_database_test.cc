#include "store/open_database.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <random>

#include "store/sqlite_incident_store.h"
#include "store/store_folder.h"

namespace wa {
namespace {

const SystemTime kNow = At(1'790'000'000'000'000'000);  // 2026-09-21T14:13:20Z
constexpr const char* kAside = "waba.db.damaged-20260921T141320Z";
constexpr std::size_t kPage = 4096;

std::string RandomBytes(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

class OpenDatabaseTest : public testing::Test {
 protected:
  Result<SqliteIncidentStore> Open() {
    auto database = OpenDatabase(folder_.Path(), kNow);
    if (!database) return tl::unexpected(database.error());
    return SqliteIncidentStore::Make(std::move(*database));
  }

  // A database of a good many pages; its bytes.
  std::string Fill() {
    StoreBatch batch;
    for (int i = 0; i < 60; ++i) batch.incidents.push_back(OpenRecord("id-" + std::to_string(i)));
    for (IncidentRecord& record : batch.incidents) record.detail.assign(300, 'd');
    auto store = Open();
    EXPECT_TRUE(store && store->Write(batch));
    store = Fail(ErrorCode::kInternal, "closed");
    return ReadBytes(folder_.Path());
  }

  // That the damaged bytes are kept under the other name, and that the database works again.
  void ExpectReplaced(const std::string& damaged) {
    auto store = Open();
    ASSERT_TRUE(store.has_value()) << store.error().message;
    EXPECT_EQ(ReadBytes(folder_.Path(kAside)), damaged);
    EXPECT_TRUE(store->Load().value().open_incidents.empty());
    EXPECT_TRUE(store->Write({{OpenRecord("new")}, {}}).has_value());
    EXPECT_EQ(Ids(store->Load().value()), std::vector<std::string>{"new"});
  }

  StoreFolder folder_;
};

TEST_F(OpenDatabaseTest, CommitsAreOnTheDiskAndReadersAreNotKeptOut) {
  auto database = OpenDatabase(folder_.Path(), kNow);
  ASSERT_TRUE(database.has_value()) << database.error().message;
  EXPECT_EQ(database->ReadInteger("PRAGMA synchronous").value(), 2);  // FULL
  EXPECT_EQ(database->ReadInteger("PRAGMA journal_size_limit").value(), 8 << 20);
  Shell shell(folder_.Path());
  EXPECT_EQ(shell.Run("PRAGMA journal_mode"), "wal\n");
  const auto transaction = Transaction::Begin(*database);
  ASSERT_TRUE(transaction.has_value());
  EXPECT_EQ(shell.Run("SELECT count(*) FROM incidents"), "0\n");
}

TEST_F(OpenDatabaseTest, WhatAnEarlierVersionMadeIsWrittenAnewOnceSoThatItCanShrink) {
  Fill();
  Shell(folder_.Path()).Run("PRAGMA auto_vacuum = NONE; VACUUM");
  ASSERT_EQ(Shell(folder_.Path()).Run("PRAGMA auto_vacuum"), "0\n");
  auto store = Open();
  ASSERT_TRUE(store.has_value()) << store.error().message;
  EXPECT_EQ(store->Load().value().open_incidents.size(), 60U);
  EXPECT_EQ(Shell(folder_.Path()).Run("PRAGMA auto_vacuum"), "2\n");
}

TEST_F(OpenDatabaseTest, NobodyElseMayReadTheFiles) {
  const mode_t old_mask = ::umask(0);
  auto store = Open();
  ::umask(old_mask);
  ASSERT_TRUE(store && store->Write({{OpenRecord("a")}, {}}));
  const std::vector<std::string> names = folder_.Names("waba.db");
  EXPECT_EQ(names.size(), 3U);  // with -wal and -shm
  for (const std::string& name : names) {
    struct stat info {};
    ASSERT_EQ(::stat(folder_.Path(name).c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600U) << name;
  }
}

TEST_F(OpenDatabaseTest, AFileThatIsNoDatabaseIsKeptAside) {
  for (const std::string& text : {std::string("[server]\nlisten = []\n"), std::string(5000, 'x')}) {
    std::filesystem::remove(folder_.Path(kAside));
    WriteBytes(folder_.Path(), text);
    ExpectReplaced(text);
  }
}

TEST_F(OpenDatabaseTest, WhicheverPageIsDamagedTheFileIsKeptAside) {
  const std::string sound = Fill();
  ASSERT_GE(sound.size() / kPage, 10U);
  for (std::size_t page = 0; page * kPage < sound.size(); ++page) {
    SCOPED_TRACE("page " + std::to_string(page + 1));
    std::filesystem::remove(folder_.Path(kAside));
    std::string damaged = sound;
    damaged.replace(page * kPage, kPage, RandomBytes(kPage, static_cast<unsigned>(page)));
    WriteBytes(folder_.Path(), damaged);
    ExpectReplaced(damaged);
  }
}

TEST_F(OpenDatabaseTest, WhatIsKeptAsideIsCountedUntilSomebodyTakesItAway) {
  EXPECT_EQ(CountDamaged(folder_.Path()), 0U);
  for (std::size_t times = 1; times <= 3; ++times) {
    WriteBytes(folder_.Path(), std::string(5000, 'x'));
    WriteBytes(folder_.Path("waba.db-wal"), "the rest of it");
    ASSERT_TRUE(OpenDatabase(folder_.Path(), kNow));
    EXPECT_EQ(CountDamaged(folder_.Path()), times);
  }
  std::filesystem::remove(folder_.Path(kAside));
  EXPECT_EQ(CountDamaged(folder_.Path()), 2U);
}

TEST_F(OpenDatabaseTest, ADamagedSchemaIsKeptAside) {
  std::string damaged = Fill();
  damaged.replace(100, kPage - 100, RandomBytes(kPage - 100, 1));
  WriteBytes(folder_.Path(), damaged);
  ExpectReplaced(damaged);
}

TEST_F(OpenDatabaseTest, AFileThatIsCutOffIsKeptAside) {
  const std::string damaged = Fill().substr(0, 3 * kPage);
  WriteBytes(folder_.Path(), damaged);
  ExpectReplaced(damaged);
}

TEST_F(OpenDatabaseTest, TheLogOfADamagedFileIsKeptWithIt) {
  WriteBytes(folder_.Path(),
             "no database, although long enough to be taken for the beginning of one.");
  WriteBytes(folder_.Path("waba.db-wal"), "log");
  ASSERT_TRUE(Open().has_value());
  EXPECT_EQ(ReadBytes(folder_.Path(std::string(kAside) + "-wal")), "log");
}

TEST_F(OpenDatabaseTest, WhatWasKeptAsideIsNotOverwritten) {
  for (const char* text : {"first", "second", "third"}) {
    WriteBytes(folder_.Path(), text);
    ASSERT_TRUE(Open().has_value());
  }
  EXPECT_EQ(ReadBytes(folder_.Path(kAside)), "first");
  EXPECT_EQ(ReadBytes(folder_.Path(std::string(kAside) + "-2")), "second");
  EXPECT_EQ(ReadBytes(folder_.Path(std::string(kAside) + "-3")), "third");
}

TEST_F(OpenDatabaseTest, WhatIsNotOursIsRefusedAndNotMoved) {
  Shell(folder_.Path()).Run("CREATE TABLE bookmarks (url TEXT)");
  const std::string bytes = ReadBytes(folder_.Path());
  EXPECT_FALSE(Open().has_value());
  EXPECT_EQ(ReadBytes(folder_.Path()), bytes);
  EXPECT_EQ(folder_.Names("waba.db.damaged"), std::vector<std::string>{});
}

TEST_F(OpenDatabaseTest, ALaterVersionIsNotMovedEvenWhenItIsDamaged) {
  Fill();
  Shell(folder_.Path()).Run("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)");
  std::string damaged = ReadBytes(folder_.Path());
  damaged.replace(damaged.size() - kPage, kPage, RandomBytes(kPage, 1));
  WriteBytes(folder_.Path(), damaged);
  const auto store = Open();
  ASSERT_FALSE(store.has_value());
  EXPECT_NE(store.error().message.find("form 99"), std::string::npos) << store.error().message;
  EXPECT_EQ(folder_.Names("waba.db.damaged"), std::vector<std::string>{});
}

TEST_F(OpenDatabaseTest, AnEmptyFileIsANewDatabase) {
  WriteBytes(folder_.Path(), "");
  EXPECT_TRUE(Open().has_value());
  EXPECT_EQ(folder_.Names("waba.db.damaged"), std::vector<std::string>{});
}

TEST_F(OpenDatabaseTest, AllNamesOfAFileHaveOneRealPath) {
  std::filesystem::create_directory(folder_.Path("data"));
  std::filesystem::create_directory_symlink(folder_.Path("data"), folder_.Path("link"));
  EXPECT_EQ(RealPath(folder_.Path("link/waba.db")), folder_.Path("data/waba.db"));
  EXPECT_EQ(RealPath(folder_.Path("data/../data/waba.db")), folder_.Path("data/waba.db"));
  EXPECT_EQ(RealPath("waba.db"), (std::filesystem::current_path() / "waba.db").string());
}

}  // namespace
}  // namespace wa
