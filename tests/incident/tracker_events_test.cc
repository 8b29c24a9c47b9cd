#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "incident/tracker.h"

// Incidents from what events tell, alone and together with polls.
namespace wa {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

Condition Make(std::string slug, Reach reach, AccountState state, std::string group = "") {
  Condition condition;
  condition.slug = std::move(slug);
  condition.group = std::move(group);
  condition.reach = reach;
  condition.state = state;
  condition.graces = {{std::nullopt, std::nullopt, Duration(0)}};
  return condition;
}

Condition WithQuiet(Condition condition, Duration quiet) {
  condition.quiet = quiet;
  return condition;
}

Finding Met(const Condition& condition, std::string detail = "",
            std::optional<Duration> retry_after = std::nullopt) {
  Finding finding;
  finding.condition = &condition;
  finding.detail = std::move(detail);
  finding.retry_after = retry_after;
  return finding;
}

using Changes = std::vector<IncidentChange>;

Condition SeenBy(Operation operation, Condition condition) {
  condition.seen_by = operation;
  return condition;
}

// Time is given as the time since the start; events happen at kDay + what the teller's clock shows.
class TrackerEventsTest : public testing::Test {
 protected:
  Changes Poll(Duration at, const Condition* met = nullptr) {
    Observation observation;
    observation.ended = kStart + at;
    if (met != nullptr) {
      observation.operation = met->seen_by;
      observation.findings.push_back(Met(*met));
      observation.reach = met->reach;
    }
    return tracker_->Apply(observation, kDay + at);
  }
  Changes Good(Duration at) { return Poll(at); }
  Changes See(Duration at, const Condition& condition) { return Poll(at, &condition); }

  Changes Apply(Report report, Duration at, std::optional<Duration> happened) {
    report.at = kStart + at;
    if (happened) report.happened = kDay + *happened;
    return tracker_->Apply(report, kDay + at);
  }
  Changes Told(Duration at, const Condition& condition, const std::string& subject = "",
               std::optional<Duration> happened = std::nullopt) {
    Report report;
    report.subject = subject;
    report.findings.push_back(Met(condition, "event " + condition.slug));
    return Apply(report, at, happened);
  }
  Changes Ended(Duration at, const Condition& condition, const std::string& subject = "",
                std::optional<Duration> happened = std::nullopt) {
    Report report;
    report.subject = subject;
    report.ended = {&condition};
    return Apply(report, at, happened);
  }

