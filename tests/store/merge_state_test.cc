#include "store/merge_state.h"

#include <gtest/gtest.h>

#include "store/store_folder.h"

namespace wa {
namespace {

IncidentRecord Record(const std::string& id, std::int64_t last_seen,
                      const std::string& account = "a") {
  IncidentRecord record = FullRecord(id);
  record.account = account;
  record.last_seen = At(last_seen);
  return record;
}

StoredState Open(std::vector<IncidentRecord> records) { return {std::move(records), {}, {}, {}}; }

TEST(MergeState, WhatIsNotKnownComesAsItWas) {
  const StoreBatch batch =
      MergeState(Open({Record("x", 5)}), {}, Open({Record("y", 5, "b"), Record("z", 6, "c")}));
  ASSERT_EQ(batch.incidents.size(), 2U);
  ExpectSame(batch.incidents[0], Record("y", 5, "b"));
  ExpectSame(batch.incidents[1], Record("z", 6, "c"));
}

TEST(MergeState, OfOneIncidentTheRecordThatWasSeenLaterCounts) {
  const StoredState stored = Open({Record("x", 5)});
  const LastSeen last_seen{{"x", At(5)}};
  EXPECT_TRUE(MergeState(stored, last_seen, Open({Record("x", 4)})).empty());
  EXPECT_TRUE(MergeState(stored, last_seen, Open({Record("x", 5)})).empty());
  const StoreBatch batch = MergeState(stored, last_seen, Open({Record("x", 6)}));
  ASSERT_EQ(batch.incidents.size(), 1U);
  ExpectSame(batch.incidents[0], Record("x", 6));
}

TEST(MergeState, WhatWasOverBeforeItWasLastSeenElsewhereIsOpen) {
  const LastSeen last_seen{{"x", At(5)}};  // removed with its account, which has come back
  EXPECT_TRUE(MergeState({}, last_seen, Open({Record("x", 5)})).empty());
  ASSERT_EQ(MergeState({}, last_seen, Open({Record("x", 6)})).incidents.size(), 1U);
}

TEST(MergeState, OfTwoOfOneKeyTheOneSeenLongerAgoIsOver) {
  const StoredState stored = Open({Record("x", 5)});
  IncidentRecord over = Record("x", 5);
  over.ended = At(5);
  over.end_reason = IncidentEnd::kUnobserved;
  const StoreBatch newer = MergeState(stored, {{"x", At(5)}}, Open({Record("y", 6)}));
  ASSERT_EQ(newer.incidents.size(), 2U);
  ExpectSame(newer.incidents[0], Record("y", 6));
  ExpectSame(newer.incidents[1], over);

  over = Record("y", 4);
  over.ended = At(4);
  over.end_reason = IncidentEnd::kUnobserved;
  const StoreBatch older = MergeState(stored, {{"x", At(5)}}, Open({Record("y", 4)}));
  ASSERT_EQ(older.incidents.size(), 1U);
  ExpectSame(older.incidents[0], over);
}

TEST(MergeState, AlsoAmongThoseThatAreAdded) {
  const StoreBatch batch = MergeState({}, {}, Open({Record("x", 5), Record("y", 6)}));
  ASSERT_EQ(batch.incidents.size(), 2U);
  EXPECT_EQ(batch.incidents[0].id, "y");
  EXPECT_FALSE(batch.incidents[0].ended);
  EXPECT_EQ(batch.incidents[1].id, "x");
  EXPECT_EQ(batch.incidents[1].ended, At(5));
}

TEST(MergeState, OfTotalsTheGreaterNumbersCount) {
  StoredState stored;
  stored.totals = {{"a", Duration(5), 2, Duration(3)}, {"b", Duration(5), 2, Duration(3)}};
  StoredState added;
  added.totals = {{"a", Duration(4), 3, Duration(3)},
                  {"b", Duration(5), 1, Duration(3)},
                  {"c", Duration(1), 0, Duration(0)}};
  const StoreBatch batch = MergeState(stored, {}, added);
  ASSERT_EQ(batch.totals.size(), 2U);
  EXPECT_EQ(batch.totals[0].account, "a");
  EXPECT_EQ(batch.totals[0].unavailable, Duration(5));
  EXPECT_EQ(batch.totals[0].restarts, 3U);
  EXPECT_EQ(batch.totals[1].account, "c");
}

TEST(MergeState, OfSharesTheOneOfMoreDaysCounts) {
  StoredState stored;
  stored.usual_shares = {{"d360", 3, 0.1, 5}, {"d360", 4, 0.1, 5}};
  StoredState added;
  added.usual_shares = {{"d360", 3, 0.2, 5}, {"d360", 4, 0.2, 6}, {"meta", 3, 0.2, 1}};
  const StoreBatch batch = MergeState(stored, {}, added);
  ASSERT_EQ(batch.usual_shares.size(), 2U);
  ExpectSame(batch.usual_shares[0], {"d360", 4, 0.2, 6});
  ExpectSame(batch.usual_shares[1], {"meta", 3, 0.2, 1});
}

Maintenance Announced(const std::string& id, std::int64_t announced, std::int64_t ended = 0) {
  Maintenance maintenance;
  maintenance.id = id;
  maintenance.announced = At(announced);
  if (ended > 0) maintenance.ended = At(ended);
  return maintenance;
}

SupportCase Case(const std::string& id, std::uint64_t outages, std::int64_t closed = 0) {
  SupportCase it;
  it.id = id;
  it.outages = outages;
  if (closed > 0) it.closed = At(closed);
  return it;
}

TEST(MergeState, OfWhatPeopleToldTheRecordCountsThatHasGoneFurther) {
  StoredState stored;
  stored.maintenance = {Announced("m1", 5), Announced("m2", 5, 6), Announced("m3", 5)};
  stored.cases = {Case("c1", 1), Case("c2", 1, 7), Case("c3", 1, 7)};
  StoredState added;
  added.maintenance = {Announced("m1", 5, 6), Announced("m2", 5), Announced("m3", 5),
                       Announced("m4", 1)};
  added.cases = {Case("c1", 1, 7), Case("c2", 1), Case("c3", 2), Case("c4", 0)};
  const StoreBatch batch = MergeState(stored, {}, added);
  EXPECT_EQ(batch.maintenance,
            (std::vector<Maintenance>{Announced("m1", 5, 6), Announced("m4", 1)}));
  EXPECT_EQ(batch.cases,
            (std::vector<SupportCase>{Case("c1", 1, 7), Case("c3", 2), Case("c4", 0)}));
}

}  // namespace
}  // namespace wa
