#include "config/shard.h"

#include <gtest/gtest.h>

#include <set>
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
unsigned OwnerOf(const Account& account, unsigned count) {
  unsigned owner = count;
  for (unsigned i = 0; i < count; ++i) {
    if (!Belongs({i, count}, account)) continue;
    EXPECT_EQ(owner, count) << account.name << " has two owners";
    owner = i;
  }
  EXPECT_LT(owner, count) << account.name << " has none";
  return owner;
}

unsigned OwnerOf(const std::string& name, unsigned count) {
  Account account;
  account.name = name;
  return OwnerOf(account, count);
}

TEST(ShardTest, ASingleShardHasAll) {
  EXPECT_TRUE(Belongs({}, Account()));
  EXPECT_EQ(OwnerOf("berlin-shop", 1), 0U);
}

TEST(ShardTest, NumbersThatAreAskedAboutTogetherStayTogether) {
  Account account;
  account.kind = ProviderKind::kMeta;
  account.waba_id = "102290129340398";
  std::set<unsigned> owners;
  for (int i = 0; i < 50; ++i) {
    account.name = "north-" + std::to_string(i);
    owners.insert(OwnerOf(account, 7));
  }
  EXPECT_EQ(owners, std::set<unsigned>{OwnerOf(account.waba_id, 7)});
  // Elsewhere each number is asked about for itself.
  account.kind = ProviderKind::k360dialog;
  EXPECT_EQ(OwnerOf(account, 7), OwnerOf(account.name, 7));
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

TEST(ShardTest, SharesTheBudgetsThatAreSpentTogether) {
  Config config;
  config.partners.resize(1);
  config.partners[0].requests_per_second = 1;
  for (const ProviderKind kind : {ProviderKind::kMeta, ProviderKind::k360dialog}) {
    ProviderSettings provider;
    provider.kind = kind;
    provider.requests_per_second = 20;
    provider.credential_requests_per_hour = 60;
    provider.waba_requests_per_hour = 100;
    config.providers.push_back(provider);
  }
  TakeShare({0, 1}, &config);
  EXPECT_EQ(config.providers[0].requests_per_second, 20);
  TakeShare({1, 4}, &config);
  EXPECT_EQ(config.partners[0].requests_per_second, 0.25);
  EXPECT_EQ(config.providers[0].requests_per_second, 5);
  EXPECT_EQ(config.providers[0].waba_requests_per_hour, 100) << "its numbers are in one shard";
  EXPECT_EQ(config.providers[0].credential_requests_per_hour, 15);
  EXPECT_EQ(config.providers[1].requests_per_second, 5);
  EXPECT_EQ(config.providers[1].waba_requests_per_hour, 25);
  EXPECT_EQ(config.providers[1].credential_requests_per_hour, 60) << "a key is in one shard only";
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
