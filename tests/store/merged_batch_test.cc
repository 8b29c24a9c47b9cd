#include "store/merged_batch.h"

#include <gtest/gtest.h>

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

TEST(MergedBatch, AnIncidentAndAnAccountOfOneNameAreTwoThings) {
  MergedBatch merged;
  merged.Add({{OpenRecord("a")}, {{"a"}}});
  EXPECT_EQ(merged.size(), 2U);
}

}  // namespace
}  // namespace wa
