#include "store/state_transfer.h"

#include <utility>

#include "store/lock_file.h"
#include "store/merge_state.h"
#include "store/open_database.h"
#include "store/sqlite_incident_store.h"

namespace wa {
namespace {

Result<LastSeen> LastSeenOf(const StoredState& added, SqliteIncidentStore& store) {
  LastSeen last_seen;
  for (const IncidentRecord& record : added.open_incidents) {
    const auto seen = store.LastSeen(record.id);
    if (!seen) return tl::unexpected(seen.error());
    if (*seen) last_seen.emplace(record.id, **seen);
  }
  return last_seen;
}

}  // namespace

Result<StoredState> ReadState(const std::string& path) {
  auto database = OpenToRead(RealPath(path));
  if (!database) return tl::unexpected(database.error());
  auto store = SqliteIncidentStore::Make(std::move(*database));
  if (!store) return tl::unexpected(store.error());
  auto state = store->Load();
  if (state) state->events.clear();
  return state;
}

Result<StoreBatch> AddState(const std::string& path, const StoredState& added, SystemTime now) {
  const std::string real = RealPath(path);
  if (const Status place = CheckPlace(real); !place) return tl::unexpected(place.error());
  const auto lock = LockFile::Take(real);
  if (!lock) return tl::unexpected(lock.error());
  auto database = OpenDatabase(real, now);
  if (!database) return tl::unexpected(database.error());
  auto store = SqliteIncidentStore::Make(std::move(*database));
  if (!store) return tl::unexpected(store.error());
  const auto stored = store->Load();
  if (!stored) return tl::unexpected(stored.error());
  const auto last_seen = LastSeenOf(added, *store);
  if (!last_seen) return tl::unexpected(last_seen.error());
  StoreBatch batch = MergeState(*stored, *last_seen, added);
  if (const Status written = store->Write(batch); !written) return tl::unexpected(written.error());
  return batch;
}

}  // namespace wa
