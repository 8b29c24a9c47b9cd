#include "base/clock.h"

#include <gtest/gtest.h>

#include <optional>
#include <type_traits>

#include "base/optional_time.h"

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

static_assert(sizeof(OptionalSteady) == sizeof(SteadyTime));
static_assert(!std::is_convertible_v<OptionalSteady, SteadyTime>);
static_assert(!std::is_convertible_v<OptionalSteady, OptionalSystem>);

TEST(OptionalTimeTest, IsAMomentOrNothing) {
  OptionalSteady time;
  EXPECT_FALSE(time);
  EXPECT_EQ(time, std::nullopt);
  EXPECT_EQ(time.value_or(SteadyTime(2s)), SteadyTime(2s));
  time = SteadyTime();
  EXPECT_TRUE(time.has_value());
  EXPECT_EQ(time, SteadyTime());
  EXPECT_EQ(*time, SteadyTime());
  EXPECT_EQ(time.value_or(SteadyTime(2s)), SteadyTime());
  *time += 1s;
  EXPECT_EQ(time, SteadyTime(1s));
  time.reset();
  EXPECT_FALSE(time.has_value());
}

TEST(OptionalTimeTest, IsMadeOfAnOptionalAndBecomesOne) {
  const std::optional<SystemTime> moment = SystemTime(3s);
  OptionalSystem time = moment;
  EXPECT_EQ(*time, SystemTime(3s));
  const std::optional<SystemTime> again = time;
  EXPECT_EQ(again, moment);
  time = std::optional<SystemTime>();
  EXPECT_FALSE(time);
  const std::optional<SystemTime> nothing = time;
  EXPECT_FALSE(nothing);
}

}  // namespace
}  // namespace wa
