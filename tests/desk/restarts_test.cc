#include "desk/restarts.h"

#include <gtest/gtest.h>

#include "fleet_fixture.h"

namespace wa {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

// Over, and recovered; the good answer came a minute after the last bad one.
DeskIncident Over(SystemTime start, Duration lasted, const char* slug = "internal-server-error") {
  DeskIncident incident;
  incident.condition = incident.seen_now = TheCatalogue()->Find(slug);
  incident.start = start;
  incident.last_seen = start + lasted;
  incident.ended = incident.last_seen + minutes(1);
  incident.end_reason = IncidentEnd::kRecovered;
  incident.grace = minutes(10);
  return incident;
}

TEST(Restarts, WithinTheGraceAreRestartsAndBeyondAreOutages) {
  const Restarts of = RestartsOf(
      {Over(kNight - hours(30), minutes(10)), Over(kNight - hours(50), minutes(10) + Duration(1))},
      kNight);
  EXPECT_EQ(of.restarts, 1U);
  EXPECT_EQ(of.outages, 1U);
  EXPECT_EQ(of.restart_time, minutes(10)) << "from the first bad answer to the last";
  EXPECT_EQ(of.outage_time, minutes(10) + Duration(1));
}

TEST(Restarts, OfTheAllowanceOnlyTheLastDayCounts) {
  const Restarts of =
      RestartsOf({Over(kNight - hours(1), minutes(4)), Over(kNight - hours(24), minutes(6)),
                  Over(kNight - hours(24) - minutes(2), minutes(5))},
                 kNight);
  EXPECT_EQ(of.used_today, minutes(4) + minutes(6) + minutes(3));
}

TEST(Restarts, AnHourIsUsualFromThreeAndHalfOfThemOn) {
  const SystemTime three = std::chrono::floor<std::chrono::days>(kNight) + hours(3);
  std::vector<DeskIncident> past;
  for (int day = 1; day <= 2; ++day) past.push_back(Over(three - day * hours(24), minutes(3)));
  EXPECT_EQ(RestartsOf(past, kNight).usual_hour, std::nullopt);
  past.push_back(Over(three - 3 * hours(24) + minutes(59), minutes(3)));
  EXPECT_EQ(RestartsOf(past, kNight).usual_hour, 3);
  for (int i = 0; i < 4; ++i) past.push_back(Over(three - i * hours(4) - hours(9), minutes(3)));
  EXPECT_EQ(RestartsOf(past, kNight).usual_hour, std::nullopt) << "fewer than half";
}

TEST(Restarts, WhatIsNoRestartIsNotCounted) {
  DeskIncident unobserved = Over(kNight - hours(2), minutes(3));
  unobserved.end_reason = IncidentEnd::kUnobserved;
  DeskIncident open = Over(kNight - hours(2), minutes(3));
  open.ended.reset();
  open.end_reason.reset();
  const Restarts of = RestartsOf(
      {unobserved, open, Over(kNight - hours(3), minutes(3), "invalid-api-key")}, kNight);
  EXPECT_EQ(of.restarts + of.outages, 0U);
  EXPECT_EQ(of.used_today, Duration(0));
}

TEST(Premium, HelpsWhereThereWereRestarts) {
  Restarts of;
  EXPECT_EQ(WouldPremiumHelp(of, 30, minutes(10)).substr(0, 3), "No:");
  of.outages = 1;
  of.outage_time = hours(1);
  EXPECT_EQ(WouldPremiumHelp(of, 30, minutes(10)).substr(0, 3), "No:");
  of.restarts = 28;
  of.restart_time = minutes(151);
  EXPECT_EQ(WouldPremiumHelp(of, 30, minutes(10)),
            "It would avoid the restarts: 28 restarts took 2:31:00 in all in the last 30 days, 1 "
            "longer outage 1:00:00. Premium avoids the restarts, not the outages.");
}

TEST(Premium, IsNoQuestionWhereThePlanAllowsNoRestart) {
  EXPECT_EQ(WouldPremiumHelp({}, 30, Duration(0)), "");
}

}  // namespace
}  // namespace wa
