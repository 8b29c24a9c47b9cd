#include <gtest/gtest.h>
#include <sqlite3.h>

#include <map>
#include <optional>
#include <utility>

#include "store/open_database.h"
#include "store/sqlite_incident_store.h"
#include "store/store_folder.h"

// What waits for the disk, and what only has to outlive the process.
namespace wa {
namespace {

// SQLite's own way to the files, which counts how often it waits for the disk.
class CountingFiles {
 public:
  CountingFiles() {
    real_ = sqlite3_vfs_find(nullptr);
    counting_ = *real_;
    counting_.zName = "counting";
    counting_.xOpen = Open;
    EXPECT_EQ(sqlite3_vfs_register(&counting_, 1), SQLITE_OK);
  }
  ~CountingFiles() {
    sqlite3_vfs_unregister(&counting_);
    sqlite3_vfs_register(real_, 1);
  }
  CountingFiles(const CountingFiles&) = delete;
  CountingFiles& operator=(const CountingFiles&) = delete;

  static int Take() { return std::exchange(waits_, 0); }

 private:
  struct Methods {
    sqlite3_io_methods counting;
    const sqlite3_io_methods* real;
  };

  static int Open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* out) {
    const int code = real_->xOpen(real_, name, file, flags, out);
    if (code != SQLITE_OK || file->pMethods == nullptr) return code;
    Methods& methods = methods_[file->pMethods];
    methods = {*file->pMethods, file->pMethods};
    methods.counting.xSync = Sync;
    file->pMethods = &methods.counting;
    return code;
  }
  static int Sync(sqlite3_file* file, int flags) {
    ++waits_;
    return reinterpret_cast<const Methods*>(file->pMethods)->real->xSync(file, flags);
  }

  inline static sqlite3_vfs* real_ = nullptr;
  inline static sqlite3_vfs counting_;
  inline static std::map<const sqlite3_io_methods*, Methods> methods_;
  inline static int waits_ = 0;
};

class DurabilityTest : public testing::Test {
 protected:
  void Write(const StoreBatch& batch) {
    const Status written = store_->Write(batch);
    ASSERT_TRUE(written.has_value()) << written.error().message;
  }
  void Open() {
    auto database = OpenDatabase(folder_.Path(), At(0));
    ASSERT_TRUE(database.has_value()) << database.error().message;
    auto store = SqliteIncidentStore::Make(std::move(*database));
    ASSERT_TRUE(store.has_value()) << store.error().message;
    store_.emplace(std::move(*store));
    // The first write into a new log waits once, for its head.
    Write({{}, {}, {Digest(0)}});
    files_.Take();
  }

  const StoreFolder folder_;
  const CountingFiles files_;
  std::optional<SqliteIncidentStore> store_;
};

TEST_F(DurabilityTest, IncidentsAndTotalsWaitForTheDiskAndEventsDoNot) {
  Open();
  Write({{OpenRecord("a")}, {}});
  EXPECT_GE(files_.Take(), 1);
  Write({{}, {}, {Digest(1)}});
  EXPECT_EQ(files_.Take(), 0);
  Write({{}, {{"rome"}}});
  EXPECT_GE(files_.Take(), 1);
  Write({{}, {}, {Digest(2)}});
  EXPECT_EQ(files_.Take(), 0);
  Write({{OpenRecord("a", 2)}, {}, {Digest(3)}});
  EXPECT_GE(files_.Take(), 1);
}

TEST_F(DurabilityTest, WithoutALogEventsWaitToo) {
  Open();
  store_.reset();
  auto database = Database::Open(folder_.Path());
  ASSERT_TRUE(database.has_value());
  // As on a file system that cannot do WAL.
  ASSERT_TRUE(database->Execute("PRAGMA journal_mode = DELETE").has_value());
  auto store = SqliteIncidentStore::Make(std::move(*database));
  ASSERT_TRUE(store.has_value()) << store.error().message;
  store_.emplace(std::move(*store));
  files_.Take();
  Write({{}, {{"rome"}}});
  const int waits_of_totals = files_.Take();
  EXPECT_GE(waits_of_totals, 1);
  Write({{}, {}, {Digest(1)}});
  EXPECT_EQ(files_.Take(), waits_of_totals);
}

}  // namespace
}  // namespace wa
