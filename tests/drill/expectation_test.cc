#include "drill/expectation.h"

#include <gtest/gtest.h>

namespace wa::drill {
namespace {

using namespace std::chrono_literals;

Cadence Usual() {
  Cadence cadence;
  cadence.interval = 60s;
  cadence.trouble_interval = 15s;
  cadence.timeout = 10s;
  cadence.scrape = 15s;
  cadence.evaluation = 15s;
  cadence.group_wait = 10s;
  cadence.group_interval = 5min;
  cadence.keep_firing_for = 5min;
  return cadence;
}

TEST(Expect, IsBetweenTheGraceAndTheSumOfAllSteps) {
  const Expectation expectation = Expect(Severity::kCritical, 10min, Usual(), std::nullopt);
  EXPECT_EQ(expectation.called, Called::kOnce);
  EXPECT_EQ(expectation.earliest, Duration(10min));
  // interval, grace, a poll in trouble and its timeout, scrape, evaluation, group_wait; tolerance.
  EXPECT_EQ(expectation.latest, 60s + 10min + 15s + 10s + 15s + 15s + 10s + Usual().Tolerance());
}

TEST(Expect, WithoutAGraceTheFirstSightingCounts) {
  const Expectation expectation = Expect(Severity::kWarning, 0s, Usual(), std::nullopt);
  EXPECT_EQ(expectation.earliest, Duration(0));
  EXPECT_EQ(expectation.latest, 60s + 15s + 15s + 10s + Usual().Tolerance());
}

TEST(Expect, WhatTakesItsTimeIsToldLaterAndOverLater) {
  const Expectation usual = Expect(Severity::kCritical, 0s, Usual(), std::nullopt);
  const Expectation later = Expect(Severity::kCritical, 0s, Usual(), std::nullopt, 2min);
  EXPECT_EQ(later.earliest, usual.earliest + Duration(2min));
  EXPECT_EQ(later.latest, usual.latest + Duration(2min));
  EXPECT_EQ(later.ending, usual.ending + Duration(2min));
  EXPECT_EQ(Expect(Severity::kCritical, 0s, Usual(), 1min, 2min).called, Called::kNobody);
}

TEST(Expect, InfoCallsNobodyHoweverLongItLasts) {
  EXPECT_EQ(Expect(Severity::kInfo, 0s, Usual(), 24h).called, Called::kNobody);
}

TEST(Expect, WhatIsOverWithinItsGraceCallsNobody) {
  EXPECT_EQ(Expect(Severity::kCritical, 10min, Usual(), 9min).called, Called::kNobody);
  EXPECT_EQ(Expect(Severity::kCritical, 10min, Usual(), 10min).called, Called::kNobody);
  EXPECT_EQ(Expect(Severity::kCritical, 10min, Usual(), 11min).called, Called::kEither);
  EXPECT_EQ(Expect(Severity::kCritical, 10min, Usual(), 20min).called, Called::kOnce);
}

TEST(Expect, WithoutAGraceEvenAShortOneMayCall) {
  EXPECT_EQ(Expect(Severity::kCritical, 0s, Usual(), 1s).called, Called::kEither);
}

}  // namespace
}  // namespace wa::drill
