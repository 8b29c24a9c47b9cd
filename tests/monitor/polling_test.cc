#include <gtest/gtest.h>

#include <chrono>
#include <numeric>
#include <string>
#include <vector>

#include "schedule/budget.h"
#include "support/story.h"

// Who is polled when places, budgets and canaries are scarce.
namespace wa::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// No answer for the whole time that a request may take.
FakeTransport::Reply SilentForTenSeconds() {
  FakeTransport::Reply reply = Silent();
  reply.after = seconds(10);
  return reply;
}

std::vector<Story::AccountSpec> Fleet(const std::string& provider, int accounts) {
  std::vector<Story::AccountSpec> fleet;
  for (int i = 0; i < accounts; ++i) {
    fleet.push_back({provider + "-" + std::to_string(i), Plan::kRegular, provider});
  }
  return fleet;
}

void Silence(Story& story, const std::string& provider, int accounts) {
  for (int i = 0; i < accounts; ++i) {
    story.Answer(provider + "-" + std::to_string(i), SilentForTenSeconds());
  }
}

// The longest time between two polls of the account, up to now, without the first sweep.
Duration LongestGap(Story& story, const std::string& account) {
  std::vector<SteadyTime> asked = story.Asked(account);
  if (asked.empty()) return Duration::max();
  asked.erase(asked.begin());
  asked.push_back(story.clock().Steady());
  Duration longest{0};
  for (std::size_t i = 1; i < asked.size(); ++i) {
    longest = std::max(longest, asked[i] - asked[i - 1]);
  }
  return longest;
}

std::uint64_t Skipped(Story& story, const std::string& provider, SkipReason reason) {
  return story.monitor().Snapshot()->tallies.at(provider).skipped.at(
      static_cast<std::size_t>(reason));
}

TEST(Polling, ASilentProviderDoesNotHoldUpTheOthers) {
  PollingConfig polling;
  polling.max_in_flight = 40;
  std::vector<Story::AccountSpec> fleet = Fleet("a-silent", 400);
  for (Story::AccountSpec& spec : Fleet("well", 3)) fleet.push_back(std::move(spec));
  Story story(std::move(fleet), polling);
  Silence(story, "a-silent", 400);
  story.Advance(minutes(10));
  for (const std::string account : {"well-0", "well-1", "well-2"}) {
    EXPECT_LT(LongestGap(story, account), seconds(75)) << account;
    EXPECT_EQ(story.State(account), AccountState::kOk);
  }
}

TEST(Polling, ALargeSilentFleetIsStillAskedOnceAnInterval) {
  Story story(Fleet("d360", 1200));
  Silence(story, "d360", 1200);
  story.Advance(minutes(10));
  EXPECT_LT(story.monitor().Snapshot()->poll_lag, seconds(60));
  EXPECT_LT(LongestGap(story, "d360-77"), minutes(2));
}

TEST(Polling, AHeldBackPollIsCountedOnce) {
  PollingConfig polling;
  polling.max_in_flight = 1;
  Story story(Fleet("d360", 2), polling);
  story.Advance(minutes(5));
  const std::uint64_t before = Skipped(story, "d360", SkipReason::kOverload);
  // Holds the only place for longer than an interval, while the loop turns once a second.
  FakeTransport::Reply slow = Healthy();
  slow.after = seconds(90);
  story.Answer("d360-0", slow);
  const std::size_t asked = story.Asked("d360-0").size();
  while (story.Asked("d360-0").size() == asked) story.Advance(milliseconds(1));
  story.Advance(seconds(85));
  EXPECT_EQ(Skipped(story, "d360", SkipReason::kOverload) - before, 1U);
}

TEST(Polling, CountsHowLateEachPollIsMade) {
  PollingConfig polling;
  polling.max_in_flight = 1;
  Story story(Fleet("d360", 2), polling);
  story.Advance(minutes(5));
  const auto tallies = [&] { return story.monitor().Snapshot()->tallies.at("d360"); };
  const auto delays = [&] { return tallies().poll_delay; };
  const auto polls = tallies().operations.at(static_cast<std::size_t>(Operation::kHealth)).requests;
  EXPECT_GE(polls, 8U);
  const auto counts = delays().counts;
  EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}), polls);
  EXPECT_LT(delays().sum, 0.1);
  // The other account's poll falls into this answer, and waits for its end.
  FakeTransport::Reply slow = Healthy();
  slow.after = seconds(90);
  story.Answer("d360-0", slow);
  const std::size_t asked = story.Asked("d360-0").size();
  while (story.Asked("d360-0").size() == asked) story.Advance(milliseconds(1));
  story.Advance(seconds(95));
  EXPECT_EQ(delays().counts.back(), 1U) << "over 30 s";
  EXPECT_GT(delays().sum, 30.0);
}

// How many health polls of a provider were made more than a bound of the tally (seconds) late.
std::uint64_t Late(Story& story, const std::string& provider, double bound) {
  const auto delays = story.monitor().Snapshot()->tallies.at(provider).poll_delay;
  std::uint64_t late = 0;
  for (std::size_t i = 1; i < delays.counts.size(); ++i) {
    if (kPollDelayBounds[i - 1] >= bound) late += delays.counts[i];
  }
  return late;
}

