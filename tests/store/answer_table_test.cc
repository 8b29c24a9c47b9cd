#include "store/answer_table.h"

#include <gtest/gtest.h>

#include <chrono>

#include "store/open_database.h"
#include "store/sign_text.h"
#include "store/sqlite_incident_store.h"
#include "store/store_folder.h"

namespace wa {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const SystemTime kNight{std::chrono::seconds(1'790'000'000)};

AnswerRecord Record(const std::string& account, SystemTime at) {
  AnswerRecord record;
  record.account = account;
  record.at = at;
  record.facts.http_status = 500;
  return record;
}

class AnswerTableTest : public testing::Test {
 protected:
  AnswerTableTest() {
    auto database = OpenDatabase(folder_.Path(), kNight);
    EXPECT_TRUE(database.has_value());
    auto store = SqliteIncidentStore::Make(std::move(*database));
    EXPECT_TRUE(store.has_value());
    store_.emplace(std::move(*store));
  }

  void Write(AnswerChanges changes) {
    StoreBatch batch;
    batch.answers = std::move(changes);
    const Status written = store_->Write(batch);
    EXPECT_TRUE(written.has_value()) << written.error().message;
    while (store_->Tidy(kNight).value_or(false)) {
    }
  }

  RecordedAnswers Read(SystemTime from, SystemTime to) {
    auto read = ReadAnswers(folder_.Path(), from, to);
    EXPECT_TRUE(read.has_value()) << read.error().message;
    return read.value_or(RecordedAnswers{});
  }

  StoreFolder folder_;
  std::optional<SqliteIncidentStore> store_;
};

TEST_F(AnswerTableTest, GivesBackWhatWasWritten) {
  AnswerRecord answer = Record("berlin-shop", kNight);
  answer.asked = Operation::kTemplates;
  answer.facts.retry_after = Duration(30'000'000'001);
  answer.facts.signs = {{SignKind::kGraphError, 131042, "payment \"overdue\", \xc3\xbc", "detail"},
                        {SignKind::kHttp, std::nullopt, "", ""},
                        {SignKind::kMessage, -1, "text", ""}};
  AnswerRecord nothing = Record("rome-shop", kNight + minutes(1));
  nothing.kind = AnswerKind::kNothing;
  nothing.facts = {};
  nothing.why = "Our own network is down.";
  Write({{answer, nothing}, {{kNight, kNight + minutes(2)}}, std::nullopt});
  const RecordedAnswers read = Read(kNight, kNight + hours(1));
  ASSERT_EQ(read.records.size(), 2U);
  const AnswerRecord& first = read.records[0];
  EXPECT_EQ(first.account, "berlin-shop");
  EXPECT_EQ(first.asked, Operation::kTemplates);
  EXPECT_EQ(first.kind, AnswerKind::kAnswer);
  EXPECT_EQ(first.at, kNight);
  EXPECT_EQ(first.facts.http_status, 500);
  EXPECT_EQ(first.facts.retry_after, Duration(30'000'000'001));
  ASSERT_EQ(first.facts.signs.size(), 3U);
  EXPECT_EQ(first.facts.signs[0].kind, SignKind::kGraphError);
  EXPECT_EQ(first.facts.signs[0].code, 131042);
  EXPECT_EQ(first.facts.signs[0].text, "payment \"overdue\", \xc3\xbc");
  EXPECT_EQ(first.facts.signs[0].detail, "detail");
  EXPECT_EQ(first.facts.signs[1].code, std::nullopt);
  EXPECT_EQ(first.facts.signs[2].code, -1);
  EXPECT_EQ(read.records[1].kind, AnswerKind::kNothing);
  EXPECT_EQ(read.records[1].why, "Our own network is down.");
  EXPECT_EQ(read.records[1].facts.retry_after, std::nullopt);
  ASSERT_EQ(read.runs.size(), 1U);
  EXPECT_EQ(read.runs[0].started, kNight);
  EXPECT_EQ(read.runs[0].alive, kNight + minutes(2));
}

TEST_F(AnswerTableTest, ARunGrows) {
  Write({{}, {{kNight, kNight}}, std::nullopt});
  Write(
      {{}, {{kNight, kNight + minutes(1)}, {kNight + hours(1), kNight + hours(1)}}, std::nullopt});
  const RecordedAnswers read = Read(kNight, kNight + hours(2));
  ASSERT_EQ(read.runs.size(), 2U);
  EXPECT_EQ(read.runs[0].alive, kNight + minutes(1));
}

TEST_F(AnswerTableTest, ReadsWhatStoodAtTheBeginningAndNothingAfterTheEnd) {
  Write({{Record("older", kNight - hours(30)), Record("stood", kNight - hours(20)),
          Record("in", kNight), Record("after", kNight + hours(9))},
         {},
         std::nullopt});
  const RecordedAnswers read = Read(kNight - hours(1), kNight + hours(8));
  ASSERT_EQ(read.records.size(), 2U);
  EXPECT_EQ(read.records[0].account, "stood");
  EXPECT_EQ(read.records[1].account, "in");
}

TEST_F(AnswerTableTest, ForgetsWhatIsOlder) {
  Write({{Record("old", kNight - hours(2)), Record("new", kNight)},
         {{kNight - hours(3), kNight - hours(2)}, {kNight - hours(1), kNight}},
         std::nullopt});
  Write({{}, {}, kNight - hours(1)});
  const RecordedAnswers read = Read(kNight, kNight);
  ASSERT_EQ(read.records.size(), 1U);
  EXPECT_EQ(read.records[0].account, "new");
  ASSERT_EQ(read.runs.size(), 1U);
  EXPECT_EQ(read.runs[0].started, kNight - hours(1));
}

TEST_F(AnswerTableTest, ThatSomebodyLookedIsKeptLongerThanWhatWasAnswered) {
  Write({{Record("old", kNight - hours(2))}, {{kNight - hours(3), kNight}}, std::nullopt});
  auto database = OpenToRead(folder_.Path());
  ASSERT_TRUE(database.has_value());
  const auto runs = [&] { return ReadRuns(*database, kNight - hours(3), kNight)->size(); };
  Write({{}, {}, kNight + hours(24 * 399)});
  EXPECT_TRUE(Read(kNight - hours(3), kNight).records.empty());
  EXPECT_EQ(runs(), 1U);
  Write({{}, {}, kNight + hours(24 * 401)});
  EXPECT_EQ(runs(), 0U);
  Write({{}, {{kNight - hours(3), kNight}}, std::nullopt});
  Write({{}, {}, SystemTime::max()});
  EXPECT_EQ(runs(), 0U) << "all is to be forgotten";
}

TEST_F(AnswerTableTest, WithoutADatabaseThereIsAReason) {
  const auto read = ReadAnswers(folder_.Path("other.db"), kNight, kNight);
  ASSERT_FALSE(read.has_value());
  EXPECT_NE(read.error().message.find("does not exist"), std::string::npos);
}

TEST(SignText, LeavesOutWhatALaterVersionWrote) {
  const auto signs = SplitSigns(
      "hologram\x1f\x1ftext\x1f\x1emessage\x1f"
      "7\x1fhello\x1f");
  ASSERT_EQ(signs.size(), 1U);
  EXPECT_EQ(signs[0].kind, SignKind::kMessage);
  EXPECT_EQ(signs[0].code, 7);
  EXPECT_EQ(signs[0].text, "hello");
}

}  // namespace
}  // namespace wa
