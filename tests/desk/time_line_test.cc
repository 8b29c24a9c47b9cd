#include "desk/time_line.h"

#include <gtest/gtest.h>

#include "fleet_fixture.h"

namespace wa {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const SystemTime kFrom = kNight - hours(24);

Past Watched() {
  Past past;
  past.runs = {{kFrom - hours(1), kNight}};
  return past;
}

AnswerRecord Record(SystemTime at, AnswerKind kind, const std::string& account = "berlin-shop") {
  AnswerRecord record;
  record.account = account;
  record.at = at;
  record.kind = kind;
  record.why = kind == AnswerKind::kNothing ? "our own network" : "";
  return record;
}

std::vector<Span> Gaps(const TimeLine& line) {
  std::vector<Span> gaps;
  for (const Span& span : line.spans) {
    if (span.kind == SpanKind::kGap) gaps.push_back(span);
  }
  return gaps;
}

TEST(TimeLine, OfAQuietDayIsEmpty) {
  EXPECT_TRUE(MakeTimeLine({}, Watched(), kFrom, kNight).spans.empty());
}

TEST(TimeLine, AnIncidentHasBothBoundsOfItsStart) {
  const DeskIncident incident =
      OfView(AnIncident(*TheCatalogue()->Find("internal-server-error"), minutes(14)));
  const TimeLine line = MakeTimeLine({incident}, Watched(), kFrom, kNight);
  ASSERT_EQ(line.spans.size(), 2U);
  EXPECT_EQ(line.spans[0].kind, SpanKind::kMaybe);
  EXPECT_EQ(line.spans[0].from, *incident.earliest_start);
  EXPECT_EQ(line.spans[0].to, incident.start);
  EXPECT_EQ(line.spans[1].kind, SpanKind::kIncident);
  EXPECT_EQ(line.spans[1].to, kNight);
  EXPECT_EQ(line.spans[1].state, AccountState::kSupport);
}

TEST(TimeLine, WithinItsAllowanceAnIncidentIsAWait) {
  const DeskIncident incident =
      OfView(AnIncident(*TheCatalogue()->Find("internal-server-error"), minutes(10)));
  EXPECT_EQ(MakeTimeLine({incident}, Watched(), kFrom, kNight).spans.back().state,
            AccountState::kWait);
}

TEST(TimeLine, WhatWasSeenOnceIsVisible) {
  const DeskIncident incident =
      OfView(AnIncident(*TheCatalogue()->Find("internal-server-error"), Duration(0)));
  const TimeLine line = MakeTimeLine({incident}, Watched(), kFrom, kNight + minutes(1));
  EXPECT_EQ(line.spans.back().to - line.spans.back().from, seconds(1));
}

TEST(TimeLine, WhereNobodyLookedIsAGapAndARestartOfTheExporterIsNone) {
  Past past;
  past.runs = {{kFrom + hours(1), kFrom + hours(2)},
               {kFrom + hours(2) + minutes(3), kFrom + hours(5)},
               {kFrom + hours(6), kNight}};
  const auto gaps = Gaps(MakeTimeLine({}, past, kFrom, kNight));
  ASSERT_EQ(gaps.size(), 2U);
  EXPECT_EQ(gaps[0].from, kFrom);
  EXPECT_EQ(gaps[0].to, kFrom + hours(1));
  EXPECT_EQ(gaps[1].from, kFrom + hours(5));
  EXPECT_EQ(gaps[1].to, kFrom + hours(6));
}

TEST(TimeLine, WithoutAnyRecordAllOfItIsAGap) {
  const auto gaps = Gaps(MakeTimeLine({}, Past{}, kFrom, kNight));
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0].to - gaps[0].from, hours(24));
}

TEST(TimeLine, WherePollsToldNothingIsAGapThatSaysWhy) {
  Past past = Watched();
  past.answers = {Record(kFrom - hours(1), AnswerKind::kNothing),
                  Record(kFrom + hours(2), AnswerKind::kAnswer),
                  Record(kNight - hours(1), AnswerKind::kNothing)};
  const auto gaps = Gaps(MakeTimeLine({}, past, kFrom, kNight));
  ASSERT_EQ(gaps.size(), 2U);
  EXPECT_EQ(gaps[0].from, kFrom);
  EXPECT_EQ(gaps[0].to, kFrom + hours(2));
  EXPECT_EQ(gaps[0].text, "our own network");
  EXPECT_EQ(gaps[1].from, kNight - hours(1));
  EXPECT_EQ(gaps[1].to, kNight);
}

TEST(TimeLine, OurNetworksSilenceDoesNotEndWithTheAccountsAnswer) {
  Past past = Watched();
  past.answers = {Record(kFrom + hours(1), AnswerKind::kAnswer),
                  Record(kFrom, AnswerKind::kNothing, "exporter/uplink"),
                  Record(kFrom + hours(3), AnswerKind::kAnswer, "exporter/uplink")};
  const auto gaps = Gaps(MakeTimeLine({}, past, kFrom, kNight));
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0].to, kFrom + hours(3));
}

TEST(TimeLine, WhatLiesOutsideIsNotShown) {
  DeskIncident incident =
      OfView(AnIncident(*TheCatalogue()->Find("internal-server-error"), minutes(14)));
  incident.start = *incident.earliest_start = kFrom - hours(3);
  incident.last_seen = kFrom - hours(2);
  EXPECT_TRUE(MakeTimeLine({incident}, Watched(), kFrom, kNight).spans.empty());
}

TEST(TimeLine, MaintenanceIsDrawnWhereItHeld) {
  Maintenance maintenance;
  maintenance.reason = "the stack moves";
  maintenance.when = TimeSpan{kFrom - hours(1), kFrom + hours(2)};
  TimeLine line = MakeTimeLine({}, Watched(), kFrom, kNight);
  AddMaintenance(maintenance, &line);
  ASSERT_EQ(line.spans.size(), 1U);
  EXPECT_EQ(line.spans[0].kind, SpanKind::kMaintenance);
  EXPECT_EQ(line.spans[0].from, kFrom);
  EXPECT_EQ(line.spans[0].to, kFrom + hours(2));
  EXPECT_EQ(line.spans[0].text, "maintenance: the stack moves");
}

}  // namespace
}  // namespace wa
