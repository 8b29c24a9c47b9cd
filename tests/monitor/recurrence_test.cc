#include "monitor/recurrence.h"

#include <gtest/gtest.h>

#include "monitor/side_task_support.h"

namespace wa {
namespace {

using namespace wa::test;

const PollingConfig kPolling;

// Every failure comes a second after it was due; how long after the start they were asked.
std::vector<Duration> AskedDuring(Duration time, const Pacing& verdict, Duration interval) {
  Recurrence recurrence("partner/acme", interval, kPolling, kStart);
  std::vector<Duration> asked;
  while (recurrence.next() < kStart + time) {
    asked.push_back(recurrence.next() - kStart);
    recurrence.Bad(verdict, {}, recurrence.next() + seconds(1));
  }
  return asked;
}

TEST(Recurrence, IsDueAtOnceAndThenAtItsPhase) {
  Recurrence recurrence("a", minutes(5), kPolling, kStart);
  EXPECT_EQ(recurrence.next(), kStart);
  recurrence.Good(kStart);
  Recurrence later("a", minutes(5), kPolling, kStart + seconds(1));
  later.Good(kStart + seconds(1));
  EXPECT_EQ(recurrence.next(), later.next()) << "the phase is the name's";
  Recurrence other("b", minutes(5), kPolling, kStart);
  other.Good(kStart);
  EXPECT_NE(recurrence.next(), other.next());
}

TEST(Recurrence, WhatMayPassIsAskedAtAFifthOfTheInterval) {
  const auto asked = AskedDuring(hours(1), {Pace::kTrouble, minutes(10)}, minutes(5));
  EXPECT_NEAR(static_cast<double>(asked.size()), 60, 4);
}

TEST(Recurrence, WhatAskingCannotMendIsConfirmedAskedWhenItIsOverdueAndThenRarely) {
  const auto asked = AskedDuring(hours(4), {Pace::kRarely, minutes(15)}, minutes(5));
  ASSERT_GE(asked.size(), 4U);
  EXPECT_LE(asked[1], minutes(2));
  EXPECT_EQ(asked[2], seconds(1) + minutes(15) + seconds(1)) << "its grace, and a second";
  EXPECT_GE(asked[3] - asked[2], minutes(29));
  EXPECT_LE(asked.size(), 8U);
}

TEST(Recurrence, AnotherKindOfFailureIsConfirmedAnew) {
  Recurrence recurrence("a", minutes(5), kPolling, kStart);
  const Pacing rare{Pace::kRarely, Duration(0)};
  for (int i = 0; i < 3; ++i) recurrence.Bad(rare, {}, recurrence.next());
  recurrence.Bad({Pace::kTrouble, Duration(0)}, {}, recurrence.next());
  const SteadyTime now = recurrence.next();
  recurrence.Bad(rare, {}, now);
  EXPECT_EQ(recurrence.failures(), 1U);
  EXPECT_LE(recurrence.next() - now, minutes(2));
}

TEST(Recurrence, ASuccessForgetsTheFailures) {
  Recurrence recurrence("a", minutes(5), kPolling, kStart);
  for (int i = 0; i < 3; ++i) recurrence.Bad({Pace::kRarely, Duration(0)}, {}, recurrence.next());
  EXPECT_GT(recurrence.next() - kStart, minutes(30));
  recurrence.Good(kStart);
  EXPECT_LE(recurrence.next() - kStart, minutes(8));
  EXPECT_EQ(recurrence.failures(), 0U);
}

TEST(Recurrence, TheNextStepIsNoSuccess) {
  Recurrence recurrence("a", minutes(5), kPolling, kStart);
  recurrence.Bad({Pace::kRarely, Duration(0)}, {}, kStart);
  recurrence.Continue(kStart);
  EXPECT_EQ(recurrence.next(), kStart);
  EXPECT_EQ(recurrence.failures(), 1U);
  recurrence.AtOnce(kStart);
  EXPECT_EQ(recurrence.failures(), 0U);
}

TEST(Recurrence, AShortIntervalIsNotAskedOftenerInTrouble) {
  const auto asked = AskedDuring(minutes(10), {Pace::kTrouble, Duration(0)}, seconds(10));
  EXPECT_NEAR(static_cast<double>(asked.size()), 60, 6);
}

TEST(Recurrence, ARateLimitIsWaitedFor) {
  Recurrence recurrence("a", minutes(5), kPolling, kStart);
  recurrence.Bad({Pace::kAnnounced, Duration(0)}, minutes(30), kStart);
  EXPECT_GE(recurrence.next() - kStart, minutes(30));
}

}  // namespace
}  // namespace wa
