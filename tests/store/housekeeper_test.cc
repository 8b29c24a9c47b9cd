#include "store/housekeeper.h"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>

#include "base/log.h"
#include "store/open_database.h"
#include "store/sqlite_incident_store.h"
#include "store/store_folder.h"

namespace wa {
namespace {

using std::chrono::hours;

const SystemTime kNow{std::chrono::seconds(1'790'000'000)};
constexpr std::int64_t kMegabyte = 1 << 20;

class HousekeeperTest : public testing::Test {
 protected:
  void Open(std::int64_t max_size) {
    store_.reset();
    store_.emplace(
        SqliteIncidentStore::Make(OpenDatabase(folder_.Path(), kNow).value(), max_size).value());
  }

  void Write(const StoreBatch& batch) {
    const Status written = store_->Write(batch);
    ASSERT_TRUE(written.has_value()) << written.error().message;
  }

  // `count` answers, the first an hour before the second.
  void WriteAnswers(int count) {
    StoreBatch batch;
    for (int i = 0; i < count; ++i) {
      AnswerRecord& record = batch.answers.records.emplace_back();
      record.account = "shop-" + std::to_string(i);
      record.at = kNow - hours(count - i);
      record.why.assign(200, 'w');
    }
    Write(batch);
  }

  void TidyAll() {
    Result<bool> more = true;
    while (more && *more) more = store_->Tidy(kNow);
    EXPECT_TRUE(more.has_value()) << more.error().message;
  }

  std::string Read(const std::string& sql) { return Shell(folder_.Path()).Run(sql); }
  int Count(const std::string& table) { return std::stoi(Read("SELECT count(*) FROM " + table)); }
  std::int64_t FileSize() {
    return std::stoll(Read("PRAGMA page_count")) * std::stoll(Read("PRAGMA page_size"));
  }

  StoreFolder folder_;
  std::optional<SqliteIncidentStore> store_;
};

IncidentRecord Closed(const std::string& id, Duration ago) {
  IncidentRecord record = ClosedRecord(id);
  record.start = kNow - ago - hours(1);
  record.last_seen = record.ended.emplace(kNow - ago);
  record.detail.assign(300, 'd');
  return record;
}

IncidentRecord LongOpen(const std::string& id) {
  IncidentRecord record = OpenRecord(id);
  record.start = record.last_seen = kNow - hours(24 * 1000);
  return record;
}

TEST_F(HousekeeperTest, WhatEndedLongAgoGoes) {
  Open(kMaxSize);
  Write({{LongOpen("open"), Closed("old", kClosedKept + Duration(1)), Closed("young", kClosedKept)},
         {}});
  TidyAll();
  EXPECT_EQ(Read("SELECT id FROM incidents ORDER BY id"), "open\nyoung\n");
  EXPECT_EQ(store_->housekeeper().dropped(), Dropped{}) << "it was its time";
}

TEST_F(HousekeeperTest, ALotGoesPieceByPiece) {
  Open(kMaxSize);
  WriteAnswers(2500);
  Write({{}, {}, {}, {}, {{}, {}, kNow - hours(250)}});
  int left = 2500;
  while (store_->Tidy(kNow).value()) {
    EXPECT_GE(Count("answers"), left - 1000);
    left = Count("answers");
  }
  EXPECT_EQ(Count("answers"), 250);
}

TEST_F(HousekeeperTest, OfAFullDatabaseTheOldestAnswersGoFirst) {
  Open(2 * kMegabyte);
  Write({{LongOpen("open"), Closed("old", kClosedKeptAtLeast + hours(1))}, {}});
  WriteAnswers(10'000);
  ASSERT_GT(FileSize(), 2 * kMegabyte);
  const std::uint64_t warnings = LoggedLines(LogLevel::kWarning);
  TidyAll();
  const int left = Count("answers");
  EXPECT_GT(left, 2000);
  EXPECT_EQ(store_->housekeeper().dropped().answers, static_cast<std::uint64_t>(10'000 - left));
  EXPECT_EQ(Read("SELECT account FROM answers ORDER BY number LIMIT 1"),
            "shop-" + std::to_string(10'000 - left) + "\n");
  EXPECT_EQ(Count("incidents"), 2);
  EXPECT_LE(FileSize(), 2 * kMegabyte);
  EXPECT_EQ(store_->housekeeper().size(), FileSize());
  EXPECT_EQ(LoggedLines(LogLevel::kWarning), warnings + 1);
}

TEST_F(HousekeeperTest, ThenTheOldestIncidentsThatAreOverButNoneOfTheLastMonth) {
  Open(kMegabyte);
  StoreBatch batch;
  batch.incidents.push_back(LongOpen("open"));
  for (int i = 0; i < 4000; ++i) {
    batch.incidents.push_back(
        Closed("old-" + std::to_string(i), kClosedKeptAtLeast + hours(i + 1)));
  }
  batch.incidents.push_back(Closed("young", kClosedKeptAtLeast));
  Write(batch);
  TidyAll();
  EXPECT_LE(FileSize(), kMegabyte);
  EXPECT_EQ(Read("SELECT id FROM incidents WHERE id IN ('open', 'young', 'old-0', 'old-3999') "
                 "ORDER BY id"),
            "old-0\nopen\nyoung\n");
  EXPECT_EQ(store_->housekeeper().dropped().incidents,
            static_cast<std::uint64_t>(4002 - Count("incidents")));
}

TEST_F(HousekeeperTest, WhatMustStayStaysHoweverLarge) {
  Open(1);
  Write({{LongOpen("open"), Closed("young", kClosedKeptAtLeast)}, {{"rome"}}});
  const std::uint64_t warnings = LoggedLines(LogLevel::kWarning);
  TidyAll();
  TidyAll();
  EXPECT_EQ(Count("incidents"), 2);
  EXPECT_EQ(Count("account_totals"), 1);
  EXPECT_EQ(LoggedLines(LogLevel::kWarning), warnings + 1) << "once, not at each look";
}

TEST_F(HousekeeperTest, TheFileBecomesSmallerAgain) {
  Open(kMaxSize);
  WriteAnswers(20'000);
  ASSERT_GT(FileSize(), 4 * kMegabyte);
  Write({{}, {}, {}, {}, {{}, {}, SystemTime::max()}});
  TidyAll();
  EXPECT_LE(FileSize(), 3 * kMegabyte);
  Shell(folder_.Path()).ExpectSound();
}

}  // namespace
}  // namespace wa
