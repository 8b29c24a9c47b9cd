#include "drill/performance.h"

#include <gtest/gtest.h>

namespace wa::drill {
namespace {

using namespace std::chrono_literals;
using Next = Performance::Next;

// A condition with a grace of 10 s, which is told of within 10 s more.
class PerformanceTest : public ::testing::Test {
 protected:
  PerformanceTest() {
    condition_.slug = "broken";
    actor_.play = &play_;
    actor_.condition = &condition_;
    actor_.name = "drill-broken";
    actor_.accounts.emplace_back().name = "drill-broken";
    expectation_.severity = Severity::kCritical;
    expectation_.earliest = 10s;
    expectation_.latest = expectation_.played = 20s;
    expectation_.ending = 30s;
    expectation_.telling = 10s;
  }

  static SteadyTime At(Duration since) { return SteadyTime(1h) + since; }
  Performance Played() { return Performance(actor_, expectation_, At(0s)); }

  static SeenAccounts Incident(const std::string& account, bool overdue) {
    SeenAccounts seen;
    seen.incidents[account].push_back({"broken", overdue});
    return seen;
  }
  static Notice Told(Duration at, bool firing, const std::string& condition = "broken") {
    return {"page", {{"WabaA", "drill-broken", condition, "critical", firing}}, At(at)};
  }

  Play play_;
  Condition condition_;
  Actor actor_;
  Expectation expectation_;
};

TEST_F(PerformanceTest, GoesFromPlayedToResolved) {
  Performance performance = Played();
  performance.See(Incident("drill-broken", false), At(1s));
  performance.See(Incident("drill-broken", true), At(11s));
  performance.See(Told(12s, true));
  EXPECT_EQ(performance.WhatNext(At(13s)), Next::kWait);  // a second call may follow
  EXPECT_EQ(performance.WhatNext(At(15s)), Next::kEnd);
  performance.Ended(At(15s));
  EXPECT_EQ(performance.WhatNext(At(16s)), Next::kWait);
  performance.See(SeenAccounts(), At(17s));
  performance.See(Told(25s, false));
  EXPECT_EQ(performance.WhatNext(At(26s)), Next::kDone);
  EXPECT_TRUE(performance.Verdict().empty());
  std::vector<Step> steps;
  for (const Happening& one : performance.timeline().happenings) steps.push_back(one.step);
  EXPECT_EQ(steps,
            (std::vector<Step>{Step::kPlayed, Step::kRecognised, Step::kPending, Step::kOverdue,
                               Step::kNotified, Step::kEnded, Step::kRecovered, Step::kResolved}));
}

TEST_F(PerformanceTest, IgnoresOthers) {
  Performance performance = Played();
  performance.See(Incident("drill-other", true), At(1s));
  performance.See({{"WabaA", "drill-other", "broken", "critical", true}}, At(1s));
  EXPECT_EQ(performance.timeline().happenings.size(), 1U);
}

TEST_F(PerformanceTest, ACallForSomethingElseIsAProblem) {
  Performance performance = Played();
  performance.See(Told(5s, true, "elsewhere"));
  EXPECT_FALSE(performance.timeline().Has(Step::kNotified));
  EXPECT_EQ(performance.Verdict().back(),
            "somebody was called for something else: WabaA elsewhere");
}

// Whoever has one account at a provider is called by both.
TEST_F(PerformanceTest, ACallForTheProviderAsAWholeIsAProblem) {
  Performance performance = Played();
  SeenAlert alert{"WabaAccountsUnknown", "", "", "critical", true, "drill-other"};
  performance.See({"page", {alert}, At(5s)});
  const std::size_t before = performance.Verdict().size();
  alert.provider = "drill-broken";
  performance.See({"page", {alert}, At(6s)});
  ASSERT_EQ(performance.Verdict().size(), before + 1);
  alert.severity = "warning";
  performance.See({"ticket", {alert}, At(7s)});
  EXPECT_EQ(performance.Verdict().size(), before + 1) << "a ticket may come beside it";
  EXPECT_EQ(performance.Verdict().back(),
            "somebody was called for something else: WabaAccountsUnknown");
}

TEST_F(PerformanceTest, WhereThereIsNoIncidentTheAlertOfThatNameCounts) {
  play_.instead.emplace().alert = "WabaB";
  expectation_.has_incident = false;
  Performance performance = Played();
  performance.See({"page", {{"WabaB", "", "", "critical", true, "drill-broken"}}, At(12s)});
  EXPECT_TRUE(performance.timeline().Has(Step::kNotified));
  performance.Ended(At(16s));
  performance.See({"page", {{"WabaB", "", "", "critical", false, "drill-broken"}}, At(25s)});
  EXPECT_EQ(performance.Verdict(), std::vector<std::string>{});
}

// Alertmanager's post arrives while the drill asks for something else.
TEST_F(PerformanceTest, TellsInOrderOfTime) {
  Performance performance = Played();
  performance.See(Incident("drill-broken", true), At(13s));
  performance.See(Told(12s, true));
  std::vector<Step> steps;
  for (const Happening& one : performance.timeline().happenings) steps.push_back(one.step);
  EXPECT_EQ(steps,
            (std::vector<Step>{Step::kPlayed, Step::kNotified, Step::kRecognised, Step::kOverdue}));
}

TEST_F(PerformanceTest, WaitsBeyondTheLatestSoThatLateIsNotNever) {
  const Performance performance = Played();
  EXPECT_EQ(performance.WhatNext(At(21s)), Next::kWait);
  EXPECT_EQ(performance.WhatNext(At(40s)), Next::kEnd);
}

TEST_F(PerformanceTest, WhereNobodyIsCalledItEndsWhenItWasPlayed) {
  expectation_.called = Called::kNobody;
  expectation_.played = 9s;
  Performance performance = Played();
  EXPECT_EQ(performance.WhatNext(At(8s)), Next::kWait);
  EXPECT_EQ(performance.WhatNext(At(9s)), Next::kEnd);
  performance.Ended(At(9s));
  EXPECT_EQ(performance.WhatNext(At(18s)), Next::kWait);  // somebody may yet be called
  EXPECT_EQ(performance.WhatNext(At(19s)), Next::kDone);
}

TEST_F(PerformanceTest, GivesUpWaitingForTheEnd) {
  Performance performance = Played();
  performance.See(Told(12s, true));
  performance.Ended(At(15s));
  EXPECT_EQ(performance.WhatNext(At(44s)), Next::kWait);
  EXPECT_EQ(performance.WhatNext(At(45s)), Next::kDone);
}

}  // namespace
}  // namespace wa::drill
