#include "model/maintenance_times.h"

#include <gtest/gtest.h>

#include <string>

#include "base/rfc3339.h"
#include "base/text.h"
#include "model/maintenance_form.h"

namespace wa {
namespace {

MaintenanceForm Weekly(std::string from, std::string to, std::string time_zone) {
  MaintenanceForm form;
  form.reason = "moving house";
  form.all = true;
  form.from = std::move(from);
  form.to = std::move(to);
  form.time_zone = std::move(time_zone);
  return form;
}

// "2026-03-29T00:30:00Z - 2026-03-29T01:30:00Z", or "over".
std::string Next(const MaintenanceForm& form, const std::string& now) {
  const auto maintenance = ReadMaintenance(form);
  if (!maintenance) return maintenance.error().front().message;
  const auto time = NextTime(*maintenance, ParseRfc3339(now).value());
  return time ? FormatUtc(time->from) + " - " + FormatUtc(time->to) : "over";
}

TEST(MaintenanceTimesTest, WhatIsAnnouncedOnceHoldsFromItsBeginningUpToItsEnd) {
  const MaintenanceForm form = Weekly("2026-12-01T22:00:00+01:00", "2026-12-02T04:00:00+01:00", "");
  const std::string time = "2026-12-01T21:00:00Z - 2026-12-02T03:00:00Z";
  EXPECT_EQ(Next(form, "2026-11-26T12:00:00Z"), time);
  EXPECT_EQ(Next(form, "2026-12-02T02:59:59Z"), time);
  EXPECT_EQ(Next(form, "2026-12-02T03:00:00Z"), "over");
}

TEST(MaintenanceTimesTest, WhatComesAgainHoldsOrComesNext) {
  const MaintenanceForm form = Weekly("22:00", "04:00", "Europe/Berlin");
  const std::string first = "2026-11-25T21:00:00Z - 2026-11-26T03:00:00Z";
  EXPECT_EQ(Next(form, "2026-11-25T21:00:00Z"), first);
  EXPECT_EQ(Next(form, "2026-11-26T02:59:59Z"), first);
  EXPECT_EQ(Next(form, "2026-11-26T03:00:00Z"), "2026-11-26T21:00:00Z - 2026-11-27T03:00:00Z");
}

TEST(MaintenanceTimesTest, ItBeginsOnItsDaysAsTheyAreThere) {
  MaintenanceForm form = Weekly("00:30", "01:00", "Australia/Lord_Howe");
  form.weekdays = {"sunday"};
  // Sunday there is still Saturday in UTC.
  EXPECT_EQ(Next(form, "2026-11-26T00:00:00Z"), "2026-11-28T13:30:00Z - 2026-11-28T14:00:00Z");
  EXPECT_EQ(Next(form, "2026-11-28T14:00:00Z"), "2026-12-05T13:30:00Z - 2026-12-05T14:00:00Z");
}

TEST(MaintenanceTimesTest, TheLastDayIsTheLastOnWhichItBegins) {
  MaintenanceForm form = Weekly("22:00", "04:00", "Europe/Berlin");
  form.until = "2026-11-26";
  const std::string last = "2026-11-26T21:00:00Z - 2026-11-27T03:00:00Z";
  EXPECT_EQ(Next(form, "2026-11-26T12:00:00Z"), last);
  EXPECT_EQ(Next(form, "2026-11-27T02:00:00Z"), last);
  EXPECT_EQ(Next(form, "2026-11-27T03:00:00Z"), "over");
}

TEST(MaintenanceTimesTest, TheSameTimesHoldAWholeDay) {
  EXPECT_EQ(Next(Weekly("06:00", "06:00", "UTC"), "2026-11-26T05:00:00Z"),
            "2026-11-25T06:00:00Z - 2026-11-26T06:00:00Z");
}

TEST(MaintenanceTimesTest, ANightWhoseClockIsSetForwardIsShorterAndOneThatIsSetBackLonger) {
  const MaintenanceForm form = Weekly("22:00", "04:00", "Europe/Berlin");
  EXPECT_EQ(Next(form, "2026-03-28T22:00:00Z"), "2026-03-28T21:00:00Z - 2026-03-29T02:00:00Z");
  EXPECT_EQ(Next(form, "2026-10-24T22:00:00Z"), "2026-10-24T20:00:00Z - 2026-10-25T03:00:00Z");
}

TEST(MaintenanceTimesTest, InTheHourThatDoesNotExistItBeginsAtTheJumpAndKeepsItsLength) {
  const std::string night = "2026-03-29T00:00:00Z";
  EXPECT_EQ(Next(Weekly("02:15", "02:45", "Europe/Berlin"), night),
            "2026-03-29T01:00:00Z - 2026-03-29T01:30:00Z");
  EXPECT_EQ(Next(Weekly("02:00", "03:00", "Europe/Berlin"), night),
            "2026-03-29T01:00:00Z - 2026-03-29T02:00:00Z");
  EXPECT_EQ(Next(Weekly("02:30", "04:00", "Europe/Berlin"), night),
            "2026-03-29T01:00:00Z - 2026-03-29T02:30:00Z");
  // Only the end does not exist.
  EXPECT_EQ(Next(Weekly("01:30", "02:30", "Europe/Berlin"), night),
            "2026-03-29T00:30:00Z - 2026-03-29T01:30:00Z");
  // At midnight, and by half an hour.
  EXPECT_EQ(Next(Weekly("00:15", "00:45", "America/Sao_Paulo"), "2018-11-04T00:00:00Z"),
            "2018-11-04T03:00:00Z - 2018-11-04T03:30:00Z");
  EXPECT_EQ(Next(Weekly("02:10", "02:20", "Australia/Lord_Howe"), "2026-10-03T15:00:00Z"),
            "2026-10-03T15:30:00Z - 2026-10-03T15:40:00Z");
}

TEST(MaintenanceTimesTest, InTheHourThatComesTwiceItHoldsFromTheFirstToTheLast) {
  const std::string night = "2026-10-25T00:00:00Z";
  EXPECT_EQ(Next(Weekly("02:15", "02:45", "Europe/Berlin"), night),
            "2026-10-25T00:15:00Z - 2026-10-25T01:45:00Z");
  EXPECT_EQ(Next(Weekly("02:00", "03:00", "Europe/Berlin"), night),
            "2026-10-25T00:00:00Z - 2026-10-25T02:00:00Z");
  EXPECT_EQ(Next(Weekly("01:30", "02:30", "Europe/Berlin"), night),
            "2026-10-24T23:30:00Z - 2026-10-25T01:30:00Z");
  EXPECT_EQ(Next(Weekly("23:15", "23:45", "America/Sao_Paulo"), "2018-02-18T00:00:00Z"),
            "2018-02-18T01:15:00Z - 2018-02-18T02:45:00Z");
  EXPECT_EQ(Next(Weekly("01:40", "01:50", "Australia/Lord_Howe"), "2026-04-04T14:00:00Z"),
            "2026-04-04T14:40:00Z - 2026-04-04T15:20:00Z");
}

TEST(MaintenanceTimesTest, OnceByTheWallsClockFollowsTheSameRules) {
  EXPECT_EQ(
      Next(Weekly("2026-10-25 02:15", "2026-10-25 02:45", "Europe/Berlin"), "2026-10-01T00:00:00Z"),
      "2026-10-25T00:15:00Z - 2026-10-25T01:45:00Z");
}

// Every day from midnight to midnight.
Maintenance Always() { return *ReadMaintenance(Weekly("00:00", "00:00", "UTC")); }

SystemTime Moment(const std::string& text) { return ParseRfc3339(text).value(); }

TEST(MaintenanceTimesTest, WhatIsEndedHoldsNoMore) {
  Maintenance maintenance = Always();
  const SystemTime now = Moment("2026-11-26T12:00:00Z");
  ASSERT_TRUE(NextTime(maintenance, now).has_value());
  maintenance.ended = now;
  EXPECT_FALSE(NextTime(maintenance, now).has_value());
}

TEST(MaintenanceTimesTest, ItNeverHeldBeforeItWasAnnouncedNorAfterItWasEnded) {
  Maintenance maintenance = Always();
  maintenance.announced = Moment("2026-11-24T12:00:00Z");
  maintenance.ended = Moment("2026-11-26T06:00:00Z");
  const auto times =
      TimesWithin(maintenance, {Moment("2026-11-01T00:00:00Z"), Moment("2026-12-01T00:00:00Z")});
  ASSERT_EQ(times.size(), 3u);
  EXPECT_EQ(times[0], (TimeSpan{*maintenance.announced, Moment("2026-11-25T00:00:00Z")}));
  EXPECT_EQ(times[1], (TimeSpan{Moment("2026-11-25T00:00:00Z"), Moment("2026-11-26T00:00:00Z")}));
  EXPECT_EQ(times[2], (TimeSpan{Moment("2026-11-26T00:00:00Z"), *maintenance.ended}));
  EXPECT_TRUE(
      TimesWithin(maintenance, {Moment("2026-11-27T00:00:00Z"), Moment("2026-12-01T00:00:00Z")})
          .empty());
}

TEST(MaintenanceTimesTest, TimesAreCutToWhatWasAskedFor) {
  const TimeSpan asked{Moment("2026-11-25T18:00:00Z"), Moment("2026-11-26T06:00:00Z")};
  const auto times = TimesWithin(Always(), asked);
  ASSERT_EQ(times.size(), 2u);
  EXPECT_EQ(times[0].from, asked.from);
  EXPECT_EQ(times[1].to, asked.to);
}

}  // namespace
}  // namespace wa
