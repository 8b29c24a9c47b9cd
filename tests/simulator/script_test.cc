#include "simulator/script.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace wa::simulator
