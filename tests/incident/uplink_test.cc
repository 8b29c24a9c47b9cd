#include "incident/uplink.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace wa {
namespace {

using std::chrono::seconds;

const SteadyTime kStarted{std::chrono::hours(1)};
const SteadyTime kBefore = kStarted - seconds(1);
const SteadyTime kAfter = kStarted + seconds(1);

constexpr HostNews kHasAnswered{true, false};
constexpr HostNews kIsSilent{false, false};
constexpr HostNews kNotReached{false, true};  // no address, or no way there

struct SignCase {
  std::string what;
  std::vector<HostNews> providers;
  std::optional<UplinkSign> sign;
};

TEST(UplinkSigns, OfWhatTheProvidersSayTogether) {
  const std::vector<SignCase> cases{
      {"nobody was asked", {}, {}},
      {"one answers", {kHasAnswered}, {}},
      {"the silence of one is its own", {kIsSilent}, {}},
      {"one, and the request never left us", {kNotReached}, UplinkSign::kOwnError},
      {"one of two is silent", {kIsSilent, kHasAnswered}, {}},
      {"one of two is not reached, the other answers", {kNotReached, kHasAnswered}, {}},
      {"two are silent", {kIsSilent, kIsSilent}, UplinkSign::kProviders},
      {"two are silent, a third answers", {kIsSilent, kIsSilent, kHasAnswered}, {}},
      {"two, and a request never left us", {kIsSilent, kNotReached}, UplinkSign::kOwnError},
      {"two are not reached", {kNotReached, kNotReached}, UplinkSign::kOwnError},
  };
  for (const SignCase& one : cases) EXPECT_EQ(SignOf(one.providers), one.sign) << one.what;
}

Uplink WithoutCanaries(Uplink::Hosts providers) {
  Uplink uplink(false);
  uplink.Configure(false, std::move(providers));
  return uplink;
}

TEST(Uplink, SilenceOfTwoProvidersIsDown) {
  Uplink uplink = WithoutCanaries({"a", "b"});
  uplink.Silent("a", kStarted, false, kBefore);
  EXPECT_EQ(uplink.Judge("a", kStarted), UplinkState::kUnknown);
  uplink.Silent("b", kAfter, false, kBefore);
  EXPECT_EQ(uplink.Judge("b", kAfter), UplinkState::kDown);
  EXPECT_EQ(uplink.Sign(), UplinkSign::kProviders);
  EXPECT_EQ(uplink.Latest(kBefore), UplinkState::kDown);
  uplink.Answered("a", kAfter + seconds(1));
  EXPECT_EQ(uplink.Latest(kBefore), UplinkState::kUp);
}

TEST(Uplink, AProviderThatAnsweredLatelyMustFallSilentItself) {
  Uplink uplink = WithoutCanaries({"a", "b", "c"});
  uplink.Answered("c", kBefore);
  uplink.Silent("a", kStarted, false, kBefore);
  uplink.Silent("b", kStarted, false, kBefore);
  EXPECT_EQ(uplink.Judge("b", kStarted), UplinkState::kUnknown);
  uplink.Silent("c", kAfter, false, kBefore);
  EXPECT_EQ(uplink.Judge("c", kAfter), UplinkState::kDown);
}

TEST(Uplink, WhatIsTooOldSaysNothing) {
  Uplink uplink = WithoutCanaries({"a", "b", "c"});
  uplink.Answered("c", kBefore);
  uplink.Silent("a", kBefore, false, kBefore);
  uplink.Silent("b", kAfter, false, kStarted);
  EXPECT_EQ(uplink.Judge("b", kAfter), UplinkState::kUnknown) << "the silence of a is old news";
  uplink.Silent("a", kAfter, false, kStarted);
  EXPECT_EQ(uplink.Judge("a", kAfter), UplinkState::kDown) << "so is the answer of c";
}

// Some of its accounts got an answer while another waited.
TEST(Uplink, AProviderThatAnswersOthersIsNotSilent) {
  Uplink uplink = WithoutCanaries({"a", "b"});
  uplink.Silent("a", kStarted, false, kBefore);
  uplink.Answered("b", kAfter);
  uplink.Silent("b", kStarted, false, kBefore);
  EXPECT_EQ(uplink.Latest(kBefore), UplinkState::kUp);
}

TEST(Uplink, ARequestThatNeverLeftUsIsDownWithOneProvider) {
  Uplink uplink = WithoutCanaries({"a"});
  uplink.Silent("a", kStarted, true, kBefore);
  EXPECT_EQ(uplink.Judge("a", kStarted), UplinkState::kDown);
  EXPECT_EQ(uplink.Sign(), UplinkSign::kOwnError);
}

TEST(Uplink, CanariesAreTheBetterWitness) {
  Uplink uplink(true);
  uplink.Configure(true, {"a", "b"});
  uplink.Silent("a", kStarted, true, kBefore);
  uplink.Silent("b", kStarted, true, kBefore);
  EXPECT_EQ(uplink.Judge("b", kStarted), UplinkState::kUnknown);
  EXPECT_TRUE(uplink.MustAsk("b", kStarted));
  uplink.CanariesSilent(kStarted);
  EXPECT_EQ(uplink.Judge("b", kStarted), UplinkState::kDown);
  EXPECT_EQ(uplink.Sign(), UplinkSign::kCanaries);
}

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

// A request of while nobody answered was lost on our side, whoever answers since.
TEST(Uplink, WhatWasAskedBeforeItWasBackProvesNothing) {
  Uplink uplink(true);
  uplink.CanariesSilent(kStarted);
  uplink.CanaryAnswered("canary", kAfter);
  EXPECT_EQ(uplink.Judge("provider", kBefore), UplinkState::kDown);
  EXPECT_EQ(uplink.Judge("provider", kStarted), UplinkState::kDown);
  EXPECT_FALSE(uplink.MustAsk("provider", kStarted));
  EXPECT_EQ(uplink.Judge("provider", kAfter), UplinkState::kUp);
}

TEST(Uplink, NorWhereThereAreNoCanaries) {
  Uplink uplink = WithoutCanaries({"a", "b"});
  uplink.Silent("a", kStarted, false, kBefore);
  uplink.Silent("b", kStarted, false, kBefore);
  uplink.Answered("b", kAfter);
  EXPECT_EQ(uplink.Judge("a", kStarted), UplinkState::kDown);
  EXPECT_EQ(uplink.Judge("a", kAfter), UplinkState::kUp);
}

// Whether our network was down, or only the canaries, they must say themselves.
TEST(Uplink, AnAnswerOfOthersAfterSilenceAsksTheCanariesAgain) {
  Uplink uplink(true);
  uplink.CanariesSilent(kStarted);
  uplink.Answered("other", kAfter);
  EXPECT_EQ(uplink.Judge("provider", kStarted), UplinkState::kUnknown);
  EXPECT_TRUE(uplink.MustAsk("provider", kStarted));
  Uplink back = uplink;
  back.CanaryAnswered("canary", kAfter + seconds(1));
  EXPECT_EQ(back.Judge("provider", kStarted), UplinkState::kDown);
  // Those who were asked before the answer say nothing of it.
  uplink.CanariesSilent(kStarted);
  EXPECT_TRUE(uplink.MustAsk("provider", kStarted));
}

TEST(Uplink, AnAnswerOutweighsCanariesThatStaySilent) {
  Uplink uplink(true);
  uplink.CanariesSilent(kStarted);
  uplink.Answered("other", kAfter);
  uplink.CanariesSilent(kAfter);
  EXPECT_EQ(uplink.Judge("provider", kStarted), UplinkState::kUp);
}

// One answer shows that it is back; what falls silent later is judged by itself.
TEST(Uplink, ItIsBackOnce) {
  Uplink uplink(true);
  uplink.CanariesSilent(kStarted);
  uplink.CanaryAnswered("canary", kAfter);
  uplink.Answered("other", kAfter + seconds(5));
  EXPECT_EQ(uplink.Judge("provider", kAfter + seconds(1)), UplinkState::kUp);
  uplink.CanariesSilent(kAfter + seconds(6));
  uplink.CanaryAnswered("canary", kAfter + seconds(9));
  EXPECT_EQ(uplink.Judge("provider", kAfter + seconds(8)), UplinkState::kDown);
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
