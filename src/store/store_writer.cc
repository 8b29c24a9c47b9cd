#include "store/store_writer.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "base/log.h"
#include "store/lock_file.h"
#include "store/merged_batch.h"
#include "store/open_database.h"
#include "store/sqlite_incident_store.h"

namespace wa {
namespace {

// A year and a month: this month can be compared with the same one a year ago, and the file does
// not grow for ever.
constexpr Duration kRetention = std::chrono::hours(24 * 400);

// After a failed write. With the wait for a lock (see sqlite.cc) a stop takes about four seconds at
// most.
constexpr Duration kPause = std::chrono::seconds(1);
constexpr Duration kPauseAtStop = std::chrono::milliseconds(500);
constexpr int kAttemptsAtStop = 3;

}  // namespace

class StoreWriter::Impl {
 public:
  Impl(std::string path, LockFile lock, SqliteIncidentStore store, StoredState loaded,
       const Clock& clock, std::function<void()> on_durable)
      : path_(std::move(path)),
        clock_(clock),
        on_durable_(std::move(on_durable)),
        lock_(std::move(lock)),
        store_(std::move(store)),
        loaded_(std::move(loaded)) {}

  ~Impl() {
    {
      const std::lock_guard guard(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  // Throws std::system_error where there is no room for a thread.
  void Start() {
    thread_ = std::thread([this] { Run(); });
  }

  StoredState TakeLoaded() { return std::exchange(loaded_, {}); }

  Ticket Append(StoreBatch batch) {
    Ticket ticket = 0;
    {
      const std::lock_guard guard(mutex_);
      queue_.Add(std::move(batch));
      ticket = ++appended_;
    }
    changed_.notify_all();
    return ticket;
  }

  Ticket Durable() const { return durable_.load(); }

  StoreHealth Health() const {
    const std::lock_guard guard(mutex_);
    return {.write_failures = write_failures_,
            .queue_length = queue_.size() + writing_.size(),
            .last_write = last_write_};
  }

 private:
  void Run() {
    while (const std::optional<Ticket> last = TakeQueued()) {
      const Status written = store_.Write(writing_.batch());
      if (written) {
        Succeeded(*last);
      } else {
        Failed(written.error());
        if (!PauseBeforeRetry()) break;
      }
    }
    const std::size_t lost = Health().queue_length;
    if (lost == 0) return;
    Log(LogLevel::kError, "stopping with incidents that could not be written",
        {{"path", path_}, {"records", std::to_string(lost)}});
  }

  // Waits for something to write, and adds it to what could not be written before. The last ticket
  // of it, or nothing when it is time to stop and all is written.
  std::optional<Ticket> TakeQueued() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopping_ || appended_ > durable_; });
    if (appended_ == durable_) return std::nullopt;
    writing_.Add(std::exchange(queue_, {}));
    return appended_;
  }

  void Succeeded(Ticket last) {
    {
      const std::lock_guard guard(mutex_);
      durable_ = last;
      last_write_ = clock_.System();
      writing_ = {};
    }
    if (failed_in_a_row_ > 0) {
      Log(LogLevel::kInfo, "incidents are written again",
          {{"path", path_}, {"failed_attempts", std::to_string(failed_in_a_row_)}});
    }
    failed_in_a_row_ = 0;
    if (on_durable_) on_durable_();
  }

  // A line per outage, not per attempt.
  void Failed(const Error& error) {
    if (failed_in_a_row_++ == 0) {
      Log(LogLevel::kError, "cannot write incidents; they are kept in memory until it works again",
          {{"path", path_}, {"error", error.message}});
    }
    const std::lock_guard guard(mutex_);
    ++write_failures_;
  }

  // False when it is time to give up.
  bool PauseBeforeRetry() {
    std::unique_lock lock(mutex_);
    if (!stopping_) {
      changed_.wait_for(lock, kPause, [this] { return stopping_; });
      return true;
    }
    lock.unlock();
    if (++attempts_at_stop_ == kAttemptsAtStop) return false;
    std::this_thread::sleep_for(kPauseAtStop);
    return true;
  }

  // Constant after construction.
  const std::string path_;
  const Clock& clock_;
  const std::function<void()> on_durable_;

  // The writer's thread alone. The lock is let go of after the database is closed.
  LockFile lock_;
  SqliteIncidentStore store_;
  std::uint64_t failed_in_a_row_ = 0;
  int attempts_at_stop_ = 0;

  StoredState loaded_;  // the owner's thread alone

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_; the writer's thread reads `writing_` without it, because nobody else changes
  // it.
  MergedBatch queue_;
  MergedBatch writing_;  // taken from the queue, not on the disk yet
  Ticket appended_ = 0;
  std::uint64_t write_failures_ = 0;
  std::optional<SystemTime> last_write_;
  bool stopping_ = false;

  std::atomic<Ticket> durable_{0};  // set under mutex_
  std::thread thread_;
};

namespace {

Result<SqliteIncidentStore> OpenStore(const std::string& path, SystemTime now) {
  auto database = OpenDatabase(path, now);
  if (!database) return tl::unexpected(database.error());
  auto store = SqliteIncidentStore::Make(std::move(*database));
  if (!store) return store;
  if (const Status deleted = store->DeleteEndedBefore(now - kRetention); !deleted) {
    Log(LogLevel::kWarning, "cannot delete old incidents",
        {{"path", path}, {"error", deleted.error().message}});
  }
  return store;
}

}  // namespace

Result<std::unique_ptr<StoreWriter>> StoreWriter::Open(const std::string& path, const Clock& clock,
                                                       std::function<void()> on_durable) {
  const std::string real = RealPath(path);
  if (const Status place = CheckPlace(real); !place) return tl::unexpected(place.error());
  auto lock = LockFile::Take(real);
  if (!lock) return tl::unexpected(lock.error());
  auto store = OpenStore(real, clock.System());
  if (!store) return tl::unexpected(store.error());
  auto loaded = store->Load();
  if (!loaded) return tl::unexpected(loaded.error());
  auto impl = std::make_unique<Impl>(real, std::move(*lock), std::move(*store), std::move(*loaded),
                                     clock, std::move(on_durable));
  try {
    impl->Start();
  } catch (const std::system_error& error) {
    return Fail(ErrorCode::kInternal, std::string("cannot start a thread: ") + error.what());
  }
  return std::unique_ptr<StoreWriter>(new StoreWriter(std::move(impl)));
}

StoreWriter::StoreWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
StoreWriter::~StoreWriter() = default;

Result<StoredState> StoreWriter::Load() { return impl_->TakeLoaded(); }
StoreWriter::Ticket StoreWriter::Append(StoreBatch batch) {
  return impl_->Append(std::move(batch));
}
StoreWriter::Ticket StoreWriter::Durable() const { return impl_->Durable(); }
StoreHealth StoreWriter::Health() const { return impl_->Health(); }

}  // namespace wa
