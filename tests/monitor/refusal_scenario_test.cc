#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "support/story.h"

// What the monitor asks while it is refused: as little as the provider says, and at once again when
// there is a reason to.
namespace wa::test {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

bool AsksForHealth(const HttpRequest& request) {
  return request.url.find("/health_status") != std::string::npos;
}

FakeTransport::Reply Refused(int status, const std::string& text) {
  return Http(status, R"({"meta":{"httpCode":)" + std::to_string(status) +
                          R"(,"developerMessage":")" + text + R"(","success":false}})");
}

// The provider's gateway: one request for health in so many seconds, and its words for any more.
class Gateway {
 public:
  Gateway(Story& story, const std::string& account, std::chrono::seconds every)
      : clock_(story.clock()), every_(every) {
    story.AnswerBy(account, [this](const HttpRequest& request) { return Answer(request); });
  }

  void SomebodyElseAsks() { admitted_ = clock_.Steady(); }

  const std::vector<SteadyTime>& asked() const { return asked_; }
  std::size_t refused() const { return refused_; }

 private:
  FakeTransport::Reply Answer(const HttpRequest& request) {
    if (!AsksForHealth(request)) return Healthy();
    const SteadyTime now = clock_.Steady();
    asked_.push_back(now);
    if (admitted_ && now - *admitted_ < every_) {
      ++refused_;
      return RateLimited(static_cast<int>(every_.count()));
    }
    admitted_ = now;
    return Healthy();
  }

  FakeClock& clock_;
  const std::chrono::seconds every_;
  std::optional<SteadyTime> admitted_;
  std::vector<SteadyTime> asked_;
  std::size_t refused_ = 0;
};

TEST(RateLimit, OneRequestEvery30SecondsIsObeyedToTheSecond) {
  PollingConfig polling;
  polling.interval = seconds(10);
  polling.trouble_interval = seconds(5);
  Story story({{"a"}}, polling);
  Gateway gateway(story, "a", seconds(30));
  story.Advance(hours(1));
  EXPECT_EQ(gateway.refused(), 1U) << "the one that told of the limit";
  const std::vector<SteadyTime>& asked = gateway.asked();
  ASSERT_GT(asked.size(), 90U) << "as often as it may";
  for (std::size_t i = 2; i < asked.size(); ++i) {
    EXPECT_GE(asked[i] - asked[i - 1], seconds(30)) << i;
    EXPECT_LE(asked[i] - asked[i - 1], seconds(30) + polling.trouble_interval + seconds(1)) << i;
  }
  EXPECT_EQ(story.State("a"), AccountState::kOk);
}

TEST(RateLimit, WhatAnotherClientUsedUpIsNotMadeWorse) {
  Story story({{"a"}});
  Gateway gateway(story, "a", seconds(30));
  story.Advance(minutes(5));
  EXPECT_EQ(gateway.refused(), 0U) << "once a minute is seldom enough";
  while (gateway.refused() == 0) {
    gateway.SomebodyElseAsks();
    story.Advance(seconds(10));
  }
  story.Advance(minutes(55));
  EXPECT_EQ(gateway.refused(), 1U);
  EXPECT_TRUE(story.Incidents("a").empty());
}

TEST(RateLimit, AProbeKeepsTheDistanceToo) {
  Story story({{"a"}});
  Gateway gateway(story, "a", seconds(30));
  gateway.SomebodyElseAsks();
  story.Advance(minutes(1));
  ASSERT_EQ(gateway.refused(), 1U);
  // The answer to the last poll was good.
  const std::size_t asked = gateway.asked().size();
  while (gateway.asked().size() == asked) story.Advance(milliseconds(100));
  story.Advance(seconds(5));
  std::vector<ProbeAnswer> answers;
  story.monitor().RequestPoll("a", [&](const ProbeAnswer& answer) { answers.push_back(answer); });
  story.Advance(milliseconds(500));
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_NE(answers.front().detail.find("rate limit"), std::string::npos) << answers.front().detail;
  EXPECT_EQ(gateway.refused(), 1U);
}

TEST(RateLimit, ALimitThatIsNoMoreIsForgotten) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  story.Answer("a", RateLimited(600));
  while (story.Incidents("a").empty()) story.Advance(milliseconds(100));
  story.Answer("a", Healthy());
  story.Advance(hours(2));
  const std::size_t asked = story.Asked("a").size();
  story.Advance(minutes(10));
  EXPECT_GE(story.Asked("a").size() - asked, 9U) << "once a minute again";
}

