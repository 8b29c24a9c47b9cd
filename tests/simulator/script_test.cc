#include "simulator/script.h"

#include <gtest/gtest.h>

#include <string>

#include "simulator/make_script.h"

namespace wa::simulator {
namespace {

using namespace std::chrono_literals;

TEST(Script, WithoutStepsIsAlwaysAsUsual) {
  const Script script{Named("ok"), {}, std::nullopt};
  EXPECT_EQ(AnswerAt(script, 0s)->name, "ok");
  EXPECT_EQ(AnswerAt(script, 24h)->name, "ok");
}

TEST(Script, AStepHoldsFromExactlyItsTimeUntilTheNext) {
  const Script script{
      Named("ok"), {{10s, {}, Named("500")}, {20s, {}, Named("502")}}, std::nullopt};
  EXPECT_EQ(AnswerAt(script, 9999ms)->name, "ok");
  EXPECT_EQ(AnswerAt(script, 10s)->name, "500");
  EXPECT_EQ(AnswerAt(script, 19999ms)->name, "500");
  EXPECT_EQ(AnswerAt(script, 20s)->name, "502");
  EXPECT_EQ(AnswerAt(script, 1000h)->name, "502");
}

TEST(Script, AStepThatLastsGivesWayToTheUsualAnswer) {
  const Script script{
      Named("ok"), {{10s, 5s, Named("500")}, {30s, {}, Named("502")}}, std::nullopt};
  EXPECT_EQ(AnswerAt(script, 14999ms)->name, "500");
  EXPECT_EQ(AnswerAt(script, 15s)->name, "ok");
  EXPECT_EQ(AnswerAt(script, 30s)->name, "502");
}

TEST(Script, TheNextStepCutsOneThatWouldLastLonger) {
  const Script script{
      Named("ok"), {{10s, 1h, Named("500")}, {20s, 1s, Named("502")}}, std::nullopt};
  EXPECT_EQ(AnswerAt(script, 20s)->name, "502");
  EXPECT_EQ(AnswerAt(script, 21s)->name, "ok");
}

TEST(Script, RepeatsItsTimeLine) {
  const Script script{Named("ok"), {{2h, 9min, Named("500")}}, 24h};
  for (const auto day : {0h, 24h, 240h}) {
    EXPECT_EQ(AnswerAt(script, day + 2h - 1ns)->name, "ok");
    EXPECT_EQ(AnswerAt(script, day + 2h)->name, "500");
    EXPECT_EQ(AnswerAt(script, day + 2h + 9min)->name, "ok");
  }
}

TEST(Script, AShareTakesAStepAndTheOthersPassOverIt) {
  const Script script{
      Named("ok"), {{10s, {}, Named("500"), 0.5}, {20s, 5s, Named("502"), 0.1}}, std::nullopt};
  EXPECT_EQ(AnswerAt(script, 15s, 0.49)->name, "500");
  EXPECT_EQ(AnswerAt(script, 15s, 0.5)->name, "ok");
  EXPECT_EQ(AnswerAt(script, 22s, 0.05)->name, "502");
  EXPECT_EQ(AnswerAt(script, 22s, 0.3)->name, "500") << "still in the step before";
  EXPECT_EQ(AnswerAt(script, 25s, 0.05)->name, "ok");
}

TEST(Script, PlacesAreSpreadEvenly) {
  int below = 0;
  for (int i = 0; i < 20'000; ++i) below += PlaceOf("shop-" + std::to_string(i)) < 0.25 ? 1 : 0;
  EXPECT_NEAR(below, 5'000, 200);
  EXPECT_EQ(PlaceOf("shop-1"), PlaceOf("shop-1"));
}

}  // namespace
}  // namespace wa::simulator
