#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "model/probe.h"

namespace wa {

// Wishes of other threads to the loop. Thread-safe.
class PollInbox {
 public:
  struct Wish {
    std::string account;
    std::function<void(ProbeAnswer)> done;  // called exactly once, on the loop's thread
    SteadyTime deadline;  // when it was wished; the poller adds how long it may wait
  };

  void Post(Wish wish) {
    const std::lock_guard lock(mutex_);
    wishes_.push_back(std::move(wish));
  }
  std::vector<Wish> TakeAll() {
    const std::lock_guard lock(mutex_);
    return std::exchange(wishes_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<Wish> wishes_;
};

}  // namespace wa
