#include "base/wall_offset.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

using namespace std::chrono_literals;

const SteadyTime kSteady{Duration(1000s)};
const SystemTime kSystem{Duration(1'795'507'200s)};

TEST(WallOffsetTest, TranslatesBothWays) {
  const WallOffset offset(kSteady, kSystem);
  EXPECT_EQ(offset.ToSystem(kSteady + 5s), kSystem + 5s);
  EXPECT_EQ(offset.ToSteady(kSystem - 5s), kSteady - 5s);
  EXPECT_EQ(offset.ToSteady(offset.ToSystem(kSteady + 1ns)), kSteady + 1ns);
}

TEST(WallOffsetTest, ASlewedClockMovesNothing) {
  WallOffset offset(kSteady, kSystem);
  EXPECT_FALSE(offset.Update(kSteady + 60s, kSystem + 61s));
  EXPECT_FALSE(offset.Update(kSteady + 60s, kSystem + 59s));
  EXPECT_EQ(offset.ToSystem(kSteady), kSystem);
}

TEST(WallOffsetTest, ASetClockIsFollowedEitherWay) {
  for (const Duration jump :
       {Duration(1h), Duration(-1h), Duration(1s + 1ns), -Duration(1s + 1ns)}) {
    WallOffset offset(kSteady, kSystem);
    EXPECT_TRUE(offset.Update(kSteady + 60s, kSystem + 60s + jump));
    EXPECT_EQ(offset.ToSystem(kSteady), kSystem + jump);
    EXPECT_FALSE(offset.Update(kSteady + 61s, kSystem + 61s + jump)) << "it is told once";
  }
}

// Many small steps in one direction add up to a clock that was set.
TEST(WallOffsetTest, SlewingForLongIsFollowedInTheEnd) {
  WallOffset offset(kSteady, kSystem);
  int told = 0;
  for (int minute = 1; minute <= 10; ++minute) {
    told += offset.Update(kSteady + minute * 60s, kSystem + minute * (60s + 300ms)) ? 1 : 0;
  }
  EXPECT_EQ(told, 2);  // at 1.2 s and again 1.2 s later
}

}  // namespace
}  // namespace wa
