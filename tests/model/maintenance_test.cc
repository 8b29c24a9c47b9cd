#include "model/maintenance.h"

#include <gtest/gtest.h>

#include <string>

#include "base/rfc3339.h"
#include "model/maintenance_form.h"

namespace wa {
namespace {

MaintenanceForm Good() {
  MaintenanceForm form;
  form.reason = "moving house";
  form.accounts = {"b", "a", "a"};
  form.from = "2026-12-01T22:00:00+01:00";
  form.to = "2026-12-02T04:00:00+01:00";
  return form;
}

// "key: message" of each.
std::string Flaws(const MaintenanceForm& form) {
  const auto read = ReadMaintenance(form);
  if (read) return "none";
  std::string text;
  for (const FormFlaw& flaw : read.error()) text += flaw.key + ": " + flaw.message + "\n";
  return text;
}

TEST(MaintenanceFormTest, WhatIsReadIsWrittenAgainAndHasTheSameId) {
  MaintenanceForm weekly = Good();
  weekly.from = "22:00";
  weekly.to = "04:00";
  weekly.time_zone = "Europe/Berlin";
  weekly.weekdays = {"Sunday", "monday"};
  weekly.until = "2026-12-24";
  weekly.tags = {{"team", "retail"}};
  weekly.providers = {"d360"};
  for (const MaintenanceForm& form : {Good(), weekly}) {
    const auto read = ReadMaintenance(form);
    ASSERT_TRUE(read.has_value()) << Flaws(form);
    EXPECT_EQ(*ReadMaintenance(FormOf(*read)), *read);
  }
  EXPECT_EQ(FormOf(*ReadMaintenance(weekly)).weekdays,
            (std::vector<std::string>{"monday", "sunday"}));
  EXPECT_EQ(ReadMaintenance(Good())->id.size(), 13u);
  EXPECT_NE(ReadMaintenance(Good())->id, ReadMaintenance(weekly)->id);
}

TEST(MaintenanceFormTest, WhatIsMissingIsNamedAllAtOnce) {
  EXPECT_EQ(Flaws({}),
            "reason: 'reason' is missing: say in a few words what is being done\n"
            "accounts: nothing says whom it is about: add accounts, providers or tags, or all = "
            "true\n"
            "from: 'from' is missing: a moment such as \"2026-12-01T22:00:00+01:00\", or with "
            "time_zone \"2026-12-01 22:00\" (once) or \"22:00\" (again and again)\n"
            "to: 'to' is missing: a moment such as \"2026-12-01T22:00:00+01:00\", or with "
            "time_zone \"2026-12-01 22:00\" (once) or \"22:00\" (again and again)\n");
}

TEST(MaintenanceFormTest, TimesThatDoNotFitAreRefused) {
  MaintenanceForm form = Good();
  form.to = form.from;
  EXPECT_EQ(Flaws(form), "to: 'to' must be after 'from'\n");
  form.to = "2027-12-01T22:00:00+01:00";
  EXPECT_EQ(Flaws(form), "to: 'to' must not be more than 31 days after 'from'\n");
  form.to = "04:00";
  EXPECT_EQ(Flaws(form),
            "to: 'to' '04:00' must be of the same form as 'from': "
            "\"2026-12-02T04:00:00+01:00\"\n");
  form = Good();
  form.weekdays = {"monday"};
  form.time_zone = "UTC";
  EXPECT_EQ(Flaws(form),
            "weekdays: 'weekdays' is for what comes again: then from and to are times such as "
            "\"22:00\"\n"
            "time_zone: 'time_zone' is for times without an offset, such as \"2026-12-01 "
            "22:00\"\n");
  form = Good();
  form.from = "22:00";
  form.to = "25:00";
  form.weekdays = {"caturday"};
  form.until = "soon";
  EXPECT_EQ(Flaws(form),
            "to: 'to' '25:00' must be of the same form as 'from': \"04:00\"\n"
            "time_zone: 'time_zone' is missing: say where these times are, such as time_zone = "
            "\"Europe/Berlin\"\n"
            "weekdays: 'weekdays': 'caturday' must be one of monday, tuesday, wednesday, "
            "thursday, friday, saturday, sunday\n"
            "until: 'until' must be the last day, such as \"2026-12-24\"\n");
}

TEST(MaintenanceFormTest, EverybodyIsSaidOnPurposeAndAlone) {
  MaintenanceForm form = Good();
  form.all = true;
  EXPECT_EQ(Flaws(form),
            "all: 'all' means everybody: leave it out, or accounts, providers and tags\n");
  form.accounts = {"bad\nname"};
  form.all = false;
  EXPECT_EQ(Flaws(form), "accounts: 'accounts': 'bad name' is no name\n");
}

Account Shop() {
  Account account;
  account.name = "a";
  account.provider = "d360";
  account.tags.Edit() = {{"team", "retail"}, {"env", "prod"}};
  return account;
}

TEST(MaintenanceScopeTest, WhoFitsAllListsIsMeant) {
  EXPECT_TRUE((MaintenanceScope{}.Covers(Shop())));
  EXPECT_TRUE((MaintenanceScope{{"a", "b"}, {"d360"}, {{"team", "retail"}}}.Covers(Shop())));
  EXPECT_FALSE((MaintenanceScope{{"b"}, {}, {}}.Covers(Shop())));
  EXPECT_FALSE((MaintenanceScope{{"a"}, {"meta"}, {}}.Covers(Shop())));
  EXPECT_FALSE((MaintenanceScope{{}, {}, {{"team", "retail"}, {"env", "test"}}}.Covers(Shop())));
}

TEST(MaintenanceScopeTest, AProviderIsMeantWithItsAccountsAndOurNetworkNever) {
  Account provider = Shop();
  provider.name = "provider/d360";
  provider.tags.Edit().clear();
  provider.subject = SubjectKind::kProvider;
  EXPECT_TRUE((MaintenanceScope{{}, {"d360"}, {}}.Covers(provider)));
  EXPECT_FALSE((MaintenanceScope{{"a"}, {"d360"}, {}}.Covers(provider)));
  EXPECT_FALSE((MaintenanceScope{{}, {"d360"}, {{"team", "retail"}}}.Covers(provider)));
  provider.subject = SubjectKind::kUplink;
  EXPECT_FALSE(MaintenanceScope{}.Covers(provider));
}

TEST(MaintenanceOfTest, TheLongestOfThoseThatHold) {
  const SystemTime now = ParseRfc3339("2026-11-26T12:00:00Z").value();
  const auto view = [&](int from, int to) {
    MaintenanceView made;
    made.maintenance = std::make_shared<Maintenance>();
    made.next = TimeSpan{now + std::chrono::hours(from), now + std::chrono::hours(to)};
    return made;
  };
  const std::vector<MaintenanceView> views{view(-1, 1), view(-2, 2), view(1, 9), view(-3, 0)};
  EXPECT_EQ(MaintenanceOf(views, Shop(), now), &views[1]);
  EXPECT_EQ(MaintenanceOf(views, Shop(), now + std::chrono::hours(9)), nullptr);
}

}  // namespace
}  // namespace wa
