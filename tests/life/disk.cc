#include <optional>
#include <stdexcept>
#include <utility>

#include "life/crash_store.h"
#include "store/open_database.h"
#include "store/sqlite_incident_store.h"
#include "support/memory_incident_store.h"

namespace wa::life {
namespace {

class MemoryDisk final : public Disk {
 public:
  Result<StoredState> Load() override { return store_.Load(); }
  Status Write(const StoreBatch& batch) override {
    store_.Append(batch);
    return {};
  }

 private:
  test::MemoryIncidentStore store_;
};

class SqliteDisk final : public Disk {
 public:
  explicit SqliteDisk(std::string folder) : path_(std::move(folder) + "/life.db") {}

  Result<StoredState> Load() override {
    store_.reset();
    auto database = OpenDatabase(path_, SystemTime());
    if (!database) return tl::unexpected(database.error());
    auto store = SqliteIncidentStore::Make(std::move(*database));
    if (!store) return tl::unexpected(store.error());
    store_.emplace(std::move(*store));
    return store_->Load();
  }
  Status Write(const StoreBatch& batch) override { return store_->Write(batch); }

 private:
  const std::string path_;
  std::optional<SqliteIncidentStore> store_;
};

}  // namespace

std::unique_ptr<Disk> MakeMemoryDisk() { return std::make_unique<MemoryDisk>(); }
std::unique_ptr<Disk> MakeSqliteDisk(const std::string& folder) {
  return std::make_unique<SqliteDisk>(folder);
}

}  // namespace wa::life
