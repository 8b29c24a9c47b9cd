#include "incident/tracker.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace wa {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

Condition Make(std::string slug, Reach reach, AccountState state, Duration grace,
               std::string group = "") {
  Condition condition;
  condition.slug = std::move(slug);
  condition.group = std::move(group);
  condition.reach = reach;
  condition.state = state;
  condition.graces = {{std::nullopt, std::nullopt, grace}};
  return condition;
}

// The language of these tests: At(time) then what a poll met.
class TrackerTest : public testing::Test {
 protected:
  std::vector<IncidentChange> See(Duration at, const Condition& condition) {
    Finding finding;
    finding.condition = &condition;
    finding.detail = condition.slug;
    return Poll(at, {finding}, condition.reach);
  }
  std::vector<IncidentChange> Good(Duration at) { return Poll(at, {}, Reach::kContent); }
  std::vector<IncidentChange> Nothing(Duration at) { return Poll(at, {}, Reach::kNone); }

  std::vector<IncidentChange> Poll(Duration at, std::vector<Finding> findings, Reach reach) {
    Observation observation;
    observation.ended = kStart + at;
    observation.findings = std::move(findings);
    observation.reach = reach;
    return tracker_.Apply(observation, SystemTime(at));
  }

  static std::shared_ptr<const Account> MakeAccount() {
    Account account;
    account.name = "a";
    account.plan = Plan::kRegular;
    return std::make_shared<const Account>(account);
  }

  static constexpr SteadyTime kStart{hours(10)};
  const Condition error500_ =
      Make("error-500", Reach::kStack, AccountState::kWait, minutes(10), "unavailable");
  const Condition error502_ =
      Make("error-502", Reach::kStack, AccountState::kWait, minutes(10), "unavailable");
  const Condition bad_key_ = Make("bad-key", Reach::kGateway, AccountState::kDown, minutes(1));
  const Condition limit_ = Make("limit", Reach::kNone, AccountState::kDegraded, minutes(15));
  const Condition blocked_ = Make("blocked", Reach::kContent, AccountState::kDown, minutes(5));
  const Condition calling_ = Make("calling", Reach::kContent, AccountState::kDegraded, Duration(0));
  Tracker tracker_{MakeAccount(), std::make_shared<const TrackerSettings>(
                                      TrackerSettings{.interval = seconds(60),
                                                      .rare_interval = hours(1),
                                                      .confirm_after = seconds(7),
                                                      .restart_allowance = minutes(10)})};
};

TEST_F(TrackerTest, TwoGoodPollsInOneMomentAreOne) {
  See(seconds(0), error500_);
  Good(seconds(30));
  EXPECT_TRUE(Good(seconds(30) + milliseconds(30)).empty());
  EXPECT_TRUE(Good(seconds(36)).empty());
  const auto changes = Good(seconds(37));
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].kind, IncidentChange::kClosed);
}

TEST_F(TrackerTest, OpensAtTheFirstSightingWithBothBounds) {
  Good(seconds(0));
  const auto changes = See(seconds(60), error500_);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].kind, IncidentChange::kOpened);
  EXPECT_EQ(changes[0].incident.start, kStart + seconds(60));
  EXPECT_EQ(changes[0].incident.earliest_start, kStart);
  EXPECT_EQ(changes[0].incident.id, "a/unavailable/1970-01-01T00:01:00.000Z");
}

TEST_F(TrackerTest, WithoutAnEarlierPollThereIsNoEarliestStart) {
  EXPECT_EQ(See(seconds(60), error500_)[0].incident.earliest_start, std::nullopt);
}

TEST_F(TrackerTest, ExactlyTheGraceIsWithinIt) {
  See(seconds(0), error500_);
  See(seconds(300), error500_);
  See(seconds(600), error500_);
  EXPECT_FALSE(tracker_.open()[0].Overdue());
  See(seconds(600) + milliseconds(1), error500_);
  EXPECT_TRUE(tracker_.open()[0].Overdue());
}

TEST_F(TrackerTest, NotesTheFirstAnswerThatShowedItOverdue) {
  See(seconds(0), error500_);
  See(seconds(600), error500_);
  EXPECT_EQ(tracker_.open()[0].overdue_seen, std::nullopt);
  See(seconds(601), error500_);
  See(seconds(700), error500_);
  EXPECT_EQ(tracker_.open()[0].overdue_seen, kStart + seconds(601));
}

TEST_F(TrackerTest, AGraceOfZeroIsOverdueAtOnce) {
  See(seconds(0), calling_);
  EXPECT_TRUE(tracker_.open()[0].Overdue());
}

