#pragma once

#include <chrono>
#include <cstdint>

namespace wa {

using Duration = std::chrono::nanoseconds;

// Names the time line of SteadyTime. It counts from the boot of the machine, goes on during suspend
// and is never set, so intervals and ages are measured on it. No `now()`: ask a Clock.
struct SteadyTimeline {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<SteadyTimeline, duration>;
  static constexpr bool is_steady = true;
};

// A moment for intervals, deadlines and ages. Meaningless outside this process: convert with a
// WallOffset before it is stored or shown.
using SteadyTime = SteadyTimeline::time_point;

// A moment for people, files and metrics: UTC, may be set forward or back at any time.
using SystemTime = std::chrono::time_point<std::chrono::system_clock, Duration>;

// The only source of time. Decisions get time as an argument; just the edges and `monitor`
// hold one. Implementations are thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual SteadyTime Steady() const = 0;
  virtual SystemTime System() const = 0;
};

class RealClock final : public Clock {
 public:
  SteadyTime Steady() const override;  // CLOCK_BOOTTIME: a suspended machine shows as a gap
  SystemTime System() const override;
};

// Seconds as a double, for metrics and JSON.
double Seconds(Duration duration);
double UnixSeconds(SystemTime time);

}  // namespace wa
