#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "support/story.h"

// Stories of hours in milliseconds: the real loop, classifier, tracker and schedule on a clock that
// the test moves, against answers in the provider's own words.
namespace wa::test {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// Until the first 500 was seen, so that ages below are counted from the start of the incident.
void BreakAndWaitForIncident(Story& story, const std::string& account,
                             const FakeTransport::Reply& reply) {
  story.Answer(account, reply);
  while (story.Incidents(account).empty()) story.Advance(milliseconds(1));
}

Duration Age(Story& story, const std::string& account) {
  return story.Now() - story.Only(account).start;
}

TEST(Scenario, AHealthyAccountIsPolledOnceAnInterval) {
  Story story({{"a"}});
  story.Advance(hours(1));
  EXPECT_EQ(story.State("a"), AccountState::kOk);
  EXPECT_TRUE(story.Incidents("a").empty());
  EXPECT_NEAR(static_cast<double>(story.Asked("a").size()), 60.0, 2.0);
}

TEST(Scenario, NineFiftyNineIsARestartWithinTheAllowance) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  BreakAndWaitForIncident(story, "a", Http500());
  story.Advance(minutes(9) + seconds(59) - Age(story, "a"));
  EXPECT_FALSE(story.Only("a").Overdue());
  EXPECT_EQ(story.State("a"), AccountState::kWait);
  story.Answer("a", Healthy());
  story.Advance(minutes(2));
  EXPECT_TRUE(story.Incidents("a").empty());
  EXPECT_EQ(story.State("a"), AccountState::kOk);
  EXPECT_EQ(story.Status("a").restarts, 1U);
  EXPECT_GT(story.Status("a").restart_time, minutes(9));
}

TEST(Scenario, ATenMinuteOneSecondOutageIsOneOverdueIncident) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  BreakAndWaitForIncident(story, "a", Http500());
  // The poll that is made for the moment a grace ends has had its time to be answered.
  story.Advance(minutes(10) + seconds(1) + milliseconds(200) - Age(story, "a"));
  const IncidentView incident = story.Only("a");
  EXPECT_TRUE(incident.Overdue());
  EXPECT_GE(incident.Lasted(), minutes(10) + seconds(1));
  EXPECT_LT(incident.Lasted(), minutes(10) + seconds(2));
  EXPECT_EQ(incident.condition->slug, "internal-server-error");
  EXPECT_EQ(story.State("a"), AccountState::kSupport);
  EXPECT_EQ(story.Opened("internal-server-error"), 1U);
  story.Answer("a", Healthy());
  story.Advance(minutes(2));
  EXPECT_EQ(story.State("a"), AccountState::kOk);
  EXPECT_EQ(story.Status("a").restarts, 0U) << "longer than the allowance is not a restart";
}

TEST(Scenario, PremiumMayNotRestartForTenMinutes) {
  Story story({{"a", Plan::kPremium}});
  story.Advance(minutes(5));
  BreakAndWaitForIncident(story, "a", Http500());
  story.Advance(minutes(3));
  EXPECT_TRUE(story.Only("a").Overdue());
  EXPECT_EQ(story.Only("a").grace, minutes(2));
}

TEST(Scenario, OneGoodPollInBetweenDoesNotRestartTheClock) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  BreakAndWaitForIncident(story, "a", Http500());
  const SystemTime start = story.Only("a").start;
  const std::size_t polls = story.Asked("a").size();
  story.Answer("a", Healthy());
  while (story.Asked("a").size() == polls) story.Advance(milliseconds(1));
  story.Answer("a", Http500());
  story.Advance(minutes(2));
  EXPECT_EQ(story.Only("a").start, start);
  EXPECT_EQ(story.Opened("internal-server-error"), 1U);
}

