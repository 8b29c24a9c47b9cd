#include "drill/haste.h"

#include <gtest/gtest.h>

namespace wa::drill {
namespace {

using namespace std::chrono_literals;

TEST(WhatWasSlow, NothingIfAllWereInTimeOrNobodyCouldSay) {
  EXPECT_EQ(WhatWasSlow({500ms, {}, 0.0}), "");
  EXPECT_EQ(WhatWasSlow({}), "");
}

TEST(WhatWasSlow, NamesEachThatWasLate) {
  EXPECT_EQ(WhatWasSlow({0s, {}, 1.0}), "Prometheus left out 1 evaluation of rules");
  EXPECT_EQ(WhatWasSlow({3s, 4s, 12.0}),
            "Prometheus left out 12 evaluations of rules, a poll was 4s late, the drill could not "
            "look for 3s");
}

TEST(IsLate, APollMayBeLateByAPartOfItsInterval) {
  Cadence cadence;
  cadence.interval = 60s;
  EXPECT_FALSE(IsLate(30s, cadence));
  EXPECT_TRUE(IsLate(32s, cadence));
}

TEST(Both, AreTheWorstOfEach) {
  const Haste both = Both({1s, {}, 2.0}, {3s, 5s, 4.0});
  EXPECT_EQ(both.look, Duration(3s));
  EXPECT_EQ(both.poll, Duration(5s));
  EXPECT_EQ(both.evaluations, 6.0);
  EXPECT_EQ(Both({1s, 7s, {}}, {}).poll, Duration(7s));
}

TEST(ReadMissedEvaluations, AddsUpTheGroupsOfRules) {
  EXPECT_EQ(
      ReadMissedEvaluations("# HELP prometheus_rule_group_iterations_missed_total x\n"
                            "prometheus_rule_group_iterations_missed_total{rule_group=\"a\"} 2\n"
                            "prometheus_rule_group_iterations_total{rule_group=\"a\"} 50\n"
                            "prometheus_rule_group_iterations_missed_total{rule_group=\"b\"} 1\n"),
      3.0);
  EXPECT_EQ(ReadMissedEvaluations("up 1\n"), std::nullopt);
}

}  // namespace
}  // namespace wa::drill
