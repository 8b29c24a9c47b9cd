#include "config/shard.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace wa {
namespace {

std::vector<std::string> Names() {
  std::vector<std::string> names;
  for (int i = 0; i < 20'000; ++i) names.push_back("shop-" + std::to_string(i));
  return names;
}

// Which of `count` shards has the account.
unsigned OwnerOf(const std::string& name, unsigned count) {
  unsigned owner = count;
  for (unsigned i = 0; i < count; ++i) {
    if (!Belongs({i, count}, name)) continue;
    EXPECT_EQ(owner, count) << name << " has two owners";
    owner = i;
  }
  EXPECT_LT(owner, count) << name << " has none";
  return owner;
}

TEST(ShardTest, ASingleShardHasAll) {
  EXPECT_TRUE(Belongs({}, "berlin-shop"));
  EXPECT_TRUE(Belongs({}, ""));
}

TEST(ShardTest, EveryAccountHasOneOwnerAndSharesAreEqual) {
  std::vector<int> sizes(5, 0);
  for (const std::string& name : Names()) ++sizes[OwnerOf(name, 5)];
  for (const int size : sizes) EXPECT_NEAR(size, 4'000, 250);  // four standard deviations
}

TEST(ShardTest, GrowingMovesOnlyToTheNewShard) {
  for (const unsigned count : {1u, 2u, 4u, 9u}) {
    int moved = 0;
    for (const std::string& name : Names()) {
      const unsigned before = OwnerOf(name, count);
      const unsigned after = OwnerOf(name, count + 1);
      if (before == after) continue;
      EXPECT_EQ(after, count) << name;
      ++moved;
    }
    EXPECT_NEAR(moved, 20'000.0 / (count + 1), 300);
  }
}

// A different hash would move incidents between machines on an upgrade.
TEST(ShardTest, StaysAsItIs) {
  std::string owners;
  for (const char* name :
       {"a", "b", "c", "berlin-shop", "AbCdEfCH", "shop-1", "shop-2", "shop-3"}) {
    owners += std::to_string(OwnerOf(name, 5));
  }
  EXPECT_EQ(owners, "14014432");
}

TEST(ShardTest, Parses) {
  EXPECT_EQ(ParseShard("0/1").value(), (Shard{0, 1}));
  EXPECT_EQ(ParseShard("2/5").value(), (Shard{2, 5}));
  EXPECT_EQ(ParseShard("999/1000").value(), (Shard{999, 1000}));
}

TEST(ShardTest, SaysWhatIsWrong) {
  const auto why = [](std::string_view text) {
    const auto shard = ParseShard(text);
    return shard ? "parsed" : shard.error().message;
  };
  const std::string form = "a shard is written I/N, such as 0/2 and 1/2 for two of them";
  for (const char* text : {"", "1", "/", "1/", "/2", "a/b", "-1/2", "1/2/3", " 1/2", "1.0/2"}) {
    EXPECT_EQ(why(text), form) << text;
  }
  EXPECT_EQ(why("5/5"), "shards count from 0: the last of 5 is 4/5");
  EXPECT_EQ(why("0/0"), "there can be 1 to 1000 shards, not 0");
  EXPECT_EQ(why("0/1001"), "there can be 1 to 1000 shards, not 1001");
}

}  // namespace
}  // namespace wa