  const Incident& Only() {
    static const Incident kNone;
    EXPECT_EQ(tracker_->open().size(), 1U);
    return tracker_->open().empty() ? kNone : tracker_->open().front();
  }
  static void ExpectClosed(const Changes& changes, IncidentEnd end) {
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].kind, IncidentChange::kClosed);
    EXPECT_EQ(changes[0].incident.end, end);
  }

  static std::shared_ptr<const Account> MakeAccount() {
    Account account;
    account.name = "a";
    return std::make_shared<const Account>(account);
  }

  // The next run takes up what the store gives back: all but first_good and polled.
  void Restart() {
    const std::vector<Incident> open = tracker_->open();
    tracker_.emplace(MakeAccount(), MakeSettings());
    for (Incident incident : open) {
      incident.first_good.reset();
      incident.polled = nullptr;
      tracker_->Restore(incident);
    }
  }

  static std::shared_ptr<const TrackerSettings> MakeSettings(bool is_polled = true) {
    return std::make_shared<const TrackerSettings>(
        TrackerSettings{.interval = seconds(60),
                        .is_polled = is_polled,
                        .rare_interval = hours(1),
                        .confirm_after = seconds(7),
                        .restart_allowance = minutes(10)});
  }

  static constexpr SteadyTime kStart{hours(10)};
  static constexpr SystemTime kDay{days(20'000)};
  // No poll sees these.
  const Condition paused_ =
      WithQuiet(Make("template-paused", Reach::kEvent, AccountState::kDegraded), hours(24));
  const Condition pin_ = Make("pin-changed", Reach::kEvent, AccountState::kDown);  // has `ends`
  const Condition registration_ =
      WithQuiet(Make("registration-timeout", Reach::kEvent, AccountState::kDegraded), minutes(1));
  // Polls and events see these.
  const Condition flagged_ =
      WithQuiet(Make("quality-flagged", Reach::kContent, AccountState::kDegraded), hours(2));
  // So does a question that is asked seldom, and not of everybody.
  const Condition webhook_ = SeenBy(
      Operation::kWebhook,
      WithQuiet(Make("webhook-missing", Reach::kContent, AccountState::kDegraded), hours(6)));
  const Condition error500_ = Make("error-500", Reach::kStack, AccountState::kWait);
  // One thing: polls see it as blocked, events tell that it is banned.
  const Condition blocked_ = Make("health-blocked", Reach::kContent, AccountState::kDown, "ban");
  const Condition banned_ =
      WithQuiet(Make("account-disabled", Reach::kEvent, AccountState::kDown, "ban"), hours(1));
  std::optional<Tracker> tracker_{std::in_place, MakeAccount(), MakeSettings()};
};

TEST_F(TrackerEventsTest, AReportOpensAnIncident) {
  Report report;
  report.subject = "summer";
  report.http_status = 400;
  report.request_id = "r-1";
  report.findings.push_back(Met(paused_, "event template-paused", minutes(5)));
  const auto changes = Apply(report, seconds(30), seconds(20));
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].kind, IncidentChange::kOpened);
  const Incident& incident = changes[0].incident;
  EXPECT_EQ(incident.id, "a/template-paused/2024-10-04T00:00:30.000Z");
  EXPECT_EQ(incident.condition, &paused_);
  EXPECT_EQ(incident.seen_now, &paused_);
  EXPECT_EQ(incident.polled, nullptr);
  EXPECT_EQ(incident.start, kStart + seconds(30));
  EXPECT_EQ(incident.earliest_start, std::nullopt);
  EXPECT_EQ(incident.told_until, kStart + seconds(30) + hours(24));
  EXPECT_EQ(incident.retry_at, kStart + seconds(30) + minutes(5));
  EXPECT_EQ(incident.happened, kDay + seconds(20));
  EXPECT_EQ(incident.subjects, std::vector<std::string>{"summer"});
  EXPECT_EQ(incident.http_status, 400);
  EXPECT_EQ(incident.detail, "event template-paused");
  EXPECT_EQ(incident.request_id, "r-1");
  EXPECT_EQ(incident.sightings, 1U);
  EXPECT_TRUE(incident.Overdue());
}

TEST_F(TrackerEventsTest, AReportThatSaysNothingChangesNothing) {
  EXPECT_TRUE(Apply({}, seconds(0), std::nullopt).empty());
  EXPECT_TRUE(Ended(seconds(0), paused_).empty());
  EXPECT_TRUE(tracker_->open().empty());
}

TEST_F(TrackerEventsTest, WhereNobodyPollsWhatIsToldIsAllThereIs) {
  tracker_->Configure(MakeAccount(), MakeSettings(false));
  Told(seconds(0), flagged_);
  ExpectClosed(Ended(minutes(5), flagged_), IncidentEnd::kReported);
  Told(minutes(10), flagged_);
  EXPECT_EQ(tracker_->NextQuietEnd(), kStart + minutes(10) + hours(2));
  ExpectClosed(tracker_->EndQuiet(kStart + minutes(10) + hours(2)), IncidentEnd::kQuiet);
}

TEST_F(TrackerEventsTest, APollBeforeItIsItsEarliestStart) {
  Good(seconds(0));
  EXPECT_EQ(Told(seconds(10), flagged_)[0].incident.earliest_start, kStart);
  EXPECT_EQ(Told(seconds(10), paused_)[0].incident.earliest_start, std::nullopt);
}

TEST_F(TrackerEventsTest, NoPollEndsWhatNoPollSees) {
  Told(seconds(0), paused_);
  for (int i = 1; i < 10; ++i) EXPECT_TRUE(Good(minutes(i)).empty());
  EXPECT_EQ(Only().first_good, std::nullopt);
}

