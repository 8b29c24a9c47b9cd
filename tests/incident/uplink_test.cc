#include "incident/uplink.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

using std::chrono::seconds;

const SteadyTime kStarted{std::chrono::hours(1)};
const SteadyTime kBefore = kStarted - seconds(1);
const SteadyTime kAfter = kStarted + seconds(1);

TEST(Uplink, WithoutASecondHostNobodyCanTell) {
  Uplink uplink(false);
  uplink.Answered("provider", kAfter);
  EXPECT_EQ(uplink.Judge("provider", kStarted), UplinkState::kUnknown);
  EXPECT_FALSE(uplink.MustAsk("provider", kStarted));
}

TEST(Uplink, AnotherHostThatAnsweredAfterTheStartProvesIt) {
  Uplink uplink(false);
  uplink.Answered("other", kBefore);
  EXPECT_EQ(uplink.Judge("provider", kStarted), UplinkState::kUnknown);
  uplink.Answered("other", kStarted);
  EXPECT_EQ(uplink.Judge("provider", kStarted), UplinkState::kUp);
}

TEST(Uplink, OldNewsOfCanariesDoNotCount) {
  Uplink uplink(true);
  uplink.Answered("canary", kBefore);
  uplink.CanariesSilent(kBefore);
  EXPECT_EQ(uplink.Judge("provider", kStarted), UplinkState::kUnknown);
  EXPECT_TRUE(uplink.MustAsk("provider", kStarted));
}

TEST(Uplink, SilenceOfAllIsDown) {
  Uplink uplink(true);
  uplink.CanariesSilent(kStarted);
  EXPECT_EQ(uplink.Judge("provider", kStarted), UplinkState::kDown);
  EXPECT_FALSE(uplink.MustAsk("provider", kStarted));
}

TEST(Uplink, AnAnswerOutweighsSilence) {
  Uplink uplink(true);
  uplink.CanariesSilent(kStarted);
  uplink.Answered("other", kAfter);
  EXPECT_EQ(uplink.Judge("provider", kStarted), UplinkState::kUp);
}

TEST(Uplink, LatestNewsAreShown) {
  Uplink uplink(true);
  EXPECT_EQ(uplink.Latest(kBefore), UplinkState::kUnknown);
  uplink.Answered("provider", kBefore);
  EXPECT_EQ(uplink.Latest(kBefore), UplinkState::kUp);
  uplink.CanariesSilent(kStarted);
  EXPECT_EQ(uplink.Latest(kBefore), UplinkState::kDown);
  uplink.Answered("provider", kAfter);
  EXPECT_EQ(uplink.Latest(kBefore), UplinkState::kUp);
}

TEST(Uplink, OldNewsAreNone) {
  Uplink uplink(false);
  uplink.Answered("provider", kBefore);
  EXPECT_EQ(uplink.Latest(kAfter), UplinkState::kUnknown);
  Uplink silent(true);
  silent.CanariesSilent(kStarted);
  EXPECT_EQ(silent.Latest(kAfter), UplinkState::kUnknown);
}

}  // namespace
}  // namespace wa
