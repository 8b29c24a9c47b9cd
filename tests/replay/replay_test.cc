// A night in a database, through the shipped rules and the real promtool.
#include "replay/replay.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "replay/recorded_night.h"
#include "store/open_database.h"
#include "store/sqlite_incident_store.h"

namespace wa {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using test::Good;
using test::Http500;
using test::kEvening;
using test::Looked;

class ReplayTest : public testing::Test {
 protected:
  ReplayTest() {
    std::string name = (std::filesystem::temp_directory_path() / "waba-replay-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    folder_ = name;
    config_ = test::ConfigOf({"berlin-shop", "rome-shop"});
    config_->storage.path = folder_ / "waba.db";
  }
  ~ReplayTest() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  ReplayTest(const ReplayTest&) = delete;
  ReplayTest& operator=(const ReplayTest&) = delete;

  void Record(std::vector<AnswerRecord> records, std::vector<AnswerRun> runs) {
    auto database = OpenDatabase(config_->storage.path, kEvening);
    ASSERT_TRUE(database.has_value());
    auto store = SqliteIncidentStore::Make(std::move(*database));
    ASSERT_TRUE(store.has_value());
    StoreBatch batch;
    batch.answers = {std::move(records), std::move(runs), std::nullopt};
    ASSERT_TRUE(store->Write(batch).has_value());
  }

  // rome-shop restarts as it may, berlin-shop is out for half an hour.
  void RecordANight() {
    Record({Good("berlin-shop", seconds(5)), Good("rome-shop", seconds(35)),
            Http500("rome-shop", minutes(20)), Good("rome-shop", minutes(27)),
            Http500("berlin-shop", minutes(60)), Good("berlin-shop", minutes(90))},
           {Looked(seconds(0), hours(3))});
  }

  Result<ReplayReport> Run() {
    settings_.from = kEvening;
    settings_.every = minutes(1);  // four times as fast as the default
    if (settings_.to == SystemTime()) settings_.to = kEvening + hours(3);
    return Replay(config_, test::Shipped(), settings_);
  }

  std::filesystem::path folder_;
  std::shared_ptr<Config> config_;
  ReplaySettings settings_;
};

TEST_F(ReplayTest, WhoseAnswersAreNotKeptAnyMoreNothingIsKnownOf) {
  Record({}, {Looked(seconds(0), hours(3))});
  const auto report = Run();
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_TRUE(report->pages.empty());
  ASSERT_EQ(report->gaps.size(), 1U);
  EXPECT_EQ(report->gaps[0].alive - report->gaps[0].started, hours(3));
}

TEST_F(ReplayTest, TheOutageIsAPageAndTheRestartIsNone) {
  RecordANight();
  const auto report = Run();
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_EQ(report->answers, 6U);
  EXPECT_EQ(report->accounts, 2U);
  EXPECT_TRUE(report->gaps.empty());
  ASSERT_EQ(report->pages.size(), 1U);
  const Page& page = report->pages[0];
  EXPECT_EQ(page.alert, "WabaInternalErrorOver10Minutes");
  EXPECT_EQ(page.account, "berlin-shop");
  EXPECT_EQ(page.condition, "internal-server-error");
  EXPECT_EQ(page.provider, "d360");
  EXPECT_EQ(page.at, kEvening + minutes(71)) << "the first minute beyond ten";
  EXPECT_FALSE(page.goes_back);
  ASSERT_TRUE(page.until.has_value());
  // It ends with the second good poll, and fires for five minutes more.
  EXPECT_GT(*page.until, kEvening + minutes(90));
  EXPECT_LE(*page.until, kEvening + minutes(98));
}

TEST_F(ReplayTest, ALongerGraceIsNoPage) {
  RecordANight();
  config_->conditions["internal-server-error"].grace = minutes(45);
  const auto report = Run();
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_EQ(report->answers, 6U);
  EXPECT_TRUE(report->pages.empty());
}

TEST_F(ReplayTest, AShorterGraceIsAPageMore) {
  RecordANight();
  config_->conditions["internal-server-error"].grace = minutes(5);
  const auto report = Run();
  ASSERT_TRUE(report.has_value()) << report.error().message;
  ASSERT_EQ(report->pages.size(), 2U);
  EXPECT_EQ(report->pages[0].account, "rome-shop");
  EXPECT_EQ(report->pages[1].account, "berlin-shop");
}

TEST_F(ReplayTest, OtherRulesGiveOtherPages) {
  RecordANight();
  const std::filesystem::path rules = folder_ / "rules.yml";
  std::ofstream(rules) << R"(groups:
  - name: mine
    rules:
      - alert: Down
        expr: waba_account_state_level > 0
        for: 25m
        labels: {severity: critical}
)";
  settings_.rules_file = rules;
  const auto report = Run();
  ASSERT_TRUE(report.has_value()) << report.error().message;
  ASSERT_EQ(report->pages.size(), 1U);
  EXPECT_EQ(report->pages[0].alert, "Down");
  EXPECT_EQ(report->pages[0].account, "berlin-shop");
  EXPECT_EQ(report->pages[0].at, kEvening + minutes(85));
}

TEST_F(ReplayTest, WhatFiresAtTheEndAndWhatBeganBefore) {
  Record({Http500("berlin-shop", -hours(10)), Http500("rome-shop", minutes(170))},
         {Looked(-hours(11), hours(4))});
  settings_.to = kEvening + minutes(185);
  const auto report = Run();
  ASSERT_TRUE(report.has_value()) << report.error().message;
  ASSERT_EQ(report->pages.size(), 2U);
  EXPECT_TRUE(report->pages[0].goes_back);
  EXPECT_FALSE(report->pages[0].until.has_value());
  EXPECT_EQ(report->pages[1].at, kEvening + minutes(181));
  EXPECT_FALSE(report->pages[1].until.has_value());
}

TEST_F(ReplayTest, AGapIsNamedAndNoPage) {
  Record({Good("berlin-shop", seconds(0)), Good("berlin-shop", minutes(120))},
         {Looked(seconds(0), minutes(30)), Looked(minutes(120), hours(3))});
  const auto report = Run();
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_TRUE(report->pages.empty());
  ASSERT_EQ(report->gaps.size(), 1U);
  EXPECT_EQ(report->gaps[0].started, kEvening + minutes(30));
  EXPECT_EQ(report->gaps[0].alive, kEvening + minutes(120));
}

TEST_F(ReplayTest, NothingRecordedIsAGap) {
  Record({}, {});
  const auto report = Run();
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_EQ(report->answers, 0U);
  EXPECT_EQ(report->gaps.size(), 1U);
}

TEST_F(ReplayTest, WrongRulesAreAnError) {
  RecordANight();
  const std::filesystem::path rules = folder_ / "rules.yml";
  std::ofstream(rules) << "groups: [{name: a, rules: [{alert: A, expr: 'up =='}]}]\n";
  settings_.rules_file = rules;
  const auto report = Run();
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().code, ErrorCode::kConfig);
  EXPECT_NE(report.error().message.find(rules.string() + ":"), std::string::npos)
      << report.error().message;
}

TEST_F(ReplayTest, RulesThatAskForTheHourAreSaidToBe) {
  RecordANight();
  const std::filesystem::path rules = folder_ / "rules.yml";
  std::ofstream(rules) << "groups: [{name: a, rules: [{alert: A, expr: 'waba_account_state_level > "
                          "0 and on () hour() < 8'}]}]\n";
  settings_.rules_file = rules;
  const auto report = Run();
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_TRUE(report->rules_ask_the_time);
}

}  // namespace
}  // namespace wa
