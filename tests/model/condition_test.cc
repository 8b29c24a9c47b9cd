#include "model/condition.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

using namespace std::chrono_literals;

TEST(IsOverdueTest, ExactlyTheGraceIsWithinIt) {
  EXPECT_FALSE(IsOverdue(599s, 600s));
  EXPECT_FALSE(IsOverdue(600s, 600s));
  EXPECT_TRUE(IsOverdue(600s + 1ns, 600s));
  EXPECT_TRUE(IsOverdue(600s + 1ms, 600s));
  EXPECT_TRUE(IsOverdue(601s, 600s));
}

TEST(IsOverdueTest, AGraceOfZeroIsOverdueAtTheFirstSighting) {
  EXPECT_TRUE(IsOverdue(0s, 0s));
  EXPECT_TRUE(IsOverdue(1s, 0s));
  EXPECT_FALSE(IsOverdue(0s, 1ns));
}

constexpr ProviderKind kKind = ProviderKind::k360dialog;

Condition WithGraces(std::vector<Grace> graces) {
  Condition condition;
  condition.graces = std::move(graces);
  return condition;
}

TEST(GraceForTest, TheRowForAllIsTheLastResort) {
  const Condition condition = WithGraces({{std::nullopt, std::nullopt, 5min}});
  EXPECT_EQ(condition.GraceFor(kKind, Plan::kRegular), 5min);
  EXPECT_EQ(condition.GraceFor(kKind, Plan::kUnknown), 5min);
}

// In whatever order the rows stand.
TEST(GraceForTest, TheMostSpecificRowCounts) {
  std::vector<Grace> rows{{std::nullopt, std::nullopt, 5min},
                          {kKind, std::nullopt, 10min},
                          {std::nullopt, Plan::kBasic, 3min},
                          {kKind, Plan::kPremium, 2min}};
  const auto check = [](const Condition& condition) {
    EXPECT_EQ(condition.GraceFor(kKind, Plan::kPremium), 2min);
    EXPECT_EQ(condition.GraceFor(kKind, Plan::kRegular), 10min);
    EXPECT_EQ(condition.GraceFor(kKind, Plan::kUnknown), 10min);
  };
  check(WithGraces(rows));
  std::reverse(rows.begin(), rows.end());
  check(WithGraces(rows));
}

TEST(ConditionTest, TheGroupIsTheKeyOfItsIncidents) {
  Condition condition;
  condition.slug = "gateway-error";
  EXPECT_EQ(condition.IncidentKey(), "gateway-error");
  condition.group = "unavailable";
  EXPECT_EQ(condition.IncidentKey(), "unavailable");
}

TEST(ConditionTest, WhatStopsSending) {
  const std::vector<std::pair<AccountState, bool>> rows{
      {AccountState::kWait, true},
      {AccountState::kDegraded, false},
      {AccountState::kDown, true},
      {AccountState::kSupport, true},
  };
  for (const auto& [state, stops] : rows) {
    Condition condition;
    condition.state = state;
    EXPECT_EQ(condition.StopsSending(), stops) << Name(state);
  }
}

TEST(ConditionNamesTest, ValuesOfMetricsStayAsTheyAre) {
  EXPECT_EQ(static_cast<int>(AccountState::kOk), 0);
  EXPECT_EQ(static_cast<int>(AccountState::kSupport), 5);
  EXPECT_EQ(AllNames<AccountState>(), "ok, unknown, wait, degraded, down, support");
  EXPECT_EQ(AllNames<Owner>(), "you, provider, meta, recipient");
  EXPECT_EQ(AllNames<Scope>(), "message, number, credential, waba, partner, provider, uplink");
  EXPECT_EQ(AllNames<Severity>(), "info, warning, critical");
  EXPECT_LT(Severity::kWarning, Severity::kCritical);
  EXPECT_LT(Reach::kGateway, Reach::kStack);
}

}  // namespace
}  // namespace wa