TEST(Scenario, A500ThatBecomesA502IsOneUnavailability) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  BreakAndWaitForIncident(story, "a", Http500());
  const SystemTime start = story.Only("a").start;
  story.Advance(minutes(4));
  story.Answer("a", Http502());
  story.Advance(minutes(7));
  const IncidentView incident = story.Only("a");
  EXPECT_EQ(incident.start, start);
  EXPECT_EQ(incident.condition->slug, "internal-server-error");
  EXPECT_EQ(incident.seen_now->slug, "stack-not-running");
  EXPECT_TRUE(incident.Overdue());
  EXPECT_EQ(story.Opened("stack-not-running"), 0U);
}

TEST(Scenario, ARateLimitInTheMiddleNeitherClosesNorAges) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  BreakAndWaitForIncident(story, "a", Http500());
  story.Advance(minutes(2));
  story.Answer("a", RateLimited(20));
  story.Advance(seconds(30));
  const auto unavailable = [&] {
    for (const IncidentView& incident : story.Incidents("a")) {
      if (incident.condition->slug == "internal-server-error") return incident;
    }
    ADD_FAILURE() << "the unavailability is gone";
    return IncidentView{};
  };
  const SystemTime last_seen = unavailable().last_seen;
  story.Advance(minutes(4));
  EXPECT_EQ(unavailable().last_seen, last_seen);
  story.Answer("a", Http500());
  story.Advance(minutes(5));
  EXPECT_TRUE(unavailable().Overdue()) << "the clock went on when it was seen again";
  EXPECT_EQ(story.Opened("internal-server-error"), 1U);
}

TEST(Scenario, OurOwnNetworkInTheMiddleNeitherClosesNorAges) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  BreakAndWaitForIncident(story, "a", Http500());
  story.Advance(minutes(2));
  story.Answer("a", Silent(TransportReason::kDns));
  story.Advance(seconds(30));
  const IncidentView before = story.Only("a");
  story.Advance(minutes(4));
  EXPECT_EQ(story.Only("a").last_seen, before.last_seen);
  EXPECT_EQ(story.Only("a").start, before.start);
  EXPECT_FALSE(story.Status("a").known);
  EXPECT_EQ(story.State("a"), AccountState::kUnknown) << "nobody was called for it";
  story.Answer("a", Http500());
  story.Advance(minutes(5));
  EXPECT_EQ(story.Only("a").start, before.start);
  EXPECT_TRUE(story.Only("a").Overdue());
}

TEST(Scenario, ALongGapIsNeverEvidence) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  BreakAndWaitForIncident(story, "a", Http500());
  story.Advance(minutes(2));
  story.Answer("a", Silent());
  story.Advance(seconds(40));
  const SystemTime before_the_gap = story.Only("a").last_seen;
  story.Advance(minutes(15));
  story.Answer("a", Http500());
  story.Advance(minutes(1));
  const IncidentView incident = story.Only("a");
  EXPECT_FALSE(incident.Overdue());
  EXPECT_LT(incident.Lasted(), minutes(2));
  ASSERT_TRUE(incident.earliest_start.has_value());
  EXPECT_EQ(*incident.earliest_start, before_the_gap);
  EXPECT_EQ(story.Opened("internal-server-error"), 2U);
}

TEST(Scenario, AWallClockThatIsSetChangesNothing) {
  for (const Duration jump : {Duration(hours(1)), Duration(-hours(1))}) {
    Story story({{"a"}});
    story.Advance(minutes(5));
    BreakAndWaitForIncident(story, "a", Http500());
    story.Advance(minutes(5));
    story.SetWallClock(jump);
    story.Advance(minutes(4));
    EXPECT_FALSE(story.Only("a").Overdue());
    EXPECT_LT(Age(story, "a"), minutes(10)) << "shown in the new wall time";
    story.Advance(minutes(2));
    EXPECT_TRUE(story.Only("a").Overdue());
    EXPECT_LT(story.Only("a").Lasted(), minutes(12));
    EXPECT_EQ(story.Opened("internal-server-error"), 1U);
  }
}