TEST_F(TrackerEventsTest, WhatNoPollSeesEndsByItselfAtTheEndOfTheSilence) {
  EXPECT_EQ(tracker_->NextQuietEnd(), std::nullopt);
  Told(seconds(0), paused_);
  Told(hours(1), paused_);
  const SteadyTime end = kStart + hours(25);
  EXPECT_EQ(tracker_->NextQuietEnd(), end);
  EXPECT_TRUE(tracker_->EndQuiet(end - Duration(1)).empty());
  const auto changes = tracker_->EndQuiet(end);
  ExpectClosed(changes, IncidentEnd::kQuiet);
  EXPECT_EQ(changes[0].incident.last_seen, kStart + hours(1));
  EXPECT_EQ(changes[0].incident.told_until, end);
  EXPECT_EQ(tracker_->NextQuietEnd(), std::nullopt);
}

TEST_F(TrackerEventsTest, TheNearestSilenceEndsFirst) {
  Told(seconds(0), paused_);
  Told(seconds(0), registration_);
  Told(seconds(0), pin_);
  Told(seconds(0), flagged_);
  EXPECT_EQ(tracker_->NextQuietEnd(), kStart + minutes(1));
  EXPECT_EQ(tracker_->EndQuiet(kStart + days(100)).size(), 2U);
  EXPECT_EQ(tracker_->open().size(), 2U);  // one has no silence, and the polls see the other
}

TEST_F(TrackerEventsTest, WhatIsToldAfterTheSilenceIsNew) {
  Told(seconds(0), paused_, "summer");
  const auto changes = Told(hours(24), paused_, "winter");
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].incident.end, IncidentEnd::kQuiet);
  EXPECT_EQ(changes[1].kind, IncidentChange::kOpened);
  EXPECT_EQ(Only().subjects, std::vector<std::string>{"winter"});
}

TEST_F(TrackerEventsTest, ARegistrationIsHeldUpAsLongAsItWasTold) {
  Report report;
  report.findings.push_back(Met(registration_, "", hours(7)));
  Apply(report, seconds(0), std::nullopt);
  EXPECT_EQ(Only().retry_at, kStart + hours(7));
  EXPECT_EQ(tracker_->NextQuietEnd(), kStart + hours(7));
  ExpectClosed(tracker_->EndQuiet(kStart + hours(7)), IncidentEnd::kQuiet);
}

TEST_F(TrackerEventsTest, WhatNoPollSeesEndsAtOnceByTheOppositeEvent) {
  Told(seconds(0), pin_);
  const auto changes = Ended(days(30), pin_);
  ExpectClosed(changes, IncidentEnd::kReported);
  EXPECT_EQ(changes[0].incident.restored, kStart + days(30));
  EXPECT_TRUE(Ended(days(30), pin_).empty());
  EXPECT_EQ(tracker_->totals().restarts, 0U);
}

TEST_F(TrackerEventsTest, ItIsOverOnceAllSubjectsAre) {
  Told(seconds(0), paused_, "winter");
  Told(seconds(1), paused_, "summer");
  Told(seconds(2), paused_, "winter");
  EXPECT_EQ(Only().subjects, (std::vector<std::string>{"summer", "winter"}));
  EXPECT_EQ(Only().sightings, 3U);
  EXPECT_TRUE(Ended(seconds(3), paused_, "autumn").empty());
  const auto changes = Ended(seconds(4), paused_, "summer");
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].kind, IncidentChange::kSeen);
  EXPECT_EQ(Only().subjects, std::vector<std::string>{"winter"});
  EXPECT_EQ(Only().told_until, kStart + seconds(2) + hours(24));
  EXPECT_TRUE(Ended(seconds(5), paused_, "summer").empty());
  ExpectClosed(Ended(seconds(6), paused_, "winter"), IncidentEnd::kReported);
}

TEST_F(TrackerEventsTest, AnEndWithoutASubjectIsOfAllSubjects) {
  Told(seconds(0), paused_, "winter");
  Told(seconds(1), paused_, "summer");
  ExpectClosed(Ended(seconds(2), paused_), IncidentEnd::kReported);
}

TEST_F(TrackerEventsTest, AnEndOfASubjectEndsWhatNobodyNamed) {
  Told(seconds(0), paused_);
  ExpectClosed(Ended(seconds(2), paused_, "summer"), IncidentEnd::kReported);
}

