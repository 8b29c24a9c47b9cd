#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>

#include "base/clock.h"
#include "simulator/sliding_window.h"

namespace wa::simulator {

// How many, when, and how close together: what proves that a client keeps to a pace. Times are
// since the start, on the steady clock.
class Tally {
 public:
  // Seconds whose arrivals are told one by one: the last day.
  static constexpr std::size_t kKeptSeconds = 86'400;

  void Add(Duration at, bool beyond_limit);

  std::uint64_t total() const { return total_; }
  std::uint64_t beyond_limit() const { return beyond_limit_; }
  std::size_t most_per_second() const { return most_per_second_; }  // in any second, not aligned
  Duration first() const { return first_; }
  Duration last() const { return last_; }
  // Arrivals in each whole second since the start; the first is first_second().
  const std::deque<std::uint32_t>& per_second() const { return per_second_; }
  std::int64_t first_second() const { return first_second_; }

 private:
  std::uint64_t total_ = 0;
  std::uint64_t beyond_limit_ = 0;
  std::size_t most_per_second_ = 0;
  Duration first_{0};
  Duration last_{0};
  SlidingWindow second_;
  std::deque<std::uint32_t> per_second_;
  std::int64_t first_second_ = 0;
};

// What was asked with one key.
struct KeyTally {
  std::string account;  // whose key it is or was; empty: nobody's
  std::uint64_t total = 0;
  Duration first{0};
  Duration last{0};
  Duration shortest_gap{Duration::max()};  // between two requests; max: there was one only
  std::map<std::string, std::uint64_t> by_answer;
};

}  // namespace wa::simulator
