#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "model/order.h"

namespace wa {

// What people told other threads, on its way to the loop; bounded. Thread-safe.
class OrderInbox {
 public:
  static constexpr std::size_t kMostOrders = 1'000;

  struct Told {
    Order order;
    std::function<void(OrderOutcome)> done;  // called exactly once
    SteadyTime deadline;                     // by which it is durable, or has to be told again
  };

  // False if there is no room: then nothing was done with it.
  bool Post(Told& told) {
    const std::lock_guard lock(mutex_);
    if (orders_.size() >= kMostOrders) return false;
    orders_.push_back(std::move(told));
    return true;
  }
  std::vector<Told> TakeAll() {
    const std::lock_guard lock(mutex_);
    return std::exchange(orders_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<Told> orders_;
};

}  // namespace wa
