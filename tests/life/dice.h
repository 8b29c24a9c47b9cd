#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/stable_hash.h"

namespace wa::life {

// Chance that is the same on every machine.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(Mix(seed)) {}
  // What falls for one thing at one moment, whatever else is rolled: a life that loses some of its
  // events has the same luck with the others.
  Dice(std::uint64_t seed, std::string_view what, SteadyTime when)
      : Dice(seed ^ StableHash(what) ^
             Mix(static_cast<std::uint64_t>(when.time_since_epoch().count()))) {}

  double Share() { return static_cast<double>(Next() >> 11) * 0x1.0p-53; }  // [0, 1)
  bool Happens(double probability) { return Share() < probability; }
  // Both ends included.
  std::int64_t Between(std::int64_t from, std::int64_t to) {
    return from + static_cast<std::int64_t>(Share() * static_cast<double>(to - from + 1));
  }
  // In whole seconds.
  Duration Between(Duration from, Duration to) {
    const auto seconds = [](Duration time) {
      return std::chrono::duration_cast<std::chrono::seconds>(time).count();
    };
    return std::chrono::seconds(Between(seconds(from), seconds(to)));
  }
  template <typename T>
  const T& Pick(const std::vector<T>& all) {
    return all[static_cast<std::size_t>(Between(0, static_cast<std::int64_t>(all.size()) - 1))];
  }

 private:
  std::uint64_t Next() {
    state_ += 0x9e3779b97f4a7c15;
    return Mix(state_);
  }

  std::uint64_t state_;
};

}  // namespace wa::life