TEST_F(TrackerEventsTest, AnEndOfASubjectSaysNothingOfWhatPollsSee) {
  See(seconds(0), flagged_);
  EXPECT_TRUE(Ended(seconds(2), flagged_, "summer").empty());
  EXPECT_EQ(Only().restored, std::nullopt);
}

TEST_F(TrackerEventsTest, GoodPollsCountOnceTheSilenceHasPassed) {
  Told(seconds(0), flagged_);
  for (int i = 1; i < 120; ++i) EXPECT_TRUE(Good(minutes(i)).empty());
  EXPECT_EQ(Only().first_good, std::nullopt);
  EXPECT_TRUE(tracker_->EndQuiet(kStart + hours(2)).empty());  // the polls do it
  EXPECT_TRUE(Good(hours(2)).empty());
  const auto changes = Good(hours(2) + minutes(1));
  ExpectClosed(changes, IncidentEnd::kRecovered);
  EXPECT_EQ(changes[0].incident.first_good, kStart + hours(2));
}

TEST_F(TrackerEventsTest, WithoutASilenceGoodPollsCountAtOnce) {
  Report report;
  report.findings.push_back(Met(error500_, "", hours(1)));
  Apply(report, seconds(0), std::nullopt);
  EXPECT_EQ(Only().told_until, std::nullopt);
  EXPECT_TRUE(Good(seconds(15)).empty());
  ExpectClosed(Good(seconds(30)), IncidentEnd::kRecovered);
}

TEST_F(TrackerEventsTest, WhatPollsSeeIsOverWithTheNextGoodPollAfterTheOppositeEvent) {
  Told(seconds(0), flagged_);
  const auto changes = Ended(seconds(60), flagged_);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].kind, IncidentChange::kSeen);
  EXPECT_EQ(Only().restored, kStart + seconds(60));
  EXPECT_EQ(Only().first_good, kStart + seconds(60));
  EXPECT_EQ(Only().told_until, std::nullopt);
  EXPECT_TRUE(Ended(seconds(61), flagged_).empty());  // repeated
  EXPECT_EQ(Only().restored, kStart + seconds(60));
  const auto closed = Good(seconds(62));
  ExpectClosed(closed, IncidentEnd::kRecovered);
  EXPECT_EQ(closed[0].incident.first_good, kStart + seconds(60));
}

TEST_F(TrackerEventsTest, APollThatProvesNothingDoesNotConfirm) {
  Told(seconds(0), flagged_);
  Ended(seconds(60), flagged_);
  See(seconds(70), error500_);  // did not get as far
  ASSERT_EQ(tracker_->open().size(), 2U);
  EXPECT_EQ(tracker_->open()[0].first_good, kStart + seconds(60));
}

TEST_F(TrackerEventsTest, AContradictionStaysVisible) {
  See(seconds(0), blocked_);
  Told(seconds(5), banned_);
  Ended(seconds(60), banned_);
  EXPECT_EQ(Only().restored, kStart + seconds(60));
  for (int i = 2; i < 5; ++i) See(minutes(i), blocked_);
  EXPECT_EQ(Only().restored, kStart + seconds(60));
  EXPECT_EQ(Only().first_good, std::nullopt);
  EXPECT_EQ(Only().start, kStart);
  EXPECT_TRUE(Good(minutes(5)).empty());
  ExpectClosed(Good(minutes(6)), IncidentEnd::kRecovered);
}

TEST_F(TrackerEventsTest, TheOppositeEventMayComeAgain) {
  See(seconds(0), blocked_);
  Ended(seconds(30), banned_);
  See(seconds(60), blocked_);
  EXPECT_EQ(Ended(seconds(90), banned_).size(), 1U);
  EXPECT_EQ(Only().restored, kStart + seconds(90));
  ExpectClosed(Good(seconds(91)), IncidentEnd::kRecovered);
}

TEST_F(TrackerEventsTest, NamedAgainItIsNotOver) {
  Told(seconds(0), flagged_);
  Ended(seconds(60), flagged_);
  Told(seconds(70), flagged_);
  EXPECT_EQ(Only().restored, std::nullopt);
  EXPECT_EQ(Only().first_good, std::nullopt);
  EXPECT_EQ(Only().told_until, kStart + seconds(70) + hours(2));
  EXPECT_TRUE(Good(seconds(120)).empty());
}

