#include "incident/provider_outage.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using Change = ProviderOutage::Change;

// Time goes on in ticks of ten seconds. It is midnight at the beginning.
class ProviderOutageTest : public testing::Test {
 protected:
  Change Tick(std::size_t troubled, std::size_t known, Duration after = seconds(10)) {
    now_ += after;
    return outage_.Tick({.known = known, .troubled = troubled}, now_, Wall());
  }
  // The last change in that time, if there was one.
  Change Pass(Duration time, std::size_t troubled, std::size_t known = 100) {
    Change last = Change::kNone;
    for (Duration passed{0}; passed < time; passed += seconds(10)) {
      const Change change = Tick(troubled, known);
      if (change != Change::kNone) last = change;
    }
    return last;
  }
  // A day on which so many are in trouble for ten minutes from half past three on. Whether that was
  // taken for an outage.
  bool Day(std::size_t restarts) {
    Pass(hours(3) + minutes(30), 0);
    const bool opened = Pass(minutes(10), restarts) == Change::kOpened;
    Pass(hours(24) - hours(3) - minutes(40), 0);
    return opened;
  }
  SystemTime Wall() const { return SystemTime(hours(24 * 20'000)) + (now_ - SteadyTime(hours(7))); }
  double UsualAt(hours hour) const { return outage_.UsualShare(SystemTime(hour)); }

  ProviderOutage outage_{"d360"};
  SteadyTime now_{hours(7)};
};

TEST_F(ProviderOutageTest, ShowsAfterTwoMinutes) {
  Pass(minutes(10), 0);
  Tick(100, 100);
  EXPECT_EQ(Pass(seconds(110), 100), Change::kNone);
  EXPECT_FALSE(outage_.IsOpen());
  EXPECT_EQ(Tick(100, 100), Change::kOpened);
  EXPECT_TRUE(outage_.IsOpen());
  EXPECT_EQ(Tick(100, 100), Change::kNone);
}

TEST_F(ProviderOutageTest, TwentyPointsAreNeeded) {
  EXPECT_EQ(Pass(minutes(10), 19), Change::kNone);
  EXPECT_EQ(Pass(minutes(3), 20), Change::kOpened);
}

TEST_F(ProviderOutageTest, ThreeAccountsAreNeeded) {
  EXPECT_EQ(Pass(minutes(10), 2, 2), Change::kNone);
  EXPECT_EQ(Pass(minutes(10), 2, 3), Change::kNone);
  EXPECT_EQ(Pass(minutes(3), 3, 3), Change::kOpened);
}

TEST_F(ProviderOutageTest, AMomentWithoutItBeginsAnew) {
  Pass(seconds(110), 50);
  Tick(10, 100);
  EXPECT_EQ(Pass(minutes(2), 50), Change::kNone);
  EXPECT_EQ(Tick(50, 100), Change::kOpened);
}

TEST_F(ProviderOutageTest, IsOverTwoMinutesAfterItFellBelowHalf) {
  Pass(minutes(3), 100);
  EXPECT_EQ(Pass(minutes(10), 10), Change::kNone);  // half of what opens one
  Tick(9, 100);
  EXPECT_EQ(Pass(seconds(110), 9), Change::kNone);
  EXPECT_EQ(Tick(9, 100), Change::kClosed);
  EXPECT_FALSE(outage_.IsOpen());
}

TEST_F(ProviderOutageTest, OfThreeAccountsTheLastOneIsNoOutage) {
  Pass(minutes(3), 3, 3);
  EXPECT_EQ(Pass(minutes(10), 2, 3), Change::kNone);
  EXPECT_EQ(Pass(minutes(3), 1, 3), Change::kClosed);
}

TEST_F(ProviderOutageTest, NobodyKnownIsNoEvidence) {
  Pass(seconds(110), 50);
  Tick(0, 0);
  EXPECT_EQ(Pass(minutes(2), 50), Change::kNone);
  EXPECT_EQ(Tick(50, 100), Change::kOpened);
  EXPECT_EQ(Pass(hours(1), 0, 0), Change::kNone);
  EXPECT_TRUE(outage_.IsOpen());
}

TEST_F(ProviderOutageTest, AGapIsNoEvidence) {
  Tick(50, 100);
  EXPECT_EQ(Tick(50, 100, minutes(5)), Change::kNone);
  EXPECT_EQ(Pass(seconds(110), 50), Change::kNone);
  EXPECT_EQ(Tick(50, 100), Change::kOpened);
  Tick(0, 100);
  EXPECT_EQ(Tick(0, 100, minutes(5)), Change::kNone);
  EXPECT_TRUE(outage_.IsOpen());
}

TEST_F(ProviderOutageTest, OneOfAnEarlierRunGoesOn) {
  outage_.Resume();
  EXPECT_EQ(Pass(minutes(10), 50), Change::kNone);
  EXPECT_EQ(Pass(minutes(3), 0), Change::kClosed);
}

TEST_F(ProviderOutageTest, RestartsThatComeBackAtAnHourBecomeUsual) {
  int taken_for_outages = 0;
  for (int day = 0; day < 30; ++day) taken_for_outages += Day(30) ? 1 : 0;
  EXPECT_EQ(taken_for_outages, 4);  // the first days
  EXPECT_FALSE(Day(30));
  EXPECT_TRUE(Day(51));  // more than usual is still one
  EXPECT_NEAR(UsualAt(hours(3)), 0.3, 0.05);
  EXPECT_EQ(UsualAt(hours(4)), 0.0);
}

TEST_F(ProviderOutageTest, AHabitThatEndsIsForgotten) {
  for (int day = 0; day < 30; ++day) Day(30);
  for (int day = 0; day < 14; ++day) Day(0);
  EXPECT_TRUE(Day(30));
}

TEST_F(ProviderOutageTest, AnOutageDoesNotBecomeUsual) {
  for (int day = 0; day < 7; ++day) Day(2);
  const double before = UsualAt(hours(3));
  Pass(hours(3) + minutes(40), 0);
  EXPECT_EQ(Pass(hours(48), 100), Change::kOpened);
  Pass(minutes(5), 0);
  EXPECT_LT(UsualAt(hours(3)), before + 0.03);
  for (int hour = 4; hour < 24; ++hour) EXPECT_EQ(UsualAt(hours(hour)), 0.0) << hour;
  EXPECT_EQ(Pass(minutes(3), 25), Change::kOpened);
}

TEST_F(ProviderOutageTest, AnHourThatWasHardlyWatchedSaysNothing) {
  Pass(minutes(29), 10);
  Pass(hours(1), 0, 0);
  Pass(minutes(1), 0);
  EXPECT_EQ(UsualAt(hours(0)), 0.0);
  EXPECT_TRUE(outage_.TakeLearned().empty());
}

TEST_F(ProviderOutageTest, WhatWasLearnedIsToldOnceAndTakenUpAgain) {
  Pass(minutes(90), 14);
  const auto learned = outage_.TakeLearned();
  ASSERT_EQ(learned.size(), 1U);
  EXPECT_EQ(learned[0].provider, "d360");
  EXPECT_EQ(learned[0].hour, 0);
  EXPECT_NEAR(learned[0].share, 0.02, 1e-9);
  EXPECT_EQ(learned[0].days, 1U);
  EXPECT_TRUE(outage_.TakeLearned().empty());

  ProviderOutage next("d360");
  next.Restore(learned[0]);
  EXPECT_EQ(next.UsualShare(SystemTime(hours(0))), learned[0].share);
}

TEST_F(ProviderOutageTest, ForeignMemoriesAreIgnored) {
  outage_.Restore({.provider = "other", .hour = 0, .share = 0.5, .days = 1});
  outage_.Restore({.provider = "d360", .hour = 24, .share = 0.5, .days = 1});
  outage_.Restore({.provider = "d360", .hour = -1, .share = 0.5, .days = 1});
  outage_.Restore({.provider = "d360", .hour = 1, .share = 1.5, .days = 1});
  for (int hour = 0; hour < 24; ++hour) EXPECT_EQ(UsualAt(hours(hour)), 0.0);
}

TEST(ProvidersFault, StopsSendingAndIsNotTheOwners) {
  Condition condition;
  condition.state = AccountState::kWait;
  condition.owner = Owner::kMeta;
  EXPECT_TRUE(IsProvidersFault(condition));
  condition.owner = Owner::kProvider;
  EXPECT_TRUE(IsProvidersFault(condition));
  Incident incident;
  incident.condition = &condition;
  EXPECT_TRUE(IsInTrouble(std::vector{incident}));
  EXPECT_FALSE(IsInTrouble({}));
  condition.owner = Owner::kYou;
  EXPECT_FALSE(IsProvidersFault(condition));
  EXPECT_FALSE(IsInTrouble(std::vector{incident}));
  condition.owner = Owner::kProvider;
  condition.state = AccountState::kDegraded;
  EXPECT_FALSE(IsProvidersFault(condition));
}

}  // namespace
}  // namespace wa
