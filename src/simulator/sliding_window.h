#pragma once

#include <cstddef>
#include <vector>

#include "base/clock.h"

namespace wa::simulator {

// Moments in order, of which the oldest are dropped.
class SlidingWindow {
 public:
  void Add(Duration at) { times_.push_back(at); }
  void DropUntil(Duration oldest);  // those at `oldest` and before
  std::size_t size() const { return times_.size() - first_; }
  Duration front() const { return times_[first_]; }  // REQUIRES: size() > 0

 private:
  std::vector<Duration> times_;
  std::size_t first_ = 0;
};

}  // namespace wa::simulator