TEST_F(TrackerEventsTest, PollsAndEventsOfAGroupAreOneIncident) {
  See(seconds(0), blocked_);
  const auto changes = Told(seconds(30), banned_);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].kind, IncidentChange::kSeen);
  EXPECT_EQ(Only().condition, &blocked_);
  EXPECT_EQ(Only().seen_now, &banned_);
  EXPECT_EQ(Only().sightings, 2U);
}

TEST_F(TrackerEventsTest, WhatAPollSawPollsEndAfterTheSilence) {
  See(seconds(0), blocked_);
  Told(seconds(30), banned_);
  EXPECT_EQ(Only().NeededReach(), Reach::kContent);
  EXPECT_EQ(tracker_->NextQuietEnd(), std::nullopt);
  EXPECT_TRUE(Good(minutes(30)).empty());
  EXPECT_TRUE(tracker_->EndQuiet(kStart + hours(2)).empty());
  EXPECT_TRUE(Good(minutes(61)).empty());
  EXPECT_EQ(Only().first_good, kStart + minutes(61));
  ExpectClosed(Good(minutes(62)), IncidentEnd::kRecovered);
}

TEST_F(TrackerEventsTest, WhatAnEventToldFirstPollsEndOnceTheySawIt) {
  Told(seconds(0), banned_);
  EXPECT_EQ(Only().NeededReach(), Reach::kEvent);
  See(seconds(30), blocked_);
  Told(seconds(40), banned_);
  EXPECT_EQ(Only().NeededReach(), Reach::kContent);
  EXPECT_EQ(Ended(seconds(60), banned_)[0].kind, IncidentChange::kSeen);
  ExpectClosed(Good(seconds(90)), IncidentEnd::kRecovered);
}

TEST_F(TrackerEventsTest, OneOfAGroupMayBecomeAnother) {
  Told(seconds(0), banned_);
  Report report;
  report.findings.push_back(Met(blocked_));
  report.ended = {&banned_};
  Apply(report, seconds(10), std::nullopt);
  EXPECT_EQ(Only().seen_now, &blocked_);
  EXPECT_EQ(Only().restored, std::nullopt);
}

TEST_F(TrackerEventsTest, TwoFindingsOfAGroupInOneReportAreOneSighting) {
  Report report;
  report.findings = {Met(banned_), Met(blocked_)};
  EXPECT_EQ(Apply(report, seconds(0), std::nullopt).size(), 1U);
  EXPECT_EQ(Only().seen_now, &banned_);
  EXPECT_EQ(Only().sightings, 1U);
}

TEST_F(TrackerEventsTest, ReportsOfOneMomentAreCountedEach) {
  Told(seconds(0), paused_, "summer");
  Told(seconds(0), paused_, "winter");
  EXPECT_EQ(Only().sightings, 2U);
  EXPECT_EQ(Only().subjects.size(), 2U);
}

TEST_F(TrackerEventsTest, IncidentsOfOneMomentHaveDifferentIds) {
  const std::string first = Told(seconds(0), paused_)[0].incident.id;
  Ended(seconds(0), paused_);
  const std::string second = Told(seconds(0), paused_)[0].incident.id;
  Ended(seconds(0), paused_);
  const std::string third = Told(seconds(0), paused_)[0].incident.id;
  EXPECT_EQ(second, first + "-2");
  EXPECT_EQ(third, first + "-3");
}

TEST_F(TrackerEventsTest, AnEndThatCameLateEndsNothing) {
  Told(seconds(0), pin_, "", seconds(-10));
  EXPECT_TRUE(Ended(seconds(1), pin_, "", seconds(-11)).empty());
  ASSERT_EQ(tracker_->open().size(), 1U);
  ExpectClosed(Ended(seconds(2), pin_, "", seconds(-10)), IncidentEnd::kReported);
}

TEST_F(TrackerEventsTest, WhatIsOlderThanItsEndDoesNotOpen) {
  EXPECT_TRUE(Ended(seconds(0), pin_, "", seconds(-10)).empty());
  EXPECT_TRUE(Told(seconds(1), pin_, "", seconds(-11)).empty());
  EXPECT_TRUE(tracker_->open().empty());
  EXPECT_EQ(Told(seconds(2), pin_, "", seconds(-9)).size(), 1U);
}

