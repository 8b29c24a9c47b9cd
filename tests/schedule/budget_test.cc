#include "schedule/budget.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const SteadyTime kNow{std::chrono::hours(1)};

int TakeAll(Budget& budget, SteadyTime now) {
  int taken = 0;
  while (budget.Take(now)) ++taken;
  return taken;
}

TEST(Budget, HoldsOneSecondsWorth) {
  Budget budget(20, kNow);
  EXPECT_EQ(TakeAll(budget, kNow), 20);
  EXPECT_EQ(TakeAll(budget, kNow + milliseconds(500)), 10);
  EXPECT_EQ(TakeAll(budget, kNow + seconds(60)), 20) << "it does not save up";
}

TEST(Budget, HoldsAtLeastOneRequest) {
  Budget budget(0.1, kNow);
  EXPECT_EQ(TakeAll(budget, kNow), 1);
  EXPECT_EQ(TakeAll(budget, kNow + seconds(9)), 0);
  EXPECT_EQ(TakeAll(budget, kNow + seconds(11)), 1);
}

TEST(Budget, SaysWhenThereWillBeOne) {
  Budget budget(7, kNow);
  EXPECT_EQ(budget.WhenAvailable(kNow), kNow);
  TakeAll(budget, kNow);
  const SteadyTime when = budget.WhenAvailable(kNow);
  EXPECT_GT(when, kNow + milliseconds(142));
  EXPECT_LT(when, kNow + milliseconds(144));
  EXPECT_TRUE(budget.Take(when));
}

TEST(Budget, NeverExceedsItsRateOverALongTime) {
  Budget budget(3, kNow);
  int taken = 0;
  for (int tick = 0; tick < 10'000; ++tick)
    taken += TakeAll(budget, kNow + milliseconds(10 * tick));
  EXPECT_LE(taken, 3 * 100 + 3);
  EXPECT_GE(taken, 3 * 100 - 3);
}

TEST(Budget, ATimeThatGoesBackGivesNothing) {
  Budget budget(5, kNow);
  TakeAll(budget, kNow);
  EXPECT_EQ(TakeAll(budget, kNow - seconds(10)), 0);
  EXPECT_EQ(TakeAll(budget, kNow), 0);
}

TEST(DefaultRequestsPerSecond, IsAFifthMoreThanTheFleetNeeds) {
  EXPECT_DOUBLE_EQ(DefaultRequestsPerSecond(20'000, seconds(60)), 400);
  EXPECT_DOUBLE_EQ(DefaultRequestsPerSecond(1, seconds(60)), kLeastPerSecond);
}

TEST(SpareRate, IsWhatTheUsualPollsLeaveOfNineTenths) {
  EXPECT_DOUBLE_EQ(SpareRate(100, 3000, seconds(60)), 40);
  EXPECT_DOUBLE_EQ(SpareRate(100, 6000, seconds(60)), 0) << "more is asked already";
}

TEST(AffordableOften, CountsOnlyWhatTheyCostBesideTheUsualPolls) {
  EXPECT_EQ(AffordableOften(4, seconds(60), seconds(15)), 80U);
  EXPECT_EQ(AffordableOften(0, seconds(60), seconds(15)), 0U);
  EXPECT_GT(AffordableOften(0, seconds(60), seconds(60)), 1'000'000U) << "costs nothing";
}

TEST(FirstSweep, IsShortForASmallFleetAndAnIntervalForALargeOne) {
  EXPECT_EQ(FirstSweep(100, 100, seconds(60)), seconds(10)) << "ten a second";
  EXPECT_EQ(FirstSweep(35, 5, seconds(60)), seconds(10)) << "seven tenths of what is spare";
  EXPECT_EQ(FirstSweep(300, 100, seconds(60)), seconds(30));
  EXPECT_EQ(FirstSweep(301, 100, seconds(60)), seconds(60));
  EXPECT_EQ(FirstSweep(1, 0, seconds(60)), seconds(60)) << "nothing is spare";
}

}  // namespace
}  // namespace wa
