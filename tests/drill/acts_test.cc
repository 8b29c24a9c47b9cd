#include "drill/acts.h"

#include <gtest/gtest.h>

#include "load/load_conditions.h"

namespace wa::drill {
namespace {

using namespace std::chrono_literals;

TEST(MakeActs, ThoseThatDisturbOthersAreApartAndNoFasterThanTheyCanBe) {
  const auto plays = ParsePlays(
      "[[play]]\ncondition = 'internal-server-error'\npoll = '{}'\n"
      "[[play]]\ncondition = 'uplink-down'\nby = 'silence'\napart = true\nfastest = 10\n"
      "[[play]]\ncondition = 'stack-not-running'\npoll = '{}'\n",
      "p");
  const auto catalogue = LoadConditions("");
  ASSERT_TRUE(plays && catalogue);
  drill::Setup setup;
  setup.tempo.speed = 60;
  const auto acts =
      MakeActs(setup, {&plays->at(0), &plays->at(1), &plays->at(2)}, **catalogue, {}, 10min);
  ASSERT_EQ(acts.size(), 2U);
  EXPECT_EQ(acts[0].setup.cast.size(), 2U);
  EXPECT_EQ(acts[0].setup.tempo.speed, 60);
  EXPECT_EQ(acts[0].setup.tempo.floor, Duration(2s));
  EXPECT_EQ(acts[0].played, Duration(10s));
  EXPECT_EQ(acts[1].setup.cast.at(0).condition->slug, "uplink-down");
  EXPECT_EQ(acts[1].setup.tempo.speed, 10);
  EXPECT_EQ(acts[1].setup.tempo.floor, Duration(1s));
  EXPECT_EQ(acts[1].played, Duration(60s));
}

// Whose address is asked for every minute, or whom the exporter judges every five seconds, is found
// out no sooner at any speed.
TEST(ExpectationOf, CountsWhatNoSpeedShortens) {
  const auto plays = ParsePlays(
      "[[play]]\ncondition = 'internal-server-error'\npoll = '{}'\n"
      "[[play]]\ncondition = 'internal-server-error-2'\npoll = '{}'\nwebhook_every = '1m'\n",
      "p");
  const auto catalogue = LoadConditions("");
  ASSERT_TRUE(plays && catalogue);
  drill::Setup setup;
  setup.tempo.speed = 60;
  auto cast = MakeCast({&plays->at(0)}, **catalogue, {});
  const Expectation usual = ExpectationOf(cast[0], setup, {});
  cast[0].play = &plays->at(1);
  EXPECT_GT(ExpectationOf(cast[0], setup, {}).latest, usual.latest + Duration(2 * 59s));
  cast[0].play = &plays->at(0);
  Condition fleet = *cast[0].condition;
  fleet.seen_by = Operation::kFleet;
  cast[0].condition = &fleet;
  EXPECT_GE(ExpectationOf(cast[0], setup, {}).latest, usual.latest + Duration(10s));
}

}  // namespace
}  // namespace wa::drill
