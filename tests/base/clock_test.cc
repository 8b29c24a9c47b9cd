#include "base/clock.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace wa {
namespace {

using namespace std::chrono_literals;

// Mixing the two time lines does not compile.
static_assert(!std::is_convertible_v<SteadyTime, SystemTime>);
static_assert(!std::is_convertible_v<SystemTime, SteadyTime>);

TEST(ClockTest, SecondsAreExactToTheMillisecond) {
  EXPECT_DOUBLE_EQ(Seconds(600s), 600.0);
  EXPECT_DOUBLE_EQ(Seconds(600s + 1ms), 600.001);
  EXPECT_DOUBLE_EQ(UnixSeconds(SystemTime(Duration(1'795'507'200s + 500ms))), 1795507200.5);
}

TEST(ClockTest, TheSteadyTimeLineNeverGoesBack) {
  const RealClock clock;
  const SteadyTime first = clock.Steady();
  EXPECT_LE(first, clock.Steady());
  EXPECT_GT(clock.System(), SystemTime(Duration(1'700'000'000s)));  // not the epoch
}

}  // namespace
}  // namespace wa
