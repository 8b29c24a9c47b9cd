#include "store/merged_batch.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "store/store_folder.h"

namespace wa {
namespace {

TEST(MergedBatch, KeepsTheNewestRecordOfEachThing) {
  MergedBatch merged;
  merged.Add(
      {{OpenRecord("a", 1), OpenRecord("b", 1), OpenRecord("a", 2)}, {{"berlin", Duration(1)}}});
  merged.Add({{OpenRecord("b", 2)}, {{"berlin", Duration(2)}, {"rome", Duration(3)}}});
  ASSERT_EQ(merged.size(), 4U);
  ExpectSame(merged.batch().incidents[0], OpenRecord("a", 2));
  ExpectSame(merged.batch().incidents[1], OpenRecord("b", 2));
  EXPECT_EQ(merged.batch().totals[0].unavailable, Duration(2));
  EXPECT_EQ(merged.batch().totals[1].account, "rome");
}

TEST(MergedBatch, TakesAnotherAsTheNewer) {
  MergedBatch older;
  older.Add({{OpenRecord("a", 1), OpenRecord("b", 1)}, {}});
  MergedBatch newer;
  newer.Add({{ClosedRecord("b"), OpenRecord("c", 1)}, {}});
  older.Add(std::move(newer));
  ASSERT_EQ(older.size(), 3U);
  ExpectSame(older.batch().incidents[0], OpenRecord("a", 1));
  ExpectSame(older.batch().incidents[1], ClosedRecord("b"));
  ExpectSame(older.batch().incidents[2], OpenRecord("c", 1));
}

TEST(MergedBatch, KeepsTheNewestShareOfEachHour) {
  MergedBatch merged;
  StoreBatch batch;
  batch.usual_shares = {{"d360", 3, 0.1, 1}, {"d360", 4, 0.2, 1}, {"meta", 3, 0.3, 1}};
  merged.Add(batch);
  batch.usual_shares = {{"d360", 3, 0.4, 2}};
  merged.Add(batch);
  ASSERT_EQ(merged.size(), 3U);
  ExpectSame(merged.batch().usual_shares[0], {"d360", 3, 0.4, 2});
  ExpectSame(merged.batch().usual_shares[2], {"meta", 3, 0.3, 1});
}

TEST(MergedBatch, KeepsAnswersInTheOrderOfArrivalAndTheNewestOfEachRun) {
  const auto record = [](const std::string& account) {
    AnswerRecord made;
    made.account = account;
    return made;
  };
  MergedBatch merged;
  StoreBatch batch;
  batch.answers = {{record("a")}, {{At(1), At(1)}}, At(7)};
  merged.Add(batch);
  batch.answers = {{record("b")}, {{At(1), At(2)}, {At(5), At(5)}}, std::nullopt};
  merged.Add(batch);
  const AnswerChanges& answers = merged.batch().answers;
  ASSERT_EQ(answers.records.size(), 2U);
  EXPECT_EQ(answers.records[1].account, "b");
  ASSERT_EQ(answers.runs.size(), 2U);
  EXPECT_EQ(answers.runs[0].alive, At(2));
  EXPECT_EQ(answers.runs[1].started, At(5));
  EXPECT_EQ(answers.forget_before, At(7));
  EXPECT_EQ(merged.size(), 4U);
  batch.answers = {};
  batch.answers.records.assign(3 * kMostWaitingAnswers, record("c"));
  merged.Add(batch);
  EXPECT_EQ(merged.batch().answers.records.size(), kMostWaitingAnswers);
}

TEST(MergedBatch, KeepsEventsInTheOrderOfArrival) {
  MergedBatch older;
  older.Add({{}, {}, Digests(1, 2)});
  older.Add({{OpenRecord("a")}, {}, Digests(3, 3)});
  MergedBatch newer;
  newer.Add({{}, {}, Digests(4, 5)});
  older.Add(std::move(newer));
  EXPECT_EQ(older.batch().events, Digests(1, 5));
  EXPECT_EQ(older.size(), 6U);
}

TEST(MergedBatch, OfManyEventsItKeepsTheNewest) {
  MergedBatch merged;
  for (std::uint64_t n = 0; n < 5 * kRememberedEvents; n += 1000) {
    merged.Add({{}, {}, Digests(n, n + 999)});
    ASSERT_LE(merged.size(), 2 * kRememberedEvents);
    ASSERT_GE(merged.size(), std::min<std::size_t>(n + 1000, kRememberedEvents));
    ASSERT_EQ(merged.batch().events.back(), Digest(n + 999));
    ASSERT_EQ(merged.batch().events.front(), Digest(n + 1000 - merged.size()));
  }
}

TEST(MergedBatch, AnIncidentAndAnAccountOfOneNameAreTwoThings) {
  MergedBatch merged;
  merged.Add({{OpenRecord("a")}, {{"a"}}});
  EXPECT_EQ(merged.size(), 2U);
}

}  // namespace
}  // namespace wa
