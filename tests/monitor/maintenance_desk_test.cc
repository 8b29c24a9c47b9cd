#include "monitor/maintenance_desk.h"

#include <gtest/gtest.h>

#include "base/rfc3339.h"
#include "model/maintenance_form.h"

namespace wa {
namespace {

using std::chrono::hours;

const SystemTime kNow = ParseRfc3339("2026-11-26T12:00:00Z").value();

Maintenance Made(const std::string& reason, const std::string& from, const std::string& to) {
  MaintenanceForm form;
  form.reason = reason;
  form.all = true;
  form.from = from;
  form.to = to;
  return ReadMaintenance(form).value();
}

Maintenance Tonight(const std::string& reason = "moving") {
  return Made(reason, "2026-11-26T20:00:00Z", "2026-11-26T22:00:00Z");
}

TEST(MaintenanceDeskTest, WhatIsAnnouncedShowsAndIsStoredOnce) {
  MaintenanceDesk desk;
  EXPECT_TRUE(desk.Show(kNow)->empty());
  const OrderOutcome made = desk.Announce({Tonight()}, kNow);
  EXPECT_EQ(made.result, OrderResult::kMade);
  ASSERT_EQ(desk.Show(kNow)->size(), 1u);
  EXPECT_FALSE(desk.Show(kNow)->front().HoldsAt(kNow));
  EXPECT_TRUE(desk.Show(kNow + hours(9))->front().HoldsAt(kNow + hours(9)));
  ASSERT_EQ(desk.TakeChanges().size(), 1u);
  EXPECT_TRUE(desk.TakeChanges().empty());
}

TEST(MaintenanceDeskTest, TheSameAgainIsTheSame) {
  MaintenanceDesk desk;
  const OrderOutcome made = desk.Announce({Tonight()}, kNow);
  const OrderOutcome again = desk.Announce({Tonight()}, kNow + hours(1));
  EXPECT_EQ(again.result, OrderResult::kDone);
  EXPECT_EQ(again.id, made.id);
  EXPECT_EQ(desk.Show(kNow)->size(), 1u);
  EXPECT_NE(desk.Announce({Tonight("another reason")}, kNow).id, made.id);
}

TEST(MaintenanceDeskTest, WhatIsEndedHoldsNoMoreAndCanBeAnnouncedAgain) {
  MaintenanceDesk desk;
  const std::string id = desk.Announce({Tonight()}, kNow).id;
  const SystemTime during = kNow + hours(9);
  EXPECT_EQ(desk.End({id}, during).result, OrderResult::kDone);
  EXPECT_FALSE(desk.Show(during)->front().next.has_value());
  EXPECT_EQ(desk.TakeChanges().front().ended, during);
  EXPECT_EQ(desk.Announce({Tonight()}, during).result, OrderResult::kMade);
  EXPECT_TRUE(desk.Show(during)->front().HoldsAt(during));
}

TEST(MaintenanceDeskTest, WhatIsEndedBeforeItBeganShowsAsEnded) {
  MaintenanceDesk desk;
  const std::string id = desk.Announce({Tonight()}, kNow).id;
  const SystemTime early = kNow + hours(1);
  EXPECT_EQ(desk.End({id}, early).result, OrderResult::kDone);
  ASSERT_EQ(desk.Show(early)->size(), 1u);
  EXPECT_EQ(desk.Show(early)->front().maintenance->ended, early);
  EXPECT_FALSE(desk.Show(early)->front().next.has_value());
  EXPECT_TRUE(desk.Show(early + hours(24 * 32))->empty());
}

TEST(MaintenanceDeskTest, WhatCannotBeIsRefused) {
  MaintenanceDesk desk;
  EXPECT_EQ(desk.Announce({Tonight()}, kNow + hours(10)).result, OrderResult::kRefused);
  EXPECT_EQ(desk.End({"m000000000000"}, kNow).result, OrderResult::kNotFound);
  Maintenance configured = Tonight();
  configured.is_configured = true;
  desk.Adopt({configured});
  EXPECT_EQ(desk.End({configured.id}, kNow).result, OrderResult::kRefused);
  EXPECT_EQ(desk.Announce({Tonight()}, kNow).result, OrderResult::kDone) << "it is there already";
  EXPECT_TRUE(desk.TakeChanges().empty());
}

TEST(MaintenanceDeskTest, AnotherConfigurationTakesThePlaceOfTheLast) {
  MaintenanceDesk desk;
  desk.Announce({Tonight("announced")}, kNow);
  desk.Adopt({Tonight("one")});
  EXPECT_EQ(desk.Show(kNow)->size(), 2u);
  desk.Adopt({});
  EXPECT_EQ(desk.Show(kNow)->size(), 1u);
}

TEST(MaintenanceDeskTest, WhatIsOverShowsForAMonth) {
  MaintenanceDesk desk;
  desk.Restore({Tonight()});
  EXPECT_EQ(desk.Show(kNow + hours(24 * 31))->size(), 1u);
  EXPECT_TRUE(desk.Show(kNow + hours(24 * 32))->empty());
  // The wall clock was set back.
  EXPECT_EQ(desk.Show(kNow)->size(), 1u);
}

}  // namespace
}  // namespace wa
