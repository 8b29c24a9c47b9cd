#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "store/store_writer.h"
#include "support/fake_clock.h"

namespace wa {

// Far beyond what anything takes; reached only by a test that fails.
constexpr auto kFarTooLong = std::chrono::seconds(60);

// A StoreWriter with somebody who waits for it.
class RunningStore {
 public:
  explicit RunningStore(const std::string& path, StoreBounds bounds = {}) {
    auto opened = StoreWriter::Open(
        path, clock_, [this] { Told(); }, bounds);
    if (opened) {
      writer_ = std::move(*opened);
    } else {
      ADD_FAILURE() << opened.error().message;
    }
  }
  ~RunningStore() { Stop(); }
  RunningStore(const RunningStore&) = delete;
  RunningStore& operator=(const RunningStore&) = delete;

  void Stop() { writer_.reset(); }

  StoreWriter* operator->() { return writer_.get(); }

  void WaitUntilDurable(IncidentStore::Ticket ticket) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(told_.wait_for(lock, kFarTooLong, [&] { return writer_->Durable() >= ticket; }));
  }

  void WaitUntilFailures(std::uint64_t count) {
    WaitUntil([&] { return writer_->Health().write_failures >= count; });
  }

  // For what nobody is told of.
  template <typename Condition>
  void WaitUntil(Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + kFarTooLong;
    while (!condition()) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline);
      std::this_thread::yield();
    }
  }

 private:
  void Told() {
    { const std::lock_guard guard(mutex_); }  // not between a look at Durable() and the wait
    told_.notify_all();
  }

  test::FakeClock clock_;
  std::mutex mutex_;
  std::condition_variable told_;
  std::unique_ptr<StoreWriter> writer_;
};

}  // namespace wa
