#include "store/history.h"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>

#include "store/open_database.h"
#include "store/sqlite_incident_store.h"
#include "store/store_folder.h"

namespace wa {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const SystemTime kDay{std::chrono::seconds(1'790'000'000)};

IncidentRecord Incident(const std::string& account, SystemTime start,
                        std::optional<SystemTime> ended = std::nullopt,
                        const std::string& condition = "internal-server-error") {
  IncidentRecord record;
  record.id = account + "/" + condition + "/" + std::to_string(start.time_since_epoch().count());
  record.account = account;
  record.key = "unavailable";
  record.condition = record.seen_now = condition;
  record.start = start;
  record.last_seen = ended.value_or(start + minutes(1));
  record.ended = ended;
  if (ended) record.end_reason = IncidentEnd::kRecovered;
  return record;
}

class HistoryTest : public testing::Test {
 protected:
  HistoryTest() {
    auto database = OpenDatabase(folder_.Path(), kDay);
    EXPECT_TRUE(database.has_value());
    auto store = SqliteIncidentStore::Make(std::move(*database));
    EXPECT_TRUE(store.has_value());
    store_.emplace(std::move(*store));
  }

  void Write(std::vector<IncidentRecord> incidents) {
    StoreBatch batch;
    batch.incidents = std::move(incidents);
    const Status written = store_->Write(batch);
    EXPECT_TRUE(written.has_value()) << written.error().message;
  }

  std::vector<std::string> Ids(const IncidentQuery& query) {
    auto history = History::Open(folder_.Path());
    EXPECT_TRUE(history.has_value()) << history.error().message;
    auto page = history->Incidents(query);
    EXPECT_TRUE(page.has_value()) << page.error().message;
    std::vector<std::string> ids;
    for (const IncidentRecord& record : page->incidents) ids.push_back(record.id);
    return ids;
  }

  StoreFolder folder_;
  std::optional<SqliteIncidentStore> store_;
};

TEST_F(HistoryTest, ListsTheNewestFirstWithHowTheyEnded) {
  const IncidentRecord old = Incident("a", kDay, kDay + minutes(5));
  const IncidentRecord open = Incident("b", kDay + hours(1));
  Write({old, open});
  EXPECT_EQ(Ids({}), (std::vector<std::string>{open.id, old.id}));
  auto history = History::Open(folder_.Path());
  ASSERT_TRUE(history.has_value());
  const auto page = history->Incidents({});
  ASSERT_TRUE(page.has_value());
  EXPECT_EQ(page->incidents[0].ended, std::nullopt);
  EXPECT_EQ(page->incidents[1].ended, kDay + minutes(5));
  EXPECT_EQ(page->incidents[1].end_reason, IncidentEnd::kRecovered);
}

TEST_F(HistoryTest, FindsByAccountConditionAndWhetherItIsOver) {
  const IncidentRecord a = Incident("a", kDay, kDay + minutes(5));
  const IncidentRecord open = Incident("a", kDay + hours(1));
  const IncidentRecord b = Incident("b", kDay + hours(2), std::nullopt, "api-disabled");
  Write({a, open, b});
  EXPECT_EQ(Ids({.account = "a"}), (std::vector<std::string>{open.id, a.id}));
  EXPECT_EQ(Ids({.condition = "api-disabled"}), std::vector<std::string>{b.id});
  EXPECT_EQ(Ids({.open = true}), (std::vector<std::string>{b.id, open.id}));
  EXPECT_EQ(Ids({.open = false}), std::vector<std::string>{a.id});
  EXPECT_EQ(Ids({.account = "a", .open = true}), std::vector<std::string>{open.id});
}

TEST_F(HistoryTest, ATimeFindsWhatTouchesIt) {
  const IncidentRecord before = Incident("a", kDay, kDay + minutes(5));
  const IncidentRecord within = Incident("a", kDay + hours(1), kDay + hours(3));
  const IncidentRecord after = Incident("a", kDay + hours(5));
  Write({before, within, after});
  EXPECT_EQ(Ids({.from = kDay + hours(2), .to = kDay + hours(4)}),
            std::vector<std::string>{within.id});
  EXPECT_EQ(Ids({.from = kDay + hours(3)}), (std::vector<std::string>{after.id, within.id}));
  EXPECT_EQ(Ids({.to = kDay}), std::vector<std::string>{before.id});
}

TEST_F(HistoryTest, MarksSayWhenSomethingWasKnownOfAccounts) {
  const auto record = [](const std::string& account, SystemTime at, AnswerKind kind,
                         Operation asked = Operation::kHealth) {
    AnswerRecord answer;
    answer.account = account;
    answer.asked = asked;
    answer.kind = kind;
    answer.at = at;
    return answer;
  };
  StoreBatch batch;
  batch.answers.records = {record("a", kDay - hours(100), AnswerKind::kAnswer),
                           record("a", kDay - hours(2), AnswerKind::kNothing),
                           record("a", kDay, AnswerKind::kAnswer, Operation::kTemplates),
                           record("b", kDay + hours(1), AnswerKind::kAnswer),
                           record("b", kDay + hours(9), AnswerKind::kAnswer)};
  ASSERT_TRUE(store_->Write(batch).has_value());
  auto history = History::Open(folder_.Path());
  ASSERT_TRUE(history.has_value());
  const auto marks = history->Marks(kDay, kDay + hours(9));
  ASSERT_TRUE(marks.has_value()) << marks.error().message;
  EXPECT_EQ(marks->since, kDay - hours(100));
  ASSERT_EQ(marks->marks.size(), 2U);
  EXPECT_EQ(marks->marks[0].account, "a");
  EXPECT_EQ(marks->marks[0].kind, AnswerKind::kNothing);
  EXPECT_EQ(marks->marks[1].at, kDay + hours(1));
}

TEST_F(HistoryTest, GivesPages) {
  std::vector<IncidentRecord> all;
  for (int i = 0; i < 5; ++i) all.push_back(Incident("a", kDay + minutes(i)));
  Write(all);
  EXPECT_EQ(Ids({.offset = 1, .limit = 2}), (std::vector<std::string>{all[3].id, all[2].id}));
  auto history = History::Open(folder_.Path());
  ASSERT_TRUE(history.has_value());
  EXPECT_TRUE(history->Incidents({.limit = 4})->has_more);
  EXPECT_FALSE(history->Incidents({.limit = 5})->has_more);
}

TEST_F(HistoryTest, SeesWhatIsWrittenWhileItIsOpen) {
  auto history = History::Open(folder_.Path());
  ASSERT_TRUE(history.has_value());
  EXPECT_TRUE(history->Incidents({})->incidents.empty());
  Write({Incident("a", kDay)});
  EXPECT_EQ(history->Incidents({})->incidents.size(), 1U);
}

TEST_F(HistoryTest, GivesTheAnswersOfOneAccountAndWhenAnybodyLooked) {
  StoreBatch batch;
  AnswerRecord mine;
  mine.account = "a";
  mine.at = kDay;
  AnswerRecord other = mine;
  other.account = "b";
  batch.answers.records = {mine, other};
  batch.answers.runs = {{kDay, kDay + hours(2)}};
  ASSERT_TRUE(store_->Write(batch).has_value());
  auto history = History::Open(folder_.Path());
  ASSERT_TRUE(history.has_value());
  const auto answers = history->Answers("a", kDay + hours(1), kDay + hours(2));
  ASSERT_TRUE(answers.has_value());
  ASSERT_EQ(answers->size(), 1U) << "what stood at the first moment";
  EXPECT_EQ(answers->front().account, "a");
  EXPECT_EQ(history->Runs(kDay + hours(1), kDay + hours(2))->size(), 1U);
}

TEST(History, OfNoDatabaseSaysWhatToDo) {
  const auto history = History::Open("/nonexistent/waba.db");
  ASSERT_FALSE(history.has_value());
  EXPECT_NE(history.error().message.find("/nonexistent/waba.db"), std::string::npos);
}

}  // namespace
}  // namespace wa
