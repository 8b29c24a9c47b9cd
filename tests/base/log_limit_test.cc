#include "base/log_limit.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

constexpr SteadyTime kStart{std::chrono::hours(1)};

// Of so many lines at one moment.
int Written(LogLimit& limit, SteadyTime now, int lines) {
  int written = 0;
  for (int i = 0; i < lines; ++i) written += limit.Ask(now).may_write ? 1 : 0;
  return written;
}

TEST(LogLimitTest, ManyAtOnceAndThenSoManyASecond) {
  LogLimit limit;
  EXPECT_EQ(Written(limit, kStart, 3 * LogLimit::kAtOnce), LogLimit::kAtOnce);
  const SteadyTime later = kStart + std::chrono::seconds(1);
  EXPECT_EQ(Written(limit, later, LogLimit::kAtOnce), LogLimit::kEachSecond);
  const SteadyTime rested = later + std::chrono::hours(1);
  EXPECT_EQ(Written(limit, rested, 3 * LogLimit::kAtOnce), LogLimit::kAtOnce);
}

TEST(LogLimitTest, TheNextLineKnowsWhatWasLeftOut) {
  LogLimit limit;
  EXPECT_EQ(limit.Ask(kStart).left_out, 0u);
  Written(limit, kStart, LogLimit::kAtOnce + 9);
  const auto verdict = limit.Ask(kStart + std::chrono::seconds(1));
  EXPECT_TRUE(verdict.may_write);
  EXPECT_EQ(verdict.left_out, 10u);
  EXPECT_EQ(limit.Ask(kStart + std::chrono::seconds(1)).left_out, 0u);
}

TEST(LogLimitTest, WhatIsUsualIsNeverLeftOut) {
  LogLimit limit;
  SteadyTime now = kStart;
  for (int i = 0; i < 10'000; ++i, now += std::chrono::milliseconds(5)) {
    ASSERT_TRUE(limit.Ask(now).may_write) << i;
  }
}

}  // namespace
}  // namespace wa
