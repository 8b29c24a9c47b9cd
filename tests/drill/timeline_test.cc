#include "drill/timeline.h"

#include <gtest/gtest.h>

#include <utility>

namespace wa::drill {
namespace {

using namespace std::chrono_literals;

Expectation Once() {
  Expectation expectation;
  expectation.severity = Severity::kCritical;
  expectation.earliest = 10s;
  expectation.latest = 20s;
  expectation.telling = 5s;
  return expectation;
}

Happening At(Step step, Duration at, std::string receiver = "page", std::string alert = "WabaA") {
  return {step, at, std::move(alert), std::move(receiver), "critical"};
}

Timeline Story(std::vector<Happening> notices) {
  Timeline timeline;
  timeline.happenings.push_back(At(Step::kRecognised, 1s));
  for (Happening& one : notices) timeline.happenings.push_back(std::move(one));
  return timeline;
}

// The first problem, or empty.
std::string Wrong(const Timeline& timeline, const Expectation& expectation = Once(),
                  bool can_end = true) {
  const auto problems = Judge(timeline, expectation, can_end);
  return problems.empty() ? "" : problems.front();
}

TEST(Judge, AcceptsOneCallInTimeAndItsEnd) {
  EXPECT_EQ(Wrong(Story({At(Step::kNotified, 12s), At(Step::kResolved, 40s)})), "");
}

TEST(Judge, BothLimitsAreInTime) {
  for (const Duration at : {Duration(10s), Duration(20s)}) {
    EXPECT_EQ(Wrong(Story({At(Step::kNotified, at), At(Step::kResolved, 40s)})), "");
  }
}

TEST(Judge, TellsEarlyLateTwiceAndNotAtAll) {
  EXPECT_EQ(Wrong(Story({At(Step::kNotified, 9900ms), At(Step::kResolved, 40s)})),
            "early: notified after 9s900ms, not before 10s is right");
  EXPECT_EQ(Wrong(Story({At(Step::kNotified, 20100ms), At(Step::kResolved, 40s)})),
            "late: notified after 20s100ms, 20s at most is right");
  EXPECT_EQ(
      Wrong(Story({At(Step::kNotified, 12s), At(Step::kNotified, 13s), At(Step::kResolved, 40s)})),
      "receiver page was notified twice");
  EXPECT_EQ(Wrong(Story({})), "not at all: nobody was notified within 20s");
}

TEST(Judge, WhatWasSeenOverdueIsToldSoon) {
  const auto told = [](Duration at) {
    return Wrong(
        Story({At(Step::kOverdue, 11s), At(Step::kNotified, at), At(Step::kResolved, 40s)}));
  };
  EXPECT_EQ(told(16s), "") << "5 s";
  EXPECT_EQ(told(16100ms), "late: notified 5s100ms after it was overdue, 5s at most is right");
}

TEST(Judge, NobodyMayBeCalledOnlyIfItWasHardlyOverdue) {
  Expectation either = Once();
  either.called = Called::kEither;
  EXPECT_EQ(Wrong(Story({At(Step::kOverdue, 11s), At(Step::kEnded, 16s)}), either), "");
  EXPECT_EQ(Wrong(Story({At(Step::kOverdue, 11s), At(Step::kEnded, 16100ms)}), either),
            "not at all: nobody was notified, though it was overdue for longer than 5s");
}

TEST(Judge, TwoReceiversMayHearOfOneAlertButNotOfTwo) {
  EXPECT_EQ(Wrong(Story({At(Step::kNotified, 12s), At(Step::kNotified, 12s, "chat"),
                         At(Step::kResolved, 40s)})),
            "");
  EXPECT_EQ(Wrong(Story({At(Step::kNotified, 12s), At(Step::kNotified, 12s, "chat", "WabaB"),
                         At(Step::kResolved, 40s)})),
            "several alerts tell of it: WabaA, WabaB");
}

TEST(Judge, ComparesTheSeverityWithTheCatalogue) {
  Expectation warning = Once();
  warning.severity = Severity::kWarning;
  EXPECT_EQ(Wrong(Story({At(Step::kNotified, 12s), At(Step::kResolved, 40s)}), warning),
            "notified with severity critical, and the catalogue says warning");
}

TEST(Judge, NobodyMeansNobody) {
  Expectation nobody = Once();
  nobody.called = Called::kNobody;
  EXPECT_EQ(Wrong(Story({}), nobody), "");
  EXPECT_EQ(Wrong(Story({At(Step::kNotified, 12s)}), nobody),
            "somebody was called: WabaA at receiver page after 12s");
}

TEST(Judge, EitherIsRightWhereTheMomentsCross) {
  Expectation either = Once();
  either.called = Called::kEither;
  EXPECT_EQ(Wrong(Story({}), either), "");
  EXPECT_EQ(Wrong(Story({At(Step::kNotified, 12s), At(Step::kResolved, 40s)}), either), "");
}

TEST(Judge, WhoeverWasCalledMustHearOfTheEnd) {
  Expectation expectation = Once();
  expectation.ending = 30s;
  EXPECT_EQ(Wrong(Story({At(Step::kNotified, 12s)}), expectation),
            "the receiver was not told within 30s that it is over");
  EXPECT_EQ(Wrong(Story({At(Step::kNotified, 12s)}), expectation, false), "");
}

TEST(Judge, WhatTheExporterDoesNotSeeIsWrongEvenIfNobodyIsToBeCalled) {
  Expectation nobody = Once();
  nobody.called = Called::kNobody;
  EXPECT_EQ(Wrong(Timeline{}, nobody), "the exporter did not recognise it");
}

}  // namespace
}  // namespace wa::drill
