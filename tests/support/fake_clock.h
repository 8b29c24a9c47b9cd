#pragma once

#include "base/clock.h"

namespace wa::test {

// Time that only tests move. The wall clock can be set without moving the steady one.
class FakeClock final : public Clock {
 public:
  SteadyTime Steady() const override { return steady_; }
  SystemTime System() const override { return system_; }

  void Advance(Duration by) {
    steady_ += by;
    system_ += by;
  }
  void AdvanceTo(SteadyTime to) {
    if (to > steady_) Advance(to - steady_);
  }
  void SetWallClock(Duration by) { system_ += by; }

 private:
  SteadyTime steady_{std::chrono::hours(100)};
  SystemTime system_{std::chrono::seconds(1'790'000'000)};  // 2026-09-21
};

}  // namespace wa::test
