#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "model/event.h"

namespace wa {

// What the web hands over at once: it is answered whole.
struct Delivery {
  std::vector<Told> told;
  std::function<void(Delivered)> done;  // called exactly once, on the loop's thread
  SteadyTime deadline;                  // by which it is durable, or has to be sent again
};

// Deliveries of other threads to the loop, bounded in events. Thread-safe.
class EventInbox {
 public:
  static constexpr std::size_t kMostEvents = 10'000;

  // What was delivered since the last time, in order, and the answers of what found no room.
  struct Content {
    std::vector<Delivery> deliveries;
    std::vector<std::function<void(Delivered)>> refused;
  };

  void Post(Delivery delivery) {
    const std::lock_guard lock(mutex_);
    // A delivery may be larger than the whole inbox: an empty one takes it.
    if (events_ > 0 && events_ + delivery.told.size() > kMostEvents) {
      content_.refused.push_back(std::move(delivery.done));
      return;
    }
    events_ += delivery.told.size();
    content_.deliveries.push_back(std::move(delivery));
  }

  Content TakeAll() {
    const std::lock_guard lock(mutex_);
    events_ = 0;
    return std::exchange(content_, {});
  }

 private:
  std::mutex mutex_;
  Content content_;
  std::size_t events_ = 0;
};

}  // namespace wa