TEST_F(TrackerEventsTest, WhatIsOlderThanItsEndDoesNotUndoIt) {
  Told(seconds(0), flagged_, "", seconds(-20));
  Ended(seconds(1), flagged_, "", seconds(-10));
  EXPECT_TRUE(Told(seconds(2), flagged_, "", seconds(-11)).empty());
  EXPECT_EQ(Only().restored, kStart + seconds(1));
}

TEST_F(TrackerEventsTest, EachSubjectHasItsOwnOrder) {
  Told(seconds(0), paused_, "summer", seconds(-30));
  Told(seconds(1), paused_, "winter", seconds(-10));
  EXPECT_EQ(Ended(seconds(2), paused_, "summer", seconds(-20)).size(), 1U);
  EXPECT_EQ(Only().subjects, std::vector<std::string>{"winter"});
  EXPECT_TRUE(Ended(seconds(3), paused_, "winter", seconds(-20)).empty());
  EXPECT_TRUE(Told(seconds(4), paused_, "summer", seconds(-25)).empty());
  EXPECT_EQ(Told(seconds(5), paused_, "autumn", seconds(-25)).size(), 1U);
}

TEST_F(TrackerEventsTest, WhatCameLateIsNotShownAsTheNewest) {
  Told(seconds(0), banned_, "", seconds(-10));
  Report late;
  late.findings.push_back(Met(blocked_, "older"));
  const auto changes = Apply(late, seconds(5), seconds(-20));
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(Only().seen_now, &banned_);
  EXPECT_EQ(Only().detail, "event account-disabled");
  EXPECT_EQ(Only().happened, kDay + seconds(-10));
  EXPECT_EQ(Only().last_seen, kStart + seconds(5));
}

TEST_F(TrackerEventsTest, AClockThatIsFarAheadOrdersNothing) {
  Told(seconds(0), pin_, "", days(365));
  EXPECT_EQ(Only().happened, std::nullopt);
  ExpectClosed(Ended(seconds(2), pin_, "", seconds(1)), IncidentEnd::kReported);
}

TEST_F(TrackerEventsTest, NobodyNeedLookAtWhatNoPollSees) {
  Told(seconds(0), pin_);
  const auto changes = Told(days(30), pin_);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].kind, IncidentChange::kSeen);
  EXPECT_EQ(changes[0].incident.Lasted(), days(30));
}

TEST_F(TrackerEventsTest, WhatWasToldIsLookedAtUntilThen) {
  Told(seconds(0), flagged_);
  EXPECT_EQ(See(hours(2) + minutes(3), flagged_).size(), 1U);
  EXPECT_EQ(See(hours(2) + minutes(6) + Duration(1), flagged_).size(), 2U);
}

TEST_F(TrackerEventsTest, AGapInWhatPollsSeeIsAGapForAReportToo) {
  See(seconds(0), error500_);
  const auto changes = Told(minutes(3) + Duration(1), error500_);
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].incident.end, IncidentEnd::kUnobserved);
  EXPECT_EQ(changes[1].incident.earliest_start, kStart);
}

bool Everything(const Incident& /*incident*/) { return true; }

TEST_F(TrackerEventsTest, WhatOnlyEventsToldAsksForNoPoll) {
  Condition slow = flagged_;
  slow.graces = {{std::nullopt, std::nullopt, minutes(5)}};
  Told(seconds(0), slow);
  EXPECT_EQ(tracker_->NextGraceEnd(kStart, Everything), std::nullopt);
  See(seconds(10), slow);
  EXPECT_EQ(tracker_->NextGraceEnd(kStart, Everything), kStart + minutes(5));
}

TEST_F(TrackerEventsTest, ReportsCountUnavailableTimeAsPollsDo) {
  Told(seconds(0), banned_);
  Told(seconds(40), banned_);
  EXPECT_EQ(tracker_->totals().unavailable, seconds(40));
  Ended(seconds(100), banned_);
  EXPECT_EQ(tracker_->totals().unavailable, seconds(100));
  See(seconds(110), blocked_);
  EXPECT_EQ(tracker_->totals().unavailable, seconds(100));
}

