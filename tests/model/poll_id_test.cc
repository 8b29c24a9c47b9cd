#include "model/poll_id.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::seconds;

const SystemTime kStart = SystemTime(seconds(1'795'507'200));

TEST(PollIdTest, ReadsAsTenCharacters) {
  EXPECT_EQ(PollId(1).Text(), "0000000001");
  EXPECT_EQ(PollId(31).Text(), "000000000z");
  EXPECT_EQ(PollId(32).Text(), "0000000010");
  EXPECT_EQ(PollId(~std::uint64_t{0}).Text(), "zzzzzzzzzz");
}

TEST(PollIdTest, NoneReadsAsNothing) {
  EXPECT_TRUE(PollId().IsNone());
  EXPECT_EQ(PollId().Text(), "");
  EXPECT_FALSE(PollIds(kStart).Next().IsNone());
}

TEST(PollIdTest, EachIsAnother) {
  PollIds ids(kStart);
  const PollId first = ids.Next();
  EXPECT_NE(first, ids.Next());
  EXPECT_EQ(first, PollIds(kStart).Next());
}

// A thousand a second for an hour, and a start right after.
TEST(PollIdTest, DoesNotComeAgainAfterARestart) {
  PollIds ids(kStart);
  PollId last = ids.Next();
  for (int polls = 1; polls < 3'600'000; ++polls) last = ids.Next();
  EXPECT_LT(last.number(), PollIds(kStart + hours(1)).Next().number());
}

TEST(PollIdTest, FollowsFromTheMicrosecond) {
  EXPECT_NE(PollIds(kStart).Next(), PollIds(kStart + microseconds(1)).Next());
}

}  // namespace
}  // namespace wa