TEST(RateLimit, OtherQuestionsAreAskedAllTheSame) {
  Story story({{"a"}});
  Gateway gateway(story, "a", seconds(30));
  gateway.SomebodyElseAsks();
  story.Advance(hours(1));
  EXPECT_EQ(gateway.refused(), 1U);
  EXPECT_GT(story.Asked("a").size(), gateway.asked().size()) << "templates and the webhook";
}

TEST(RateLimit, ARestartDoesNotForgetHowLongToWait) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  story.Answer("a", RateLimited(300));
  while (story.Incidents("a").empty()) story.Advance(milliseconds(100));
  const SteadyTime limited = story.clock().Steady();
  story.KillAndRestart(seconds(10));
  const std::size_t asked = story.Asked("a").size();
  story.Advance(minutes(6));
  ASSERT_GT(story.Asked("a").size(), asked);
  EXPECT_GE(story.Asked("a")[asked], limited + seconds(299));
}

TEST(Refusals, AnHourOfThemCostsAHandfulOfRequests) {
  const std::vector<std::pair<std::string, FakeTransport::Reply>> refusals{
      {"invalid-api-key", InvalidKey()},
      {"path-blocked", Refused(403, "This URL /health_status is blocked")},
      {"api-disabled", Refused(400, "Your WhatsApp for Business API has been disabled")}};
  for (const auto& [slug, refusal] : refusals) {
    Story story({{"a"}});
    story.Advance(minutes(5));
    const std::size_t asked = story.Asked("a").size();
    story.Answer("a", refusal);
    story.Advance(hours(1));
    EXPECT_EQ(story.Only("a").condition->slug, slug);
    const std::size_t cost = story.Asked("a").size() - asked;
    EXPECT_LE(cost, 5U) << slug;
    EXPECT_GE(cost, 2U) << slug << " is confirmed once";
  }
}

TEST(Refusals, AFleetWithOneWrongKeyCostsAHandfulForEach) {
  constexpr int kAccounts = 200;
  std::vector<Story::AccountSpec> fleet;
  for (int i = 0; i < kAccounts; ++i) fleet.push_back({"a" + std::to_string(i)});
  Story story(std::move(fleet));
  story.Advance(minutes(15));
  std::size_t before = 0;
  for (int i = 0; i < kAccounts; ++i) {
    before += story.Asked("a" + std::to_string(i)).size();
    story.Answer("a" + std::to_string(i), InvalidKey());
  }
  story.Advance(hours(1));
  std::size_t after = 0;
  for (int i = 0; i < kAccounts; ++i) after += story.Asked("a" + std::to_string(i)).size();
  EXPECT_LE(after - before, 5U * kAccounts);
}

// The key of the account is from now on that of another one, for which answers are set.
void Rotate(Story& story, const std::string& account, const std::string& key) {
  story.Reconfigure([&](Config& config) {
    for (auto& known : config.accounts) {
      if (known->name != account) continue;
      auto rotated = std::make_shared<Account>(*known);
      rotated->api_key = Secret(key);
      known = std::move(rotated);
    }
  });
}

TEST(RotatedKey, TheNextPollUsesItAtOnce) {
  Story story({{"a"}});
  story.Answer("a-new", Healthy());
  story.Advance(minutes(5));
  story.Answer("a", InvalidKey());
  story.Advance(minutes(40));
  ASSERT_EQ(story.Only("a").condition->slug, "invalid-api-key");
  EXPECT_FALSE(story.KeysRefused().empty()) << "whoever keeps the keys is asked for another one";
  const std::size_t asked = story.Asked("a").size();
  Rotate(story, "a", "key-of-a-new");
  story.Advance(seconds(1));
  EXPECT_EQ(story.Asked("a-new").size(), 1U) << "whether it is good is asked first";
  story.Advance(minutes(1));
  EXPECT_TRUE(story.Incidents("a").empty()) << "two good polls";
  EXPECT_EQ(story.Asked("a").size(), asked) << "nobody uses the old one any more";
  EXPECT_EQ(story.State("a"), AccountState::kOk);
}

TEST(RotatedKey, TheAnswerToTheOldOneSaysNothing) {
  Story story({{"a"}});
  story.Answer("a-new", Healthy());
  story.Advance(minutes(5));
  FakeTransport::Reply late = InvalidKey();
  late.after = seconds(5);
  story.Answer("a", late);
  const std::size_t asked = story.Asked("a").size();
  while (story.Asked("a").size() == asked) story.Advance(milliseconds(100));
  Rotate(story, "a", "key-of-a-new");
  story.Advance(minutes(2));
  EXPECT_EQ(story.Opened("invalid-api-key"), 0U);
  EXPECT_GE(story.Asked("a-new").size(), 1U);
}

}  // namespace
}  // namespace wa::test