// All are shown anew, and not in one turn of the loop, which polls would wait for.
TEST(Scenario, WhatChangesForManyTakesSeveralTurnsAndIsSeenAtOnce) {
  std::vector<Story::AccountSpec> accounts;
  for (std::size_t n = 0; n < 2 * Monitor::kAtOnce + 1; ++n) {
    accounts.push_back({"shop-" + std::to_string(n)});
  }
  Story story(accounts);
  story.AnswerFirst([](const HttpRequest&) { return Healthy(); });
  story.Advance(seconds(65));
  const auto moved = [&, noon = story.Now() + hours(1)] {
    const auto& shown = story.monitor().Snapshot()->accounts;
    return std::count_if(shown.begin(), shown.end(),
                         [&](const auto& account) { return *account->last_poll > noon; });
  };
  ASSERT_EQ(moved(), 0);
  story.SetWallClock(hours(2));
  int turns = 0;
  for (; turns < 10 && moved() == 0; ++turns) story.monitor().Step();
  EXPECT_EQ(moved(), static_cast<std::ptrdiff_t>(accounts.size()));
  EXPECT_GE(turns, 3);
}

TEST(Scenario, ARestartOfTheExporterKeepsTheStart) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  BreakAndWaitForIncident(story, "a", Http500());
  const SystemTime start = story.Only("a").start;
  story.Advance(minutes(6));
  story.KillAndRestart(minutes(1));
  EXPECT_EQ(story.Only("a").start, start) << "shown before the first poll";
  const SystemTime last_seen = story.Only("a").last_seen;
  EXPECT_LT(last_seen, story.Now() - seconds(59)) << "nobody looked meanwhile";
  story.Advance(minutes(4));
  EXPECT_EQ(story.Only("a").start, start);
  EXPECT_TRUE(story.Only("a").Overdue());
}

TEST(Scenario, AWallClockThatIsSetBackWhileTheExporterIsDownDelaysNothing) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  BreakAndWaitForIncident(story, "a", Http500());
  story.Advance(minutes(6));
  const Duration lasted = story.Only("a").Lasted();
  story.SetWallClock(-hours(1));
  story.KillAndRestart(seconds(10));
  EXPECT_EQ(story.Only("a").Lasted(), lasted);
  EXPECT_LE(story.Only("a").last_seen, story.Now());
  story.Advance(minutes(5));
  EXPECT_TRUE(story.Only("a").Overdue());
  EXPECT_LT(story.Only("a").Lasted(), minutes(12));
  EXPECT_EQ(story.Opened("internal-server-error"), 0U) << "the same incident goes on";
}

TEST(Scenario, ARestartAfterALongTimeBeginsAnew) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  BreakAndWaitForIncident(story, "a", Http500());
  story.Advance(minutes(6));
  const SystemTime last_seen = story.Only("a").last_seen;
  story.KillAndRestart(hours(3));
  story.Advance(minutes(1));
  EXPECT_FALSE(story.Only("a").Overdue());
  ASSERT_TRUE(story.Only("a").earliest_start.has_value());
  EXPECT_EQ(*story.Only("a").earliest_start, last_seen);
}

TEST(Scenario, AnAccountThatIsNoLongerConfiguredHoldsUpNothing) {
  Story story({{"a"}});
  IncidentRecord gone;
  gone.id = "gone/unavailable/1";
  gone.account = "gone";
  gone.key = "unavailable";
  gone.condition = gone.seen_now = "internal-server-error";
  gone.start = gone.last_seen = story.Now();
  story.store().Append({{gone}, {}, {}});
  story.store().HoldBack(true);
  story.KillAndRestart();
  ASSERT_NE(story.monitor().Snapshot()->accounts.front(), nullptr) << "shown at once";
  story.store().HoldBack(false);
  const IncidentRecord& closed = story.store().incidents().at(gone.id);
  EXPECT_EQ(closed.end_reason, IncidentEnd::kRemoved);
  EXPECT_EQ(closed.ended, gone.last_seen);
}