// The budget of a provider is a fifth more than its healthy accounts need.
TEST(Polling, TheFirstSweepOfAFleetLeavesTheBudgetForTheNext) {
  for (const int accounts : {3, 60, 120, 200, 500, 1500}) {
    Story story(Fleet("d360", accounts));
    story.Advance(minutes(4));
    EXPECT_EQ(Late(story, "d360", 1), 0U) << accounts << " accounts";
    EXPECT_EQ(Skipped(story, "d360", SkipReason::kOverload), 0U) << accounts << " accounts";
  }
}

TEST(Polling, AFleetInTroubleIsNotAskedMoreOftenThanItsBudgetAllows) {
  Story story(Fleet("d360", 1000));
  story.Advance(minutes(3));
  for (int i = 0; i < 1000; ++i) story.Answer("d360-" + std::to_string(i), Http500());
  story.Advance(minutes(15));
  EXPECT_EQ(Late(story, "d360", 5), 0U);
  for (int i = 0; i < 1000; ++i) story.Answer("d360-" + std::to_string(i), Healthy());
  story.Advance(minutes(5));
  EXPECT_EQ(Late(story, "d360", 5), 0U);
  EXPECT_TRUE(story.Incidents("d360-7").empty());
}

TEST(Polling, AFewInTroubleAreAskedMoreOftenInAnyFleet) {
  Story story(Fleet("d360", 1000));
  story.Advance(minutes(3));
  for (int i = 0; i < 5; ++i) story.Answer("d360-" + std::to_string(i), Http500());
  story.Advance(minutes(1));
  const std::size_t before = story.Asked("d360-3").size();
  story.Advance(minutes(4));
  EXPECT_GE(story.Asked("d360-3").size() - before, 15U) << "every 15 s";
}

TEST(Polling, AProbeThatFindsNoRoomIsRefusedInTime) {
  PollingConfig polling;
  polling.max_in_flight = 1;
  Story story(Fleet("d360", 2), polling);
  story.Advance(minutes(5));
  FakeTransport::Reply slow = Healthy();
  slow.after = seconds(60);
  story.Answer("d360-0", slow);
  const std::size_t asked = story.Asked("d360-0").size();
  while (story.Asked("d360-0").size() == asked) story.Advance(milliseconds(1));
  std::vector<ProbeAnswer> answers;
  story.monitor().RequestPoll("d360-1", [&](const ProbeAnswer& a) { answers.push_back(a); });
  story.Advance(seconds(9));
  EXPECT_TRUE(answers.empty());
  story.Advance(seconds(1) + milliseconds(10));
  ASSERT_EQ(answers.size(), 1U) << "not after the poll that holds the place";
  EXPECT_FALSE(answers.front().success);
  EXPECT_NE(answers.front().detail.find("polling.max_in_flight"), std::string::npos)
      << answers.front().detail;
}

TEST(Polling, ARemarkIsPolledAtTheUsualPace) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  // Calls are blocked, which is a remark: the state stays ok.
  story.Answer("a", Http(200, R"({"health_status":{"can_send_message":"AVAILABLE","entities":[)"
                              R"({"entity_type":"PHONE_NUMBER","id":"1",)"
                              R"("can_send_message":"AVAILABLE",)"
                              R"("can_receive_call_sip":"BLOCKED"}]},"id":"1"})"));
  story.Advance(minutes(5));
  ASSERT_EQ(story.Incidents("a").size(), 1U);
  ASSERT_EQ(story.Only("a").condition->state, AccountState::kOk);
  story.Answer("a", Healthy());
  const std::size_t asked = story.Asked("a").size();
  while (story.Asked("a").size() == asked) story.Advance(milliseconds(1));
  ASSERT_EQ(story.Incidents("a").size(), 1U) << "one good poll closes nothing";
  story.Advance(seconds(40));
  EXPECT_EQ(story.Asked("a").size(), asked + 1);
}

TEST(Polling, TheUplinkIsUnknownOnceNobodyHasAnsweredForAWhile) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  EXPECT_EQ(story.monitor().Snapshot()->uplink, "up");
  story.Answer("a", Silent());
  story.Advance(minutes(10));
  EXPECT_EQ(story.monitor().Snapshot()->uplink, "unknown");
}

TEST(Polling, TheLoopIsAliveFromItsStart) {
  Story story({{"a"}});
  EXPECT_EQ(story.monitor().LastTurn(), story.clock().Steady());
}

TEST(Polling, TheCanariesHaveRoomHoweverManyPollsAreSilent) {
  PollingConfig polling;
  polling.canary_urls.assign(3, "https://canary.test/");
  polling.max_in_flight = 100;
  constexpr std::size_t kFewDescriptors = 10;
  Story story(Fleet("d360", 100), polling, kFewDescriptors);
  Silence(story, "d360", 100);
  story.Advance(minutes(5));
  EXPECT_LE(story.transport().most_flying(), kFewDescriptors);
  EXPECT_FALSE(story.Asked("canary").empty());
  EXPECT_EQ(story.Only("d360-7").condition->slug, "unreachable");
}

