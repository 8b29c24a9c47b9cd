#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "incident/incident_store.h"
#include "store/housekeeper.h"

namespace wa {

// How the store is doing, for metrics.
struct StoreHealth {
  std::uint64_t write_failures = 0;      // attempts that failed; each is tried again
  std::size_t queue_length = 0;          // records that are not on the disk yet
  std::optional<SystemTime> last_write;  // end of the last write that succeeded in this process
  std::int64_t size = 0;                 // of the file in bytes, without what is on its way to it
  Dropped dropped;                       // since it was larger than it may be
  std::size_t damaged = 0;               // databases that were moved aside and still lie beside it
};

// How large the database may become (bytes), and how often that is looked at.
struct StoreBounds {
  std::int64_t max_size = kMaxSize;
  std::chrono::milliseconds look_every = std::chrono::minutes(1);
};

// The incidents and events in an SQLite file (WAL), written by a thread of its own, so that
// the loop never waits for the disk. A write that fails stays queued, is counted, and is tried
// again until it succeeds.
class StoreWriter final : public IncidentStore {
 public:
  // Opens or makes the database, brings its form up to date, and starts the thread, which also
  // keeps the file small (store/housekeeper.h). A file that is no database or is damaged is kept
  // under another name (logged), and an empty one is made: what it held is worth less than knowing
  // what is wrong now. The error says what to do: folder missing or read-only, another process
  // writes to the file (who only reads it is welcome), written by a later version or by another
  // program. `on_durable` (may be empty) is called on the writer's thread after batches became
  // durable, for the last time while this is destroyed. REQUIRES: `clock` outlives this.
  static Result<std::unique_ptr<StoreWriter>> Open(const std::string& path, const Clock& clock,
                                                   std::function<void()> on_durable,
                                                   StoreBounds bounds = {});

  // Writes what is queued. Tries for a few seconds at most if that fails, and logs what is lost.
  ~StoreWriter() override;
  StoreWriter(const StoreWriter&) = delete;
  StoreWriter& operator=(const StoreWriter&) = delete;

  // What the file held when it was opened.
  Result<StoredState> Load() override;
  Ticket Append(StoreBatch batch) override;  // thread-safe
  Ticket Durable() const override;

  StoreHealth Health() const;  // thread-safe

 private:
  class Impl;
  explicit StoreWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace wa