TEST(Scenario, WhatSomebodyWasCalledForKeepsItsStateInSilence) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  BreakAndWaitForIncident(story, "a", Http500());
  story.Advance(minutes(11));
  story.Answer("a", Silent());
  story.Advance(minutes(2));
  EXPECT_FALSE(story.Status("a").known);
  EXPECT_EQ(story.State("a"), AccountState::kSupport);
}

TEST(Scenario, ALongRateLimitGoesBeyondItsGrace) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  story.Answer("a", RateLimited(1800));
  story.Advance(minutes(75));
  EXPECT_TRUE(story.Only("a").Overdue()) << "waiting as told is not a gap";
  EXPECT_EQ(story.Opened("endpoint-rate-limited"), 1U);
}

TEST(Scenario, AProbeDoesNotOvertakeASilenceThatIsBeingSettled) {
  PollingConfig polling;
  polling.canary_urls = {"https://canary.test/"};
  Story story({{"a"}}, polling);
  story.Advance(minutes(5));
  story.AnswerCanary({Http(200, "").outcome, seconds(5)});
  story.Answer("a", Silent());
  while (story.Asked("canary").empty()) story.Advance(milliseconds(1));
  const std::size_t asked = story.Asked("a").size();
  std::vector<ProbeAnswer> answers;
  story.monitor().RequestPoll("a", [&](const ProbeAnswer& answer) { answers.push_back(answer); });
  story.Advance(seconds(1));
  EXPECT_EQ(story.Asked("a").size(), asked);
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_FALSE(answers.front().success);
}

TEST(Scenario, SilenceWithoutASecondOpinionIsUnknown) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  story.Answer("a", Silent());
  story.Advance(hours(1));
  EXPECT_TRUE(story.Incidents("a").empty());
  EXPECT_EQ(story.State("a"), AccountState::kUnknown);
}

TEST(Scenario, AnAnswerThatBreaksOffIsNoSilence) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  TransportFailure half;
  half.reason = TransportReason::kTruncated;
  half.status = 500;
  BreakAndWaitForIncident(story, "a", {tl::unexpected(half)});
  EXPECT_EQ(story.Only("a").condition->slug, "internal-server-error");
  EXPECT_EQ(story.monitor().Snapshot()->uplink, "up");
}

TEST(Scenario, SilenceWhileACanaryAnswersIsEvidence) {
  PollingConfig polling;
  polling.canary_urls = {"https://canary.test/"};
  Story story({{"a"}}, polling);
  story.Advance(minutes(5));
  EXPECT_TRUE(story.Asked("canary").empty()) << "asked only when somebody is silent";
  story.Answer("a", Silent());
  story.Advance(hours(1));
  EXPECT_EQ(story.Only("a").condition->slug, "unreachable");
  EXPECT_TRUE(story.Only("a").Overdue());
}

TEST(Scenario, SilenceWhileNobodyAnswersIsOurOwnUplink) {
  PollingConfig polling;
  polling.canary_urls = {"https://canary.test/"};
  Story story({{"a"}}, polling);
  story.Advance(minutes(5));
  story.Answer("a", Silent());
  story.AnswerCanary(Silent(TransportReason::kConnect));
  story.Advance(hours(1));
  EXPECT_TRUE(story.Incidents("a").empty());
  EXPECT_EQ(story.State("a"), AccountState::kUnknown);
  EXPECT_EQ(story.monitor().Snapshot()->uplink, "down");
  story.Answer("a", Healthy());
  story.Advance(minutes(1));
  EXPECT_EQ(story.State("a"), AccountState::kOk);
  EXPECT_EQ(story.monitor().Snapshot()->uplink, "up");
}

