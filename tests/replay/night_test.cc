#include "replay/night.h"

#include <gtest/gtest.h>

#include <map>

#include "replay/recorded_night.h"

namespace wa {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using test::Good;
using test::Http500;
using test::kEvening;
using test::Looked;
using test::Nothing;

// What an account was at each minute of a night; "-" where nobody looked.
std::vector<std::string> Played(const Config& config, Recorded recorded, std::size_t minutes_long,
                                const std::string& account) {
  std::vector<std::string> states;
  Night night(std::make_shared<const Config>(config), test::Shipped(), recorded,
              {kEvening, minutes(1), minutes_long});
  night.Play([&](std::size_t step, const Night::Shown* shown) {
    ASSERT_EQ(step, states.size());
    if (shown == nullptr) return states.emplace_back("-"), void();
    const AccountStatus* status = shown->fleet.Find(account);
    const FleetSnapshot& fleet = shown->fleet;
    states.emplace_back(status == nullptr
                            ? "unseen"
                            : Name(StateAt(*status, fleet.published, fleet.polling_interval)));
  });
  return states;
}

std::size_t First(const std::vector<std::string>& states, const std::string& state) {
  return static_cast<std::size_t>(std::find(states.begin(), states.end(), state) - states.begin());
}

TEST(Night, AnOutageIsJudgedByTheGraceOfToday) {
  const Recorded recorded{
      {Good("a", seconds(5)), Http500("a", minutes(10)), Good("a", minutes(30))},
      {Looked(seconds(0), hours(1))},
      {}};
  auto config = test::ConfigOf({"a"});
  std::vector<std::string> states = Played(*config, recorded, 60, "a");
  EXPECT_EQ(First(states, "ok"), 1U);
  EXPECT_EQ(First(states, "wait"), 10U);
  EXPECT_EQ(First(states, "support"), 21U) << "more than 600 s after its first bad answer";
  EXPECT_EQ(states[32], "ok") << "two good polls end it";
  config->conditions["internal-server-error"].grace = minutes(25);
  states = Played(*config, recorded, 60, "a");
  EXPECT_EQ(First(states, "support"), 60U) << "never";
  EXPECT_EQ(First(states, "wait"), 10U);
}

TEST(Night, WhatStoodBeforeGoesOn) {
  const Recorded recorded{{Http500("a", -hours(2))}, {Looked(-hours(3), hours(1))}, {}};
  const auto states = Played(*test::ConfigOf({"a"}), recorded, 5, "a");
  EXPECT_EQ(states, std::vector<std::string>(5, "support"));
}

TEST(Night, AGapIsNeitherGoodNorBad) {
  const Recorded recorded{{Http500("a", minutes(1)), Http500("a", minutes(40))},
                          {Looked(minutes(0), minutes(5)), Looked(minutes(40), hours(1))},
                          {}};
  const auto states = Played(*test::ConfigOf({"a"}), recorded, 60, "a");
  EXPECT_EQ(states[5], "wait");
  for (std::size_t minute = 6; minute < 40; ++minute) EXPECT_EQ(states[minute], "-") << minute;
  EXPECT_EQ(states[45], "wait") << "the gap is no evidence: its clock begins anew";
  EXPECT_EQ(First(states, "support"), 51U);
}

TEST(Night, ARestartOfTheExporterIsNoGap) {
  const Recorded recorded{{Good("a", seconds(0)), Good("a", minutes(10))},
                          {Looked(seconds(0), minutes(8)), Looked(minutes(10), minutes(20))},
                          {}};
  const auto states = Played(*test::ConfigOf({"a"}), recorded, 20, "a");
  EXPECT_EQ(states, std::vector<std::string>(20, "ok"));
}

TEST(Night, WhatNobodyKnewIsUnknown) {
  const Recorded recorded{{Good("a", seconds(0)), Nothing("a", minutes(5)), Good("a", minutes(9))},
                          {Looked(seconds(0), minutes(20))},
                          {}};
  const auto states = Played(*test::ConfigOf({"a"}), recorded, 20, "a");
  EXPECT_EQ(First(states, "unknown"), 5U);
  EXPECT_EQ(states[9], "ok");
}

TEST(Night, AnOutageOfTheProviderExplainsItsAccounts) {
  std::vector<std::string> names;
  Recorded recorded{{}, {Looked(seconds(0), hours(1))}, {}};
  for (int i = 0; i < 5; ++i) names.push_back("shop-" + std::to_string(i));
  for (const std::string& name : names) recorded.records.push_back(Good(name, seconds(0)));
  for (const std::string& name : names) recorded.records.push_back(Http500(name, minutes(5)));
  std::string explained_by;
  Night night(test::ConfigOf(names), test::Shipped(), recorded, {kEvening, minutes(1), 30});
  night.Play([&](std::size_t, const Night::Shown* shown) {
    const auto& incidents = shown->fleet.Find("shop-3")->incidents;
    if (!incidents.empty()) explained_by = incidents.front().explained_by;
  });
  EXPECT_EQ(explained_by, "provider/d360");
}

TEST(Night, OnlyWhoHadTroubleIsShownInDetail) {
  const Recorded recorded{{Good("a", seconds(0)), Good("b", seconds(0)), Http500("b", minutes(2))},
                          {Looked(seconds(0), minutes(9))},
                          {}};
  Night night(test::ConfigOf({"a", "b"}), test::Shipped(), recorded, {kEvening, minutes(1), 5});
  night.Play([&](std::size_t, const Night::Shown* shown) {
    EXPECT_EQ(shown->fleet.accounts.size(), 2U);
    ASSERT_EQ(shown->accounts.accounts.size(), 1U);
    EXPECT_EQ(shown->accounts.accounts[0]->account->name, "b");
  });
}

TEST(Night, WhoIsNoAccountAnyMoreIsNamed) {
  const Recorded recorded{
      {Http500("gone", seconds(0)), Good("a", seconds(0))}, {Looked(seconds(0), minutes(9))}, {}};
  const Night night(test::ConfigOf({"a"}), test::Shipped(), recorded, {kEvening, minutes(1), 5});
  EXPECT_EQ(night.Unknown(), std::vector<std::string>{"gone"});
}

TEST(Gaps, AreLongerThanABreak) {
  const auto looked =
      WithoutBreaks({Looked(minutes(0), minutes(10)), Looked(minutes(12), minutes(20)),
                     Looked(minutes(30), minutes(58))});
  ASSERT_EQ(looked.size(), 2U);
  EXPECT_EQ(looked[0].alive, kEvening + minutes(20));
  const auto gaps = GapsBetween(looked, kEvening - minutes(5), kEvening + minutes(60));
  ASSERT_EQ(gaps.size(), 2U);
  EXPECT_EQ(gaps[0].started, kEvening - minutes(5));
  EXPECT_EQ(gaps[0].alive, kEvening);
  EXPECT_EQ(gaps[1].started, kEvening + minutes(20));
  EXPECT_EQ(gaps[1].alive, kEvening + minutes(30));
  ASSERT_EQ(GapsBetween({}, kEvening, kEvening + hours(1)).size(), 1U);
}

}  // namespace
}  // namespace wa
