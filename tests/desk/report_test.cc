#include "desk/report.h"

#include <gtest/gtest.h>

#include "fleet_fixture.h"

namespace wa {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const SystemTime kFrom = kNight - hours(100);
const std::vector<AnswerRun> kAlways{{kFrom - hours(1), kNight + hours(1)}};

DeskIncident Over(const std::string& account, SystemTime start, Duration lasted,
                  const char* slug = "internal-server-error") {
  DeskIncident incident;
  incident.account = account;
  incident.condition = incident.seen_now = TheCatalogue()->Find(slug);
  incident.start = start;
  incident.last_seen = start + lasted;
  incident.ended = incident.last_seen;
  incident.end_reason = IncidentEnd::kRecovered;
  incident.grace = minutes(10);
  return incident;
}

Report Make(const std::vector<DeskIncident>& incidents,
            const std::vector<AnswerRun>& runs = kAlways) {
  return MakeReport({AnAccount("a"), AnAccount("b"), AnAccount("c")}, incidents,
                    Watched(runs, {}, kFrom, kNight), kFrom, kNight);
}

TEST(Report, RestartsStandApartFromOutages) {
  const Report report =
      Make({Over("b", kFrom + hours(1), minutes(10)), Over("b", kFrom + hours(9), minutes(60))});
  const ReportRow& worst = report.rows.front();
  EXPECT_EQ(worst.account->name, "b");
  EXPECT_EQ(worst.restarts, 1U);
  EXPECT_EQ(worst.outages, 1U);
  EXPECT_DOUBLE_EQ(worst.Availability().value(), 0.99);
  EXPECT_DOUBLE_EQ(worst.AvailabilityWithRestarts().value(), 1 - 70.0 / 6000);
  EXPECT_EQ(report.rows[1].account->name, "a");
  EXPECT_EQ(report.rows[1].Availability(), 1.0);
}

TEST(Report, OnlyWhatLiesWithinItCounts) {
  const Report report = Make(
      {Over("a", kFrom - minutes(30), minutes(60)), Over("b", kNight - minutes(30), minutes(60))});
  for (const ReportRow& row : report.rows) {
    const bool is_untouched = row.account->name == "c";
    EXPECT_EQ(row.outage_time, is_untouched ? minutes(0) : minutes(30)) << row.account->name;
  }
}

TEST(Report, TheShareIsOfTheTimeInWhichSomebodyLooked) {
  const Report report =
      Make({Over("a", kFrom + hours(1), hours(1))}, {{kFrom - hours(1), kFrom + hours(5)},
                                                     {kFrom + hours(4), kFrom + hours(10)},
                                                     {kNight - hours(10), kNight + hours(5)}});
  EXPECT_EQ(report.watched, hours(20)) << "what overlaps counts once";
  EXPECT_DOUBLE_EQ(report.rows.front().Availability().value(), 0.95);
}

TEST(Report, WhereNobodyLookedNothingIsClaimed) {
  const Report report = Make({}, {});
  EXPECT_EQ(report.watched, Duration(0));
  EXPECT_NE(ReportMarkdown(report, "2026-11").find("not known"), std::string::npos);
}

TEST(Report, WhatStopsNoMessageIsNoOutage) {
  const Report report = Make({Over("a", kFrom + hours(1), hours(1), "quality-low")});
  EXPECT_EQ(report.rows.front().outages, 0U);
  std::size_t others = 0;
  for (const ReportRow& row : report.rows) others += row.others;
  EXPECT_EQ(others, 1U);
}

TEST(Report, CallsAreCriticalAndBeyondTheGraceWithinTheReport) {
  const Report report =
      Make({Over("a", kFrom + hours(3), minutes(11)), Over("a", kFrom + hours(1), minutes(10)),
            Over("b", kFrom + hours(2), hours(1)), Over("c", kFrom - minutes(11), hours(1))});
  ASSERT_EQ(report.calls.size(), 2U);
  EXPECT_EQ(report.calls[0].incident.account, "b");
  EXPECT_EQ(report.calls[1].incident.account, "a");
}

TEST(Report, TheTimeToPageIsThatOfTheAnswerThatShowedIt) {
  DeskIncident noted = Over("a", kFrom + hours(1), hours(1));
  noted.overdue_seen = noted.start + minutes(10) + std::chrono::seconds(2);
  const Report report = Make({noted, Over("b", kFrom + hours(2), hours(1))});
  ASSERT_EQ(report.calls.size(), 2U);
  EXPECT_EQ(report.calls[0].until_known, minutes(10) + std::chrono::seconds(2));
  EXPECT_EQ(report.calls[1].until_known, std::nullopt) << "stored by an earlier version";
  const std::string text = ReportMarkdown(report, "x");
  EXPECT_NE(text.find("The slowest was known 0:02 after it was due"), std::string::npos) << text;
  EXPECT_NE(text.find("| 10:00 | 10:02 | 1:00:00 |"), std::string::npos) << text;
  EXPECT_NE(text.find("| 10:00 | not known | 1:00:00 |"), std::string::npos) << text;
}

TEST(Report, OfWhomNothingWasHeardNothingIsClaimed) {
  const AnswerMarks marks{kFrom,
                          {{"a", kFrom, AnswerKind::kAnswer}, {"b", kFrom, AnswerKind::kNothing}}};
  const Report report = MakeReport({AnAccount("a"), AnAccount("b"), AnAccount("c")}, {},
                                   Watched(kAlways, marks, kFrom, kNight), kFrom, kNight);
  EXPECT_EQ(report.rows[0].account->name, "b") << "above those that were fine";
  EXPECT_EQ(report.rows[0].Availability(), std::nullopt);
  EXPECT_EQ(report.rows[1].account->name, "c");
  EXPECT_EQ(report.rows[1].watched, Duration(0));
  EXPECT_EQ(report.rows[2].Availability(), 1.0);
  const std::string text = ReportMarkdown(report, "x");
  EXPECT_NE(text.find("| b | regular | not known | not known |"), std::string::npos) << text;
  EXPECT_NE(text.find("| Accounts of which nothing was heard | 2 |"), std::string::npos);
  EXPECT_NE(ReportCsv(report).find("\"b\",\"d360\",\"regular\",\"0\",\"\",\"\""),
            std::string::npos);
}

TEST(Report, WhatIsStillOpenLastsUntilItEnds) {
  DeskIncident open = Over("a", kNight - hours(10), minutes(1), "invalid-api-key");
  open.grace = Duration(0);
  open.ended.reset();
  const Report report = Make({open});
  EXPECT_EQ(report.rows.front().outage_time, hours(10)) << "though it is polled once an hour";
}

TEST(Report, HasTheIncidentsByCondition) {
  const Report report =
      Make({Over("a", kFrom + hours(1), minutes(5)), Over("a", kFrom + hours(3), minutes(7)),
            Over("b", kFrom + hours(2), hours(2), "quality-low")});
  ASSERT_EQ(report.conditions.size(), 2U);
  EXPECT_EQ(report.conditions[0].condition->slug, "quality-low");
  EXPECT_EQ(report.conditions[1].incidents, 2U);
  EXPECT_EQ(report.conditions[1].accounts, 1U);
  EXPECT_EQ(report.conditions[1].time, minutes(12));
  EXPECT_EQ(report.conditions[1].longest, minutes(7));
  EXPECT_NE(ReportMarkdown(report, "x").find("| 2 | 1 | 12:00 | 7:00 |"), std::string::npos);
}

TEST(Report, AvailabilityIsNeverRoundedUp) {
  const Report report = Make({Over("a", kFrom + hours(1), minutes(10) + Duration(1))});
  EXPECT_NE(ReportMarkdown(report, "x").find("99.833 %"), std::string::npos);
  const Report tiny = Make({Over("a", kFrom, std::chrono::milliseconds(1))});
  EXPECT_NE(ReportMarkdown(tiny, "x").find("99.999 %"), std::string::npos);
}

TEST(Report, CsvHasALineForEachAccount) {
  const std::string csv = ReportCsv(Make({Over("a", kFrom + hours(1), hours(1))}));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 4);
  EXPECT_NE(csv.find("\"a\",\"d360\",\"regular\",\"360000\",\"0.990000\""), std::string::npos)
      << csv;
}

TEST(Report, NamesStayText) {
  Report report = Make({});
  auto hostile = AnAccount("<b>|x");
  report.rows.front().account = hostile;
  EXPECT_NE(ReportMarkdown(report, "a|b").find("\\<b\\>\\|x"), std::string::npos);
}

}  // namespace
}  // namespace wa
