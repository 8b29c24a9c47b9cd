#include <gtest/gtest.h>

#include "metrics/scrape.h"

// What people told the exporter: maintenance, and cases at support.
namespace wa {
namespace {

using namespace wa::test;

MaintenanceView View(MaintenanceScope scope, SystemTime from, SystemTime to) {
  Maintenance maintenance;
  maintenance.id = "m1";
  maintenance.scope = std::move(scope);
  MaintenanceView view;
  view.maintenance = std::make_shared<const Maintenance>(std::move(maintenance));
  view.next = TimeSpan{from, to};
  return view;
}

Samples Active(FleetBuilder& fleet, const MaintenanceView& view) {
  FleetSnapshot snapshot = *fleet.Build();
  snapshot.maintenance = std::make_shared<const std::vector<MaintenanceView>>(1, view);
  return Holding(Scrape(std::make_shared<const FleetSnapshot>(std::move(snapshot))),
                 "waba_maintenance_active{");
}

TEST(MaintenanceMetrics, OneSeriesForWhomItIsAboutWhileItLasts) {
  FleetBuilder fleet;
  fleet.Add("a");
  fleet.Add("b");
  const MaintenanceScope scope{{"a", "not-there"}, {}, {}};
  EXPECT_EQ(Active(fleet, View(scope, kNow, kNow + seconds(1))),
            (Samples{{R"(waba_maintenance_active{account="a",provider="d360"})", 1}}));
  EXPECT_TRUE(Active(fleet, View(scope, kNow + seconds(1), kNow + seconds(2))).empty());
  EXPECT_TRUE(Active(fleet, View(scope, kNow - seconds(1), kNow)).empty());
}

TEST(MaintenanceMetrics, AProviderIsMutedWithItsAccounts) {
  FleetBuilder fleet;
  fleet.Add("a");
  fleet.AddSubject(SubjectKind::kProvider, "provider/d360");
  const Samples active =
      Active(fleet, View({{}, {"d360"}, {}}, kNow - seconds(1), kNow + seconds(1)));
  EXPECT_EQ(active,
            (Samples{{R"(waba_maintenance_active{account="a",provider="d360"})", 1},
                     {R"(waba_maintenance_active{account="provider/d360",provider="d360"})", 1}}));
}

TEST(CaseMetrics, TheAnswerIsDueUntilItCameOrTheCaseIsClosed) {
  FleetBuilder fleet;
  fleet.Add("a");
  FleetSnapshot snapshot = *fleet.Build();
  SupportCase due;
  due.id = "c1";
  due.account = "a";
  due.answer_due = kNow - seconds(60);
  SupportCase answered = due;
  answered.answered = kNow;
  SupportCase closed = due;
  closed.closed = kNow;
  SupportCase nothing_promised = due;
  nothing_promised.answer_due.reset();
  SupportCase of_nobody = due;
  of_nobody.account = "gone";
  snapshot.cases = std::make_shared<const std::vector<SupportCase>>(
      std::vector<SupportCase>{due, answered, closed, nothing_promised, of_nobody});
  EXPECT_EQ(Holding(Scrape(std::make_shared<const FleetSnapshot>(std::move(snapshot))),
                    "waba_support_case_answer_due_timestamp_seconds{"),
            (Samples{{"waba_support_case_answer_due_timestamp_seconds{account=\"a\",provider="
                      "\"d360\",plan=\"regular\",case=\"c1\"}",
                      UnixSeconds(kNow) - 60}}));
}

}  // namespace
}  // namespace wa
