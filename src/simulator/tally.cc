#include "simulator/tally.h"

#include <algorithm>
#include <chrono>

namespace wa::simulator {

void Tally::Add(Duration at, bool beyond_limit) {
  if (total_++ == 0) first_ = at;
  last_ = at;
  beyond_limit_ += beyond_limit ? 1 : 0;
  second_.DropUntil(at - std::chrono::seconds(1));
  second_.Add(at);
  most_per_second_ = std::max(most_per_second_, second_.size());
  const std::int64_t second = std::chrono::floor<std::chrono::seconds>(at).count();
  if (per_second_.empty()) first_second_ = second;
  while (first_second_ + static_cast<std::int64_t>(per_second_.size()) <= second) {
    per_second_.push_back(0);
  }
  ++per_second_[static_cast<std::size_t>(second - first_second_)];
  while (per_second_.size() > kKeptSeconds) {
    per_second_.pop_front();
    ++first_second_;
  }
}

}  // namespace wa::simulator
