#include "monitor/case_desk.h"

#include <gtest/gtest.h>

#include "base/rfc3339.h"

namespace wa {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const SystemTime kNow = ParseRfc3339("2026-11-26T12:00:00Z").value();

const std::vector<Condition>& Conditions() {
  static const std::vector<Condition> conditions = [] {
    std::vector<Condition> made(2);
    made[0].slug = "health-limited";
    made[1].slug = "internal-server-error";
    made[1].group = "unavailable";
    made[1].contact = Contact::kSupport;
    return made;
  }();
  return conditions;
}

IncidentView View(const Condition& condition, const std::string& id) {
  IncidentView view;
  view.id = id;
  view.condition = &condition;
  view.start = kNow - minutes(20);
  view.earliest_start = kNow - minutes(21);
  return view;
}

AccountStatus Ill() {
  AccountStatus status;
  status.incidents = {View(Conditions()[0], "limited"), View(Conditions()[1], "down")};
  return status;
}

IncidentRecord Record(const std::string& id, SystemTime start) {
  IncidentRecord record;
  record.id = id;
  record.account = "shop";
  record.key = "unavailable";
  record.condition = "internal-server-error";
  record.start = start;
  record.last_seen = start;
  return record;
}

IncidentRecord Ended(IncidentRecord record, Duration lasted,
                     IncidentEnd reason = IncidentEnd::kRecovered) {
  record.last_seen = record.start + lasted;
  record.ended = record.last_seen + seconds(15);
  record.end_reason = reason;
  return record;
}

const SupportCase& Only(CaseDesk& desk) { return desk.Show(kNow)->front(); }

TEST(CaseDeskTest, ACaseIsAboutTheIncidentForSupportAndItsAnswerIsDueByThePlan) {
  CaseDesk desk;
  const OrderOutcome made = desk.Open({"shop", "4711", {}}, Ill(), hours(4), kNow);
  EXPECT_EQ(made.result, OrderResult::kMade);
  const SupportCase& opened = Only(desk);
  EXPECT_EQ(opened.id, made.id);
  EXPECT_EQ(opened.incident, "down");
  EXPECT_EQ(opened.condition, "internal-server-error");
  EXPECT_EQ(opened.opened, kNow);
  EXPECT_EQ(opened.answer_due, kNow + hours(4));
  EXPECT_EQ(opened.start, kNow - minutes(20));
  EXPECT_TRUE(opened.IsAnswerDue());
  EXPECT_EQ(desk.TakeChanges(), std::vector<SupportCase>{opened});
}

TEST(CaseDeskTest, WithoutAPromiseNothingIsDue) {
  CaseDesk desk;
  desk.Open({"shop", "4711", {}}, {}, std::nullopt, kNow);
  EXPECT_FALSE(Only(desk).IsAnswerDue());
}

TEST(CaseDeskTest, TheSameCaseIsOneAndAClosedOneOpensAgain) {
  CaseDesk desk;
  const std::string id = desk.Open({"shop", "4711", {}}, Ill(), hours(4), kNow).id;
  desk.Close({id, {}}, kNow);
  EXPECT_FALSE(Only(desk).IsOpen());
  const OrderOutcome again = desk.Open({"shop", "4711", {}}, {}, hours(4), kNow + hours(1));
  EXPECT_EQ(again.result, OrderResult::kDone);
  EXPECT_EQ(again.id, id);
  EXPECT_TRUE(Only(desk).IsOpen());
  EXPECT_EQ(Only(desk).opened, kNow);
}

TEST(CaseDeskTest, TheFirstAnswerStopsTheClock) {
  CaseDesk desk;
  const std::string id = desk.Open({"shop", "", kNow - hours(1)}, Ill(), hours(4), kNow).id;
  EXPECT_EQ(desk.Answer({id, kNow - minutes(10)}, kNow).result, OrderResult::kDone);
  EXPECT_EQ(Only(desk).answered, kNow - minutes(10));
  EXPECT_FALSE(Only(desk).IsAnswerDue());
}

TEST(CaseDeskTest, WhatCannotBeIsRefused) {
  CaseDesk desk;
  EXPECT_EQ(desk.Open({"shop", "1", kNow + seconds(1)}, {}, {}, kNow).result,
            OrderResult::kRefused);
  EXPECT_EQ(desk.Answer({"c0", {}}, kNow).result, OrderResult::kNotFound);
  EXPECT_EQ(desk.Close({"c0", {}}, kNow).result, OrderResult::kNotFound);
  const std::string id = desk.Open({"shop", "1", {}}, {}, {}, kNow).id;
  EXPECT_EQ(desk.Answer({id, kNow - seconds(1)}, kNow).result, OrderResult::kRefused);
  EXPECT_EQ(desk.Close({id, kNow + seconds(1)}, kNow).result, OrderResult::kRefused);
}

TEST(CaseDeskTest, RecoveryAndRelapseMakeTheDowntime) {
  CaseDesk desk;
  desk.Open({"shop", "4711", {}}, Ill(), hours(4), kNow);
  desk.Follow({Ended(Record("down", kNow - minutes(20)), minutes(30))});
  EXPECT_EQ(Only(desk).recovered, kNow + minutes(10) + seconds(15));
  EXPECT_EQ(Only(desk).downtime, minutes(30));
  const IncidentRecord relapse = Record("again", kNow + hours(1));
  desk.Follow({relapse});
  EXPECT_FALSE(Only(desk).recovered.has_value());
  desk.Follow({Ended(relapse, minutes(5))});
  EXPECT_EQ(Only(desk).downtime, minutes(35));
  EXPECT_EQ(Only(desk).outages, 2u);
  EXPECT_EQ(Only(desk).start, kNow - minutes(20));
  EXPECT_EQ(ClosingNote(Only(desk)),
            "Case 4711: the account shop has been well again since 2026-11-26 13:05:15 UTC.\n"
            "It had \"internal-server-error\" since 2026-11-26 11:40:00 UTC (at the earliest since "
            "2026-11-26 11:39:00 UTC). Total downtime, as far as it was seen: 35m, in 2 outages.\n"
            "The case was opened at 2026-11-26 12:00:00 UTC. There has been no answer yet.\n"
            "Please close the case.\n");
}

TEST(CaseDeskTest, WhatNobodySawEndIsNoRecovery) {
  CaseDesk desk;
  desk.Open({"shop", "4711", {}}, Ill(), hours(4), kNow);
  desk.Follow({Ended(Record("down", kNow - minutes(20)), minutes(30), IncidentEnd::kUnobserved)});
  EXPECT_FALSE(Only(desk).recovered.has_value());
  EXPECT_EQ(ClosingNote(Only(desk)), "");
  const IncidentRecord next = Record("next", kNow + hours(1));
  desk.Follow({next});
  desk.Follow({Ended(next, minutes(5))});
  EXPECT_TRUE(Only(desk).recovered.has_value());
  EXPECT_EQ(Only(desk).start, kNow - minutes(20));
  EXPECT_EQ(Only(desk).downtime, minutes(35));
}

TEST(CaseDeskTest, OthersIncidentsAndThoseAfterTheEndChangeNothing) {
  CaseDesk desk;
  const std::string id = desk.Open({"shop", "4711", {}}, Ill(), hours(4), kNow).id;
  const SupportCase before = Only(desk);
  desk.TakeChanges();
  IncidentRecord other = Ended(Record("down", kNow - minutes(20)), minutes(30));
  other.account = "another";
  desk.Follow({other, Ended(Record("not-ours", kNow), minutes(1))});
  EXPECT_EQ(Only(desk), before);
  EXPECT_TRUE(desk.TakeChanges().empty());
  desk.Close({id, {}}, kNow);
  desk.TakeChanges();
  desk.Follow({Ended(Record("down", kNow - minutes(20)), minutes(30))});
  EXPECT_TRUE(desk.TakeChanges().empty());
}

TEST(CaseDeskTest, WithoutAnOpenIncidentItIsAboutTheLast) {
  CaseDesk desk;
  desk.Follow({Ended(Record("last", kNow - hours(1)), minutes(30))});
  desk.Open({"shop", "4711", {}}, {}, hours(4), kNow);
  EXPECT_EQ(Only(desk).incident, "last");
  EXPECT_EQ(Only(desk).downtime, minutes(30));
  EXPECT_TRUE(Only(desk).recovered.has_value());
}

TEST(CaseDeskTest, WhatWasStoredGoesOn) {
  CaseDesk first;
  first.Open({"shop", "4711", {}}, Ill(), hours(4), kNow);
  CaseDesk second;
  second.Restore(first.TakeChanges());
  EXPECT_EQ(Only(second), Only(first));
  second.Follow({Ended(Record("down", kNow - minutes(20)), minutes(30))});
  EXPECT_TRUE(Only(second).recovered.has_value());
}

TEST(CaseDeskTest, ClosedOnesShowForAMonth) {
  CaseDesk desk;
  const std::string id = desk.Open({"shop", "4711", {}}, Ill(), hours(4), kNow).id;
  desk.Close({id, {}}, kNow);
  EXPECT_EQ(desk.Show(kNow + hours(24 * 31))->size(), 1u);
  EXPECT_TRUE(desk.Show(kNow + hours(24 * 31) + seconds(1))->empty());
}

}  // namespace
}  // namespace wa