TEST_F(TrackerTest, TwoGoodPollsClose) {
  See(seconds(0), error500_);
  See(seconds(15), error500_);
  EXPECT_TRUE(Good(seconds(30)).empty());
  const auto changes = Good(seconds(45));
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].kind, IncidentChange::kClosed);
  EXPECT_EQ(changes[0].incident.end, IncidentEnd::kRecovered);
  EXPECT_EQ(changes[0].incident.first_good, kStart + seconds(30));
  EXPECT_EQ(changes[0].incident.last_seen, kStart + seconds(15));
  EXPECT_TRUE(tracker_.open().empty());
}

TEST_F(TrackerTest, OneGoodPollDoesNot) {
  See(seconds(0), error500_);
  for (int i = 1; i < 10; i += 2) {
    Good(seconds(15 * i));
    See(seconds(15 * (i + 1)), error500_);
  }
  ASSERT_EQ(tracker_.open().size(), 1U);
  EXPECT_EQ(tracker_.open()[0].start, kStart);
  EXPECT_EQ(tracker_.open()[0].sightings, 6U);
}

TEST_F(TrackerTest, AGroupIsOneIncidentUnderTheSlugFirstSeen) {
  See(seconds(0), error502_);
  const auto changes = See(seconds(15), error500_);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].kind, IncidentChange::kSeen);
  EXPECT_EQ(changes[0].incident.condition, &error502_);
  EXPECT_EQ(changes[0].incident.seen_now, &error500_);
}

TEST_F(TrackerTest, AnAnswerThatDidNotGetAsFarProvesNothing) {
  See(seconds(0), error500_);
  See(seconds(15), bad_key_);
  See(seconds(30), bad_key_);
  See(seconds(45), limit_);
  See(seconds(60), limit_);
  Nothing(seconds(75));
  Nothing(seconds(90));
  ASSERT_EQ(tracker_.open().size(), 3U);
  EXPECT_EQ(tracker_.open()[0].condition, &error500_);
  EXPECT_EQ(tracker_.open()[0].last_seen, kStart);
}

TEST_F(TrackerTest, AnAnswerThatGotFurtherClosesWhatItPassed) {
  See(seconds(0), bad_key_);
  See(seconds(15), error500_);
  const auto changes = See(seconds(30), error500_);
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[1].kind, IncidentChange::kClosed);
  EXPECT_EQ(changes[1].incident.condition, &bad_key_);
}

TEST_F(TrackerTest, AnotherConditionOfTheSameReachReplaces) {
  See(seconds(0), blocked_);
  See(seconds(15), calling_);
  See(seconds(30), calling_);
  ASSERT_EQ(tracker_.open().size(), 1U);
  EXPECT_EQ(tracker_.open()[0].condition, &calling_);
}

TEST_F(TrackerTest, AGapLongerThanTheGraceEndsAsUnobserved) {
  See(seconds(0), error500_);
  See(seconds(15), error500_);
  const auto changes = See(seconds(15) + minutes(10) + milliseconds(1), error500_);
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].kind, IncidentChange::kClosed);
  EXPECT_EQ(changes[0].incident.end, IncidentEnd::kUnobserved);
  EXPECT_EQ(changes[1].kind, IncidentChange::kOpened);
  EXPECT_EQ(changes[1].incident.earliest_start, kStart + seconds(15));
  EXPECT_EQ(changes[1].incident.Lasted(), Duration(0));
}

TEST_F(TrackerTest, AGapWithinTheGraceIsNotSubtracted) {
  See(seconds(0), error500_);
  See(minutes(10), error500_);
  ASSERT_EQ(tracker_.open().size(), 1U);
  EXPECT_EQ(tracker_.open()[0].Lasted(), minutes(10));
}

TEST_F(TrackerTest, AShortGraceToleratesThreeIntervals) {
  See(seconds(0), bad_key_);
  See(minutes(3), bad_key_);
  ASSERT_EQ(tracker_.open().size(), 1U);
  EXPECT_EQ(tracker_.open()[0].start, kStart);
}

TEST_F(TrackerTest, CountsRestartsWithinTheAllowanceOnly) {
  const auto outage = [&](Duration from, Duration length) {
    for (Duration at = from; at <= from + length; at += seconds(60)) See(at, error500_);
    Good(from + length + seconds(15));
    Good(from + length + seconds(30));
  };
  outage(hours(1), minutes(9));
  EXPECT_EQ(tracker_.totals().restarts, 1U);
  EXPECT_EQ(tracker_.totals().restart_time, minutes(9));
  outage(hours(2), minutes(11));
  EXPECT_EQ(tracker_.totals().restarts, 1U);
  EXPECT_EQ(tracker_.totals().unavailable, minutes(20));
}

