#include "store/store_writer.h"

#include <atomic>
#include <chrono>
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

// After a failed write. With the wait for a lock (see sqlite.cc) a stop takes about four seconds at
// most.
constexpr Duration kPause = std::chrono::seconds(1);
constexpr Duration kPauseAtStop = std::chrono::milliseconds(500);
constexpr int kAttemptsAtStop = 3;

}  // namespace

class StoreWriter::Impl {
 public:
  Impl(std::string path, LockFile lock, SqliteIncidentStore store, StoredState loaded,
       const Clock& clock, std::function<void()> on_durable, std::chrono::milliseconds look_every)
      : path_(std::move(path)),
        clock_(clock),
        on_durable_(std::move(on_durable)),
        look_every_(look_every),
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
            .last_write = last_write_,
            .size = size_,
            .dropped = dropped_,
            .damaged = damaged_};
  }

 private:
  void Run() {
    while (WaitForWork()) {
      if (const std::optional<Ticket> last = TakeQueued()) {
        if (!Write(*last)) break;
      } else {
        Tidy();
      }
    }
    const std::size_t lost = Health().queue_length;
    if (lost == 0) return;
    Log(LogLevel::kError, "stopping with incidents that could not be written",
        {{"path", path_}, {"records", std::to_string(lost)}});
  }

  // Until there is something to write, or time to tidy up. False: it is time to stop, and all is
  // written.
  bool WaitForWork() {
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, tidy_at_, [this] { return stopping_ || appended_ > durable_; });
    return !stopping_ || appended_ > durable_;
  }

  // Adds what is queued to what could not be written before. The last ticket of it, or nothing.
  std::optional<Ticket> TakeQueued() {
    const std::lock_guard guard(mutex_);
    if (appended_ == durable_) return std::nullopt;
    writing_.Add(std::exchange(queue_, {}));
    return appended_;
  }

  // False when it is time to give up.
  bool Write(Ticket last) {
    const Status written = store_.Write(writing_.batch());
    if (!written) {
      Failed(written.error());
      return PauseBeforeRetry();
    }
    Succeeded(last);
    return true;
  }

  // One piece at a time: what is appended meanwhile comes first.
  void Tidy() {
    const auto more = store_.Tidy(clock_.System());
    if (!more) {
      Log(LogLevel::kWarning, "the database cannot be tidied up; it is tried again",
          {{"path", path_}, {"error", more.error().message}});
    }
    if (!more || !*more) tidy_at_ = std::chrono::steady_clock::now() + look_every_;
    const std::size_t damaged = CountDamaged(path_);
    const std::lock_guard guard(mutex_);
    damaged_ = damaged;
    size_ = store_.housekeeper().size();
    dropped_ = store_.housekeeper().dropped();
  }

  void Succeeded(Ticket last) {
    MergedBatch written;  // a large one takes a while to go, in which nobody may wait for the lock
    {
      const std::lock_guard guard(mutex_);
      durable_ = last;
      last_write_ = clock_.System();
      std::swap(writing_, written);
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
  const std::chrono::milliseconds look_every_;

  // The writer's thread alone. The lock is let go of after the database is closed.
  LockFile lock_;
  SqliteIncidentStore store_;
  std::chrono::steady_clock::time_point tidy_at_;  // the first time at once
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
  std::int64_t size_ = store_.housekeeper().size();
  Dropped dropped_;
  std::size_t damaged_ = CountDamaged(path_);
  bool stopping_ = false;

  std::atomic<Ticket> durable_{0};  // set under mutex_
  std::thread thread_;
};

namespace {

Result<SqliteIncidentStore> OpenStore(const std::string& path, SystemTime now,
                                      std::int64_t max_size) {
  auto database = OpenDatabase(path, now);
  if (!database) return tl::unexpected(database.error());
  auto store = SqliteIncidentStore::Make(std::move(*database), max_size);
  if (!store) return store;
  if (const Status deleted = store->ForgetDesk(now); !deleted) {
    Log(LogLevel::kWarning, "cannot delete old maintenance and cases",
        {{"path", path}, {"error", deleted.error().message}});
  }
  return store;
}

}  // namespace

Result<std::unique_ptr<StoreWriter>> StoreWriter::Open(const std::string& path, const Clock& clock,
                                                       std::function<void()> on_durable,
                                                       StoreBounds bounds) {
  const std::string real = RealPath(path);
  if (const Status place = CheckPlace(real); !place) return tl::unexpected(place.error());
  auto lock = LockFile::Take(real);
  if (!lock) return tl::unexpected(lock.error());
  auto store = OpenStore(real, clock.System(), bounds.max_size);
  if (!store) return tl::unexpected(store.error());
  auto loaded = store->Load();
  if (!loaded) return tl::unexpected(loaded.error());
  auto impl = std::make_unique<Impl>(real, std::move(*lock), std::move(*store), std::move(*loaded),
                                     clock, std::move(on_durable), bounds.look_every);
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
