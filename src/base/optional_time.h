#pragma once

#include <optional>

#include "base/clock.h"

namespace wa {

// A moment or a duration, or nothing, as std::optional, of which it is made and which it becomes;
// but of 8 bytes instead of 16: the least value that there is stands for nothing. For what is held
// for each account.
template <typename Time>
class OptionalTime {
 public:
  using value_type = Time;

  constexpr OptionalTime() = default;
  constexpr OptionalTime(std::nullopt_t) {}           // NOLINT(google-explicit-constructor)
  constexpr OptionalTime(Time time) : time_(time) {}  // NOLINT(google-explicit-constructor)
  constexpr OptionalTime(std::optional<Time> time)    // NOLINT(google-explicit-constructor)
      : time_(time.value_or(Time::min())) {}

  constexpr bool has_value() const { return time_ != Time::min(); }
  constexpr explicit operator bool() const { return has_value(); }
  // REQUIRES: has_value().
  constexpr const Time& operator*() const { return time_; }
  constexpr Time& operator*() { return time_; }
  constexpr Time value_or(Time other) const { return has_value() ? time_ : other; }
  constexpr void reset() { time_ = Time::min(); }
  constexpr operator std::optional<Time>() const {  // NOLINT(google-explicit-constructor)
    return has_value() ? std::optional<Time>(time_) : std::nullopt;
  }

  friend constexpr bool operator==(OptionalTime, OptionalTime) = default;

 private:
  Time time_ = Time::min();
};

using OptionalSteady = OptionalTime<SteadyTime>;
using OptionalSystem = OptionalTime<SystemTime>;
using OptionalDuration = OptionalTime<Duration>;

}  // namespace wa