TEST_F(TrackerTest, AGoodPollAfterAGapIsNoRecovery) {
  See(seconds(0), error500_);
  See(seconds(15), error500_);
  const auto changes = Good(seconds(15) + minutes(10) + milliseconds(1));
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].kind, IncidentChange::kClosed);
  EXPECT_EQ(changes[0].incident.end, IncidentEnd::kUnobserved);
  EXPECT_EQ(changes[0].incident.first_good, std::nullopt);
  EXPECT_TRUE(tracker_.open().empty());
  EXPECT_EQ(tracker_.totals().restarts, 0U);
}

TEST_F(TrackerTest, AGoodPollAtTheEndOfTheGraceIsOne) {
  See(seconds(0), error500_);
  EXPECT_TRUE(Good(minutes(10)).empty());
  ASSERT_EQ(tracker_.open().size(), 1U);
  EXPECT_EQ(tracker_.open()[0].first_good, kStart + minutes(10));
}

TEST_F(TrackerTest, AGapBeforeAnotherConditionIsNotUnavailableTime) {
  See(seconds(0), error500_);
  See(seconds(15), error500_);
  See(seconds(15) + minutes(10) + milliseconds(1), bad_key_);
  EXPECT_EQ(tracker_.totals().unavailable, seconds(15));
  See(minutes(11), bad_key_);
  EXPECT_EQ(tracker_.totals().unavailable, seconds(15) + seconds(45) - milliseconds(1));
}

TEST_F(TrackerTest, AChangeOfConditionWithinTheGraceIsUnavailableTime) {
  See(seconds(0), error500_);
  See(minutes(10), bad_key_);
  EXPECT_EQ(tracker_.totals().unavailable, minutes(10));
}

TEST_F(TrackerTest, TheTimeInWhichItDidNotRunIsNotUnavailableTime) {
  Incident incident;
  incident.condition = &error500_;
  incident.seen_now = &error500_;
  incident.start = kStart - hours(3);
  incident.last_seen = kStart - hours(2);
  incident.grace = minutes(10);
  tracker_.Restore(incident);
  See(seconds(0), bad_key_);
  EXPECT_EQ(tracker_.totals().unavailable, Duration(0));
}

TEST_F(TrackerTest, UnavailableTimeIsWhatWasSeen) {
  See(seconds(0), error500_);
  See(seconds(15), error500_);
  Good(seconds(30));
  See(seconds(45), error500_);
  See(seconds(60), error500_);
  EXPECT_EQ(tracker_.totals().unavailable, seconds(30));
}

bool Everything(const Incident& /*incident*/) { return true; }
bool NoneOfThem(const Incident& /*incident*/) { return false; }

TEST_F(TrackerTest, SaysWhenTheNextGraceEnds) {
  EXPECT_EQ(tracker_.NextGraceEnd(kStart, Everything), std::nullopt);
  See(seconds(0), error500_);
  EXPECT_EQ(tracker_.NextGraceEnd(kStart, Everything), kStart + minutes(10));
  EXPECT_EQ(tracker_.NextGraceEnd(kStart, NoneOfThem), std::nullopt);
  See(seconds(15), limit_);
  See(seconds(20), blocked_);
  EXPECT_EQ(tracker_.NextGraceEnd(kStart + seconds(20), Everything),
            kStart + seconds(20) + minutes(5));
  EXPECT_EQ(tracker_.NextGraceEnd(kStart + hours(1), Everything), std::nullopt);
}

TEST_F(TrackerTest, ARestoredIncidentGoesOn) {
  Incident incident;
  incident.id = "a/unavailable/earlier";
  incident.condition = &error500_;
  incident.seen_now = &error500_;
  incident.start = kStart - minutes(6);
  incident.last_seen = kStart - minutes(1);
  incident.grace = minutes(10);
  tracker_.Restore(incident);
  const auto changes = See(minutes(5), error500_);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].incident.id, "a/unavailable/earlier");
  EXPECT_EQ(changes[0].incident.Lasted(), minutes(11));
  EXPECT_TRUE(changes[0].incident.Overdue());
}

TEST_F(TrackerTest, ARateLimitRemembersWhenToTryAgain) {
  Finding finding;
  finding.condition = &limit_;
  finding.retry_after = seconds(30);
  const auto changes = Poll(seconds(5), {finding}, Reach::kNone);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].incident.retry_at, kStart + seconds(35));
}

}  // namespace
}  // namespace wa
