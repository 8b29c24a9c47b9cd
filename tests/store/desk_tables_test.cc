#include "store/desk_tables.h"

#include <gtest/gtest.h>

#include "model/maintenance_form.h"
#include "store/open_database.h"
#include "store/sqlite_incident_store.h"
#include "store/store_folder.h"

namespace wa {
namespace {

class DeskTablesTest : public testing::Test {
 protected:
  void Write(const StoreBatch& batch) {
    const Status written = Open().Write(batch);
    ASSERT_TRUE(written.has_value()) << written.error().message;
  }
  StoredState Load() { return Open().Load().value(); }
  void DeleteBefore(SystemTime moment) {
    const auto more = Open().Tidy(moment + kClosedKept);
    ASSERT_TRUE(more.has_value()) << more.error().message;
    EXPECT_FALSE(*more);
  }

 private:
  SqliteIncidentStore Open() {
    return SqliteIncidentStore::Make(OpenDatabase(folder_.Path(), At(0)).value()).value();
  }
  StoreFolder folder_;
};

Maintenance Once() {
  MaintenanceForm form;
  form.reason = "it's \"moving\"; DROP TABLE";
  form.all = true;
  form.from = "2026-12-01T22:00:00+01:00";
  form.to = "2026-12-02T04:00:00+01:00";
  return ReadMaintenance(form).value();
}

SupportCase Full() {
  SupportCase full;
  full.id = "c1";
  full.account = "berlin-shop";
  full.reference = "4711";
  full.opened = At(1);
  full.answer_due = At(2);
  full.answered = At(3);
  full.closed = At(4);
  full.incident = "i";
  full.key = "k";
  full.condition = "internal-server-error";
  full.start = At(5);
  full.earliest_start = At(6);
  full.recovered = At(7);
  full.outages = 8;
  full.downtime = Duration(9);
  return full;
}

TEST_F(DeskTablesTest, EveryFieldComesBack) {
  SupportCase bare;
  bare.id = "c2";
  Write({.incidents = {}, .totals = {}, .maintenance = {Once()}, .cases = {Full(), bare}});
  const StoredState state = Load();
  EXPECT_EQ(state.maintenance, std::vector<Maintenance>{Once()});
  EXPECT_EQ(state.cases, (std::vector<SupportCase>{Full(), bare}));
}

TEST_F(DeskTablesTest, TheNewestRecordOfAnIdWins) {
  Write({.incidents = {}, .totals = {}, .maintenance = {Once()}, .cases = {Full()}});
  Maintenance ended = Once();
  ended.announced = At(10);
  ended.ended = At(11);
  SupportCase changed = Full();
  changed.closed.reset();
  changed.recovered.reset();
  changed.downtime = Duration(12);
  Write({.incidents = {}, .totals = {}, .maintenance = {ended}, .cases = {changed}});
  const StoredState state = Load();
  EXPECT_EQ(state.maintenance, std::vector<Maintenance>{ended});
  EXPECT_EQ(state.cases, std::vector<SupportCase>{changed});
}

Maintenance Weekly(const std::string& until) {
  MaintenanceForm form;
  form.reason = "backup until " + (until.empty() ? "for ever" : until);
  form.all = true;
  form.from = "22:00";
  form.to = "23:00";
  form.time_zone = "Europe/Berlin";
  form.until = until;
  return ReadMaintenance(form).value();
}

SupportCase Closed(const std::string& id, std::optional<SystemTime> closed) {
  SupportCase it = Full();
  it.id = id;
  it.closed = closed;
  return it;
}

TEST_F(DeskTablesTest, WhatWasOverBeforeIsDeleted) {
  const SystemTime moment = std::get<TimeSpan>(Once().when).to;
  Maintenance ended = Weekly("");
  ended.announced = moment - std::chrono::hours(50);
  ended.ended = moment - std::chrono::hours(40);
  const Maintenance over = Weekly("2026-12-01");
  const Maintenance goes_on = Weekly("2026-12-24");
  Write({.incidents = {},
         .totals = {},
         .maintenance = {Once(), over, goes_on, ended},
         .cases = {Closed("c1", moment - Duration(1)), Closed("c2", moment),
                   Closed("c3", std::nullopt)}});
  DeleteBefore(moment);
  EXPECT_EQ(Load().maintenance, std::vector<Maintenance>{goes_on});
  EXPECT_EQ(Load().cases,
            (std::vector<SupportCase>{Closed("c2", moment), Closed("c3", std::nullopt)}));
}

}  // namespace
}  // namespace wa