TEST(Scenario, AnotherProviderIsASecondOpinionToo) {
  Story story({{"a"}, {"b", Plan::kRegular, "other"}});
  story.Advance(minutes(5));
  story.Answer("a", Silent());
  // b answers once a minute: some of a's failures see an answer after their start, enough to be
  // sure.
  story.Answer("b", Http500());
  story.Advance(hours(2));
  EXPECT_EQ(story.Only("a").condition->slug, "unreachable");
}

TEST(Scenario, ARateLimitIsObeyed) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  story.Answer("a", RateLimited(300));
  while (story.Incidents("a").empty()) story.Advance(milliseconds(1));
  const SteadyTime limited = story.clock().Steady();
  const std::size_t asked = story.Asked("a").size();
  story.Advance(seconds(299));
  EXPECT_EQ(story.Asked("a").size(), asked);
  story.Advance(seconds(20));
  ASSERT_GT(story.Asked("a").size(), asked);
  EXPECT_GE(story.Asked("a")[asked], limited + seconds(299));
}

TEST(Scenario, AnInvalidKeyIsAskedRarelyAndIsNotStale) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  BreakAndWaitForIncident(story, "a", InvalidKey());
  story.Advance(minutes(5));
  EXPECT_EQ(story.State("a"), AccountState::kDown);
  EXPECT_TRUE(story.Only("a").Overdue());
  const std::size_t asked = story.Asked("a").size();
  story.Advance(hours(5));
  EXPECT_LE(story.Asked("a").size() - asked, 6U);
  EXPECT_EQ(story.State("a"), AccountState::kDown);
  EXPECT_EQ(story.Opened("invalid-api-key"), 1U) << "polling slowly is not a gap";
}

TEST(Scenario, TroubleIsPolledAtTheShorterInterval) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  BreakAndWaitForIncident(story, "a", Http500());
  const std::size_t asked = story.Asked("a").size();
  story.Advance(minutes(5));
  EXPECT_NEAR(static_cast<double>(story.Asked("a").size() - asked), 20.0, 2.0);
}

TEST(Scenario, WhatIsNotDurableIsNotShownForTwoSeconds) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  story.store().HoldBack(true);
  story.Answer("a", Http500());
  const std::size_t asked = story.Asked("a").size();
  while (story.Asked("a").size() == asked) story.Advance(milliseconds(10));
  story.Advance(seconds(1));
  EXPECT_TRUE(story.Incidents("a").empty());
  story.Advance(seconds(2));
  EXPECT_EQ(story.Incidents("a").size(), 1U) << "a page outranks durability";
}

TEST(Scenario, AProbeTellsOfItsOwnAnswerAlone) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  BreakAndWaitForIncident(story, "a", Http500());
  story.Answer("a", Healthy());
  std::vector<ProbeAnswer> answers;
  const auto keep = [&](const ProbeAnswer& answer) { answers.push_back(answer); };
  story.monitor().RequestPoll("a", keep);
  while (answers.empty()) story.Advance(milliseconds(1));
  EXPECT_TRUE(answers.front().success);
  EXPECT_EQ(story.Incidents("a").size(), 1U) << "one good poll closes nothing";
  story.Answer("a", InvalidKey());
  story.monitor().RequestPoll("a", keep);
  while (answers.size() == 1) story.Advance(milliseconds(1));
  EXPECT_FALSE(answers.back().success);
  EXPECT_EQ(answers.back().condition, "invalid-api-key");
  EXPECT_EQ(answers.back().http_status, 401);
  story.Answer("a", Silent());
  story.monitor().RequestPoll("a", keep);
  while (answers.size() == 2) story.Advance(milliseconds(1));
  EXPECT_FALSE(answers.back().success);
  EXPECT_EQ(answers.back().condition, std::nullopt);
}

// Polls on demand, one after the other, until each has been answered.
std::vector<ProbeAnswer> Probe(Story& story, const std::string& account, std::size_t times) {
  std::vector<ProbeAnswer> answers;
  while (answers.size() < times) {
    const std::size_t before = answers.size();
    story.monitor().RequestPoll(account,
                                [&](const ProbeAnswer& answer) { answers.push_back(answer); });
    while (answers.size() == before) story.Advance(milliseconds(1));
  }
  return answers;
}