// A server that ends connections before it looks at what was asked makes each poll several
// requests.
TEST(Polling, WhatIsAskedAgainCountsInTheBudget) {
  constexpr int kAccounts = 600;
  constexpr int kRepeats = 5;
  Story story(Fleet("d360", kAccounts));
  FakeTransport::Reply again = Healthy();
  again.repeats = kRepeats;
  for (int i = 0; i < kAccounts; ++i) story.Answer("d360-" + std::to_string(i), again);
  story.Advance(minutes(10));
  const double per_second = DefaultRequestsPerSecond(kAccounts, minutes(1));
  const std::size_t requests = story.transport().asked().size() * (1 + kRepeats);
  EXPECT_LT(requests, static_cast<std::size_t>(1.1 * per_second * 600));
  EXPECT_GT(requests, static_cast<std::size_t>(0.9 * per_second * 600));
}

TEST(Polling, AProbeThatWaitsForItsBudgetDoesNotKeepTheLoopTurning) {
  Story story({{"a"}, {"b", Plan::kRegular, "other"}});
  story.Advance(minutes(5));
  // Uses up the budget of a's provider; the one of b's is full all the time.
  std::vector<ProbeAnswer> answers;
  for (int i = 0; i < 100; ++i) {
    answers.clear();
    const std::size_t asked = story.Asked("a").size();
    story.monitor().RequestPoll("a", [&](const ProbeAnswer& a) { answers.push_back(a); });
    story.monitor().Step();
    if (story.Asked("a").size() == asked) break;
    while (answers.empty()) story.monitor().Step();
  }
  ASSERT_TRUE(answers.empty()) << "it waits";
  const std::size_t waits = story.transport().waits();
  for (int turn = 0; turn < 100 && answers.empty(); ++turn) story.monitor().Step();
  EXPECT_EQ(answers.size(), 1U);
  EXPECT_LT(story.transport().waits() - waits, 10U);
}

TEST(Polling, ARateLimitWithoutMeasureSilencesTheMonitorForADayAtMost) {
  Story story({{"a"}});
  story.Answer("a", RateLimited(7 * 24 * 3600));
  story.Advance(minutes(10));
  ASSERT_EQ(story.Asked("a").size(), 1U);
  story.Advance(std::chrono::hours(24));
  EXPECT_EQ(story.Asked("a").size(), 2U);
}

TEST(Polling, WhatAnAnswerTellsOfTheNumberIsKept) {
  Story story({{"a"}});
  story.Answer("a", Http(200, R"({"health_status":{"can_send_message":"AVAILABLE","entities":[]},)"
                              R"("quality_rating":"YELLOW","status":"CONNECTED","id":"1"})"));
  story.Advance(minutes(2));
  EXPECT_EQ(story.Status("a").number->quality_level, 1);
  EXPECT_EQ(story.Status("a").number->status, "connected");
}

TEST(Polling, WhatIsAskedSeldomIsFirstAskedWithinItsInterval) {
  PollingConfig polling;
  polling.webhook_interval = minutes(1);
  polling.templates_interval = std::chrono::hours(6);
  Story story({{"a"}, {"b"}, {"c"}, {"d"}}, polling);
  story.Advance(minutes(1));
  std::size_t webhooks = 0;
  for (const auto& asked : story.transport().asked()) {
    if (asked.url.find("/v1/configs/webhook") != std::string::npos) ++webhooks;
  }
  EXPECT_EQ(webhooks, 4U);
}

// Graph code 100 is what is wrong with a sender's message; a question of ours that is refused so is
// a trouble that nobody knows.
TEST(Polling, ARefusedQuestionIsNoRemark) {
  Story story({{"a"}});
  story.Answer("a",
               Http(400, R"({"error": {"code": 100, "message": "(#100) Invalid parameter"}})"));
  story.Advance(minutes(5));
  EXPECT_EQ(story.Only("a").condition->slug, "unknown-error");
}

// What came before in the same words is not read again, and must not outlive other words.
TEST(Polling, EachAnswerIsTakenAsItIsHoweverOftenTheLastOneCame) {
  const auto rated = [](const std::string& quality) {
    return Http(200, R"({"health_status": {"can_send_message": "AVAILABLE"}, "quality_rating": ")" +
                         quality + R"("})");
  };
  Story story({{"a"}});
  const std::vector<std::pair<std::string, int>> told = {
      {"GREEN", 0}, {"YELLOW", 1}, {"GREEN", 0}, {"RED", 2}, {"GREEN", 0}};
  for (const auto& [quality, level] : told) {
    story.Answer("a", rated(quality));
    story.Advance(minutes(5));
    EXPECT_EQ(story.Status("a").number->quality_level, level) << quality;
    story.Answer("a", Http500());
    story.Advance(minutes(2));
    EXPECT_NE(story.State("a"), AccountState::kOk);
  }
  story.Answer("a", rated("GREEN"));
  story.Advance(minutes(5));
  EXPECT_EQ(story.State("a"), AccountState::kOk);
}

}  // namespace
}  // namespace wa::test