TEST_F(TrackerEventsTest, WhatEndedQuietlyIsNotUnavailableTime) {
  Told(seconds(0), banned_);
  tracker_->EndQuiet(kStart + hours(1));
  See(hours(1), blocked_);
  EXPECT_EQ(tracker_->totals().unavailable, Duration(0));
}

TEST_F(TrackerEventsTest, ASilenceGoesOnAfterARestart) {
  Told(seconds(0), paused_, "summer", seconds(-5));
  Told(seconds(1), paused_, "winter", seconds(-4));
  Restart();
  EXPECT_EQ(tracker_->NextQuietEnd(), kStart + seconds(1) + hours(24));
  EXPECT_TRUE(Ended(seconds(9), paused_, "summer", seconds(-6)).empty());  // late
  EXPECT_EQ(Ended(seconds(10), paused_, "summer", seconds(1)).size(), 1U);
  ExpectClosed(Ended(seconds(11), paused_, "winter", seconds(2)), IncidentEnd::kReported);
}

TEST_F(TrackerEventsTest, WhatIsRestoredIsConfirmedAfterARestart) {
  Told(seconds(0), flagged_);
  Ended(seconds(60), flagged_, "", seconds(50));
  Restart();
  EXPECT_TRUE(Told(seconds(70), flagged_, "", seconds(49)).empty());  // late
  const auto changes = Good(seconds(120));
  ExpectClosed(changes, IncidentEnd::kRecovered);
  EXPECT_EQ(changes[0].incident.first_good, kStart + seconds(60));
}

TEST_F(TrackerEventsTest, AContradictionOutlastsARestart) {
  See(seconds(0), blocked_);
  Ended(seconds(30), banned_);
  See(seconds(60), blocked_);
  Restart();
  EXPECT_EQ(Only().restored, kStart + seconds(30));
  EXPECT_TRUE(Good(seconds(90)).empty());
  ExpectClosed(Good(seconds(105)), IncidentEnd::kRecovered);
}

TEST_F(TrackerEventsTest, WhatPollsSawTheyEndAfterARestart) {
  See(seconds(0), blocked_);
  Told(seconds(30), banned_);
  Restart();
  EXPECT_EQ(Only().NeededReach(), Reach::kContent);
  Restart();
  EXPECT_EQ(tracker_->NextQuietEnd(), std::nullopt);
}

TEST_F(TrackerEventsTest, WhatWentQuietWhileItDidNotRunEndsThen) {
  Told(seconds(0), paused_);
  Restart();
  const auto changes = tracker_->EndQuiet(kStart + days(3));
  ExpectClosed(changes, IncidentEnd::kQuiet);
  EXPECT_EQ(changes[0].incident.told_until, kStart + hours(24));
}

// A single message that failed with 500 shows that something was amiss, not that the stack
// restarted.
TEST_F(TrackerEventsTest, WhatNoPollSawIsNoRestart) {
  Told(minutes(1), error500_);
  Good(minutes(2));
  ExpectClosed(Good(minutes(3)), IncidentEnd::kRecovered);
  EXPECT_EQ(tracker_->totals().restarts, 0U);
}

TEST_F(TrackerEventsTest, WhatASeldomQuestionShowsAndNobodyAsksEndsByItself) {
  Told(seconds(0), webhook_);
  EXPECT_TRUE(Good(minutes(5)).empty()) << "health shows nothing of it";
  EXPECT_EQ(tracker_->NextQuietEnd(), kStart + hours(6));
  Told(hours(5), webhook_);
  Restart();
  EXPECT_TRUE(tracker_->EndQuiet(kStart + hours(6)).empty());
  ExpectClosed(tracker_->EndQuiet(kStart + hours(11)), IncidentEnd::kQuiet);
}

TEST_F(TrackerEventsTest, WhatASeldomQuestionMetDoesNotEndByItself) {
  Told(seconds(0), webhook_);
  Poll(minutes(1), &webhook_);
  EXPECT_EQ(tracker_->NextQuietEnd(), std::nullopt);
  EXPECT_TRUE(tracker_->EndQuiet(kStart + hours(7)).empty());
  EXPECT_EQ(Only().sightings, 2U);
}

}  // namespace
}  // namespace wa
