#include "drill/plays.h"

#include <gtest/gtest.h>

#include <set>

#include "drill/cast.h"
#include "load/load_conditions.h"

namespace wa::drill {
namespace {

std::string FirstProblem(std::string_view toml) {
  const auto plays = ParsePlays(toml, "p");
  return plays ? "" : plays.error().front().message;
}

TEST(Plays, AreThoseOfTheCatalogueEachOnce) {
  const auto plays = ParsePlays(EmbeddedPlays(), "plays.toml");
  ASSERT_TRUE(plays) << plays.error().front().Format();
  std::set<std::string> played;
  for (const Play& play : *plays) played.insert(play.condition);
  const auto catalogue = LoadConditions("");
  ASSERT_TRUE(catalogue);
  std::set<std::string> known;
  for (const Condition& condition : *(*catalogue)->conditions()) known.insert(condition.slug);
  EXPECT_EQ(played, known);
}

TEST(Plays, RefuseTwoWaysNoWayAndTwice) {
  EXPECT_EQ(FirstProblem("[[play]]\ncondition = 'a'\npoll = '{}'\n"), "");
  EXPECT_NE(FirstProblem("[[play]]\ncondition = 'a'\n"), "");
  EXPECT_NE(FirstProblem("[[play]]\ncondition = 'a'\npoll = '{}'\nby = 'silence'\n"), "");
  EXPECT_NE(FirstProblem("[[play]]\ncondition = 'a'\nby = 'silence'\nover = '{}'\n"), "");
  EXPECT_NE(FirstProblem("[[play]]\ncondition = 'a'\npoll = '{}'\naccounts = 0\n"), "");
  EXPECT_NE(FirstProblem("[[play]]\ncondition = 'a'\npoll = '{}'\nover = '{}'\n"), "");
  EXPECT_EQ(FirstProblem("[[play]]\ncondition = 'a'\npoll = '{}'\n"
                         "[[play]]\ncondition = 'a'\npoll = '{}'\n"),
            "stands twice");
}

TEST(Cast, HasAnAccountOfItsOwnForEachPlayAndTheUsersGraces) {
  const auto plays = ParsePlays(EmbeddedPlays(), "plays.toml");
  const auto catalogue = LoadConditions("");
  ASSERT_TRUE(plays && catalogue);
  ConditionOverrides overrides;
  overrides["stack-not-running"].grace = std::chrono::minutes(3);
  const auto cast = MakeCast({&plays->at(0), &plays->at(1)}, **catalogue, overrides);
  ASSERT_EQ(cast.size(), 2U);
  EXPECT_EQ(cast[0].name, "drill-internal-server-error");
  EXPECT_EQ(cast[0].grace, Duration(std::chrono::minutes(10)));
  EXPECT_EQ(cast[1].grace, Duration(std::chrono::minutes(3)));
  EXPECT_NE(cast[0].accounts.at(0).waba_id, cast[1].accounts.at(0).waba_id);
  EXPECT_TRUE(cast[0].IsMeantBy("provider/drill-internal-server-error"));
  EXPECT_FALSE(cast[0].IsMeantBy(cast[1].name));
}

TEST(Cast, APlayMayNeedSeveralAccountsOfOneProvider) {
  const auto plays = ParsePlays(
      "[[play]]\ncondition = 'provider-outage'\npoll = '{}'\naccounts = 3\n"
      "[[play]]\ncondition = 'uplink-down'\nby = 'silence'\n",
      "p");
  const auto catalogue = LoadConditions("");
  ASSERT_TRUE(plays && catalogue);
  const auto cast = MakeCast({&plays->at(0), &plays->at(1)}, **catalogue, {});
  EXPECT_EQ(CountAccounts(cast), 4U);
  EXPECT_TRUE(cast[0].IsMeantBy("drill-provider-outage-3"));
  EXPECT_TRUE(cast[0].IsMeantBy("provider/drill-provider-outage"));
  EXPECT_FALSE(cast[0].IsMeantBy("exporter/uplink"));
  EXPECT_TRUE(cast[1].IsMeantBy("exporter/uplink"));
  EXPECT_NE(cast[0].accounts[2].waba_id, cast[1].accounts[0].waba_id);
}

// What is no incident lasts as long as the rule of the alert says.
TEST(Cast, TakesTheTimeOfTheAlertThatTellsInstead) {
  const auto plays = ParsePlays(
      "[[play]]\ncondition = 'local-trouble'\nby = 'no-descriptors'\n"
      "[play.instead]\nalert = 'WabaA'\nseverity = 'critical'\nafter = '5m'\nwhy = 'w'\n",
      "p");
  const auto catalogue = LoadConditions("");
  ASSERT_TRUE(plays && catalogue);
  const auto cast = MakeCast({&plays->at(0)}, **catalogue, {});
  EXPECT_EQ(cast[0].grace, Duration(std::chrono::minutes(5)));
}

TEST(Cast, FillsInWhatNewsSay) {
  SimulatedAccount account;
  account.name = "drill-a";
  account.waba_id = "77";
  account.phone_number = "49";
  const SystemTime now{std::chrono::seconds(1000)};
  EXPECT_EQ(FilledIn("{waba} {phone} {event} {now} {other}", account, 5, now),
            "77 49 drill-a-5 1000 {other}");
}

}  // namespace
}  // namespace wa::drill
