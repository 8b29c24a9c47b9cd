#pragma once

#include <mutex>
#include <optional>
#include <utility>

namespace wa {

// The newest value that another thread left; one that was not fetched in time is replaced.
// Thread-safe.
template <typename T>
class Mailbox {
 public:
  void Put(T value) {
    const std::lock_guard lock(mutex_);
    value_ = std::move(value);
  }
  std::optional<T> Take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(value_, std::nullopt);
  }

 private:
  std::mutex mutex_;
  std::optional<T> value_;
};

}  // namespace wa
