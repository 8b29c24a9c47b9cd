#include "simulator/tally.h"

#include <gtest/gtest.h>

#include <deque>

#include "simulator/record.h"
#include "simulator/scrubber.h"

namespace wa::simulator {
namespace {

using namespace std::chrono_literals;

TEST(Tally, KnowsTheMostWithinAnySecond) {
  Tally tally;
  for (const Duration at : {Duration(1500ms), Duration(1900ms), Duration(2100ms), Duration(2499ms),
                            Duration(2500ms), Duration(5s)}) {
    tally.Add(at, at == 5s);
  }
  EXPECT_EQ(tally.total(), 6U);
  EXPECT_EQ(tally.beyond_limit(), 1U);
  EXPECT_EQ(tally.most_per_second(), 4U);
  EXPECT_EQ(tally.first(), 1500ms);
  EXPECT_EQ(tally.last(), 5s);
  EXPECT_EQ(tally.first_second(), 1);
  EXPECT_EQ(tally.per_second(), (std::deque<std::uint32_t>{2, 3, 0, 0, 1}));
}

TEST(Tally, KeepsADay) {
  Tally tally;
  tally.Add(0s, false);
  tally.Add(25h, false);
  EXPECT_EQ(tally.per_second().size(), Tally::kKeptSeconds);
  EXPECT_EQ(tally.first_second(), 3601);
  EXPECT_EQ(tally.per_second().back(), 1U);
}

TEST(Record, CountsByKey) {
  Record record;
  RecordedRequest request;
  request.long_key_digest = "0123456789abcdef";
  request.account = "a";
  for (const Duration at : {Duration(10s), Duration(40s), Duration(55s)}) {
    request.elapsed = at;
    request.answer = at == 55s ? "invalid-api-key" : "ok";
    record.Add(request);
  }
  const KeyTally& tally = record.by_key().at("0123456789abcdef");
  EXPECT_EQ(tally.account, "a");
  EXPECT_EQ(tally.total, 3U);
  EXPECT_EQ(tally.first, 10s);
  EXPECT_EQ(tally.last, 55s);
  EXPECT_EQ(tally.shortest_gap, 15s);
  EXPECT_EQ(tally.by_answer.at("invalid-api-key"), 1U);
}

TEST(Scrubber, TakesOutSecretsOfAnyLength) {
  Scrubber scrubber;
  scrubber.Add("");
  scrubber.Add("secret-1");
  scrubber.Add("secret-12");
  EXPECT_EQ(scrubber.Scrub("a=secret-12&b=secret-1&c=secret-"), "a=***&b=***&c=secret-");
  EXPECT_EQ(scrubber.Scrub(""), "");
}

}  // namespace
}  // namespace wa::simulator
