#include "simulator/roster.h"

#include <gtest/gtest.h>

#include "simulator/digest.h"
#include "simulator/make_script.h"

namespace wa::simulator {
namespace {

using namespace std::chrono_literals;

Roster TwoAccounts() {
  AccountBlock block;
  block.script = {Named("ok"), {{10s, {}, Named("500")}}, std::nullopt};
  const auto shared = std::make_shared<const AccountBlock>(std::move(block));
  std::vector<AccountScript> accounts;
  for (const std::string name : {"a", "b"}) {
    AccountScript account;
    account.name = name;
    account.key = Secret("key-of-" + name);
    account.block = shared;
    accounts.push_back(account);
  }
  return Roster(accounts);
}

TEST(Roster, FindsByNameAndByKey) {
  const Roster roster = TwoAccounts();
  EXPECT_EQ(roster.FindByName("b"), 1U);
  EXPECT_EQ(roster.FindByName("c"), std::nullopt);
  EXPECT_EQ(roster.FindByKeyDigest(Sha256Hex("key-of-a")), 0U);
  EXPECT_EQ(roster.FindByKeyDigest(Sha256Hex("")), std::nullopt);
}

TEST(Roster, AnOverrideHoldsUntilItIsReleased) {
  Roster roster = TwoAccounts();
  roster.Set(0, {Named("blocked"), std::nullopt});
  EXPECT_EQ(roster.At(0, 1h).answer->name, "blocked");
  EXPECT_TRUE(roster.At(0, 1h).overridden);
  EXPECT_EQ(roster.At(1, 1h).answer->name, "500");
  EXPECT_FALSE(roster.At(1, 1h).overridden);
  roster.Release(0);
  EXPECT_EQ(roster.At(0, 1s).answer->name, "ok");
}

TEST(Roster, AnOverrideMayEndByItself) {
  Roster roster = TwoAccounts();
  roster.Set(0, {Named("blocked"), 30s});
  EXPECT_EQ(roster.At(0, 30s - 1ns).answer->name, "blocked");
  EXPECT_EQ(roster.At(0, 30s).answer->name, "500");
  EXPECT_FALSE(roster.At(0, 30s).overridden);
}

TEST(Roster, ScrubsEveryKey) {
  EXPECT_EQ(TwoAccounts().Scrub("/x?k=key-of-b&l=key-of-a"), "/x?k=***&l=***");
}

// RFC 6234 / FIPS 180-2: the digest of "abc".
TEST(Digest, IsSha256) {
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(KeyDigest("abc"), "ba7816bf");
  EXPECT_EQ(KeyDigest(""), "");
}

}  // namespace
}  // namespace wa::simulator
