#include "web/summary.h"

#include <gtest/gtest.h>

#include <initializer_list>

#include "web/fleet_for_web.h"

namespace wa {
namespace {

StateCounts Counts(std::initializer_list<std::pair<AccountState, int>> states) {
  StateCounts counts;
  for (const auto& [state, count] : states) {
    for (int i = 0; i < count; ++i) counts.Add(state);
  }
  return counts;
}

TEST(SummarySentence, SaysHowThingsAre) {
  using enum AccountState;
  EXPECT_EQ(SummarySentence(Counts({})), "No account is configured.");
  EXPECT_EQ(SummarySentence(Counts({{kOk, 1}})), "The account is fine.");
  EXPECT_EQ(SummarySentence(Counts({{kOk, 6}})), "All 6 accounts are fine.");
  EXPECT_EQ(SummarySentence(Counts({{kSupport, 1}, {kDown, 1}, {kWait, 1}, {kOk, 3}})),
            "2 accounts need you, 1 is interrupted within its allowance, 3 are fine.");
  EXPECT_EQ(SummarySentence(Counts({{kDown, 1}, {kOk, 19'995}})),
            "1 account needs you, 19,995 are fine.");
  EXPECT_EQ(SummarySentence(Counts({{kDown, 1}})), "1 account needs you.");
  EXPECT_EQ(SummarySentence(Counts({{kDegraded, 1}, {kOk, 1}})),
            "1 account is degraded, 1 is fine.");
  EXPECT_EQ(SummarySentence(Counts({{kUnknown, 2}})), "2 accounts are unknown.");
  EXPECT_EQ(SummarySentence(Counts({{kWait, 2}, {kUnknown, 1}, {kOk, 2}})),
            "2 accounts are interrupted within their allowance, 1 is unknown, 2 are fine.");
}

TEST(CountStates, CountsEveryAccountOnce) {
  const StateCounts counts = CountStates(*test::MixedFleet(), test::kNow);
  EXPECT_EQ(counts.Total(), 6U);
  for (const auto& [state, name] : EnumNames<AccountState>::table) {
    EXPECT_EQ(counts.Of(state), 1U) << name;
  }
  EXPECT_EQ(counts.NeedAction(), 2U);
}

TEST(CountStates, AFrozenLoopLeavesNobodyFine) {
  const StateCounts counts = CountStates(*test::MixedFleet(), test::kNow + std::chrono::hours(1));
  EXPECT_EQ(counts.Of(AccountState::kUnknown), 6U);
}

}  // namespace
}  // namespace wa