TEST(Scenario, TwoGoodProbesAtOnceCloseNothing) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  BreakAndWaitForIncident(story, "a", Http500());
  const SystemTime start = story.Only("a").start;
  story.Answer("a", Healthy());
  Probe(story, "a", 5);
  story.Answer("a", Http500());
  story.Advance(minutes(1));
  EXPECT_EQ(story.Only("a").start, start) << "a hiccup of a second is not an end";
}

TEST(Scenario, AProbeWaitsForTheEndOfARateLimitToo) {
  Story story({{"a"}});
  story.Advance(minutes(5));
  BreakAndWaitForIncident(story, "a", RateLimited(300));
  const std::size_t asked = story.Asked("a").size();
  const ProbeAnswer answer = Probe(story, "a", 1).front();
  EXPECT_EQ(story.Asked("a").size(), asked);
  EXPECT_FALSE(answer.success);
  EXPECT_NE(answer.detail.find("rate limit"), std::string::npos) << answer.detail;
}

TEST(Scenario, ProbesDoNotStarveThePolls) {
  // The monitor refuses at its end what it did not answer: these outlive it.
  bool going = true;
  std::function<void(ProbeAnswer)> again;
  Story story({{"a"}, {"b"}});
  story.Advance(minutes(5));
  const std::size_t asked = story.Asked("b").size();
  // Somebody asks about a again as soon as there is an answer, more often than the budget allows.
  again = [&](const ProbeAnswer&) {
    if (going) story.monitor().RequestPoll("a", again);
  };
  story.monitor().RequestPoll("a", again);
  for (int second = 0; second < 300; ++second) {
    story.Advance(seconds(1));
    EXPECT_LT(story.monitor().Snapshot()->poll_lag, seconds(2));
  }
  EXPECT_GE(story.Asked("b").size() - asked, 4U);
  going = false;
}

TEST(Scenario, AProbeOfNobodyIsRefused) {
  Story story({{"a"}});
  std::vector<ProbeAnswer> answers;
  story.monitor().RequestPoll("b", [&](const ProbeAnswer& answer) { answers.push_back(answer); });
  story.Advance(seconds(1));
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_FALSE(answers.front().success);
}

TEST(Scenario, AFleetIsSpreadEvenly) {
  std::vector<Story::AccountSpec> accounts;
  for (int i = 0; i < 600; ++i) accounts.push_back({"account-" + std::to_string(i)});
  Story story(std::move(accounts));
  story.Advance(minutes(10));
  std::map<std::int64_t, int> per_second;
  for (int i = 0; i < 600; ++i) {
    for (const SteadyTime at : story.Asked("account-" + std::to_string(i))) {
      ++per_second[at.time_since_epoch() / seconds(1)];
    }
  }
  for (const auto& [second, requests] : per_second) EXPECT_LT(requests, 30) << second;
}

TEST(Scenario, ADayOfAFleetWithRestartsPagesNobody) {
  Story story({{"a"}, {"b"}, {"c"}});
  for (int hour = 0; hour < 24; ++hour) {
    const std::string account(1, static_cast<char>('a' + hour % 3));
    if (hour % 8 == 0) {
      story.Answer(account, hour % 16 == 0 ? Http500() : Http502());
      story.Advance(minutes(8));
      story.Answer(account, Healthy());
      story.Advance(minutes(52));
    } else {
      story.Advance(hours(1));
    }
    for (const std::string name : {"a", "b", "c"}) EXPECT_EQ(story.State(name), AccountState::kOk);
  }
  EXPECT_EQ(story.Opened("internal-server-error") + story.Opened("stack-not-running"), 3U);
}

}  // namespace
}  // namespace wa::test
