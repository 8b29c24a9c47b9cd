#include "schedule/sweep.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace wa {
namespace {

using namespace std::chrono_literals;
using Reasons = std::vector<std::string>;

class SweepTest : public testing::Test {
 protected:
  SweepTest() { config_.providers.resize(1); }

  ProviderSettings& provider() { return config_.providers[0]; }

  void Use(const std::string& name, ProviderKind kind) {
    provider().name = name;
    provider().kind = kind;
  }

  void Add(const std::string& name, const std::string& key, const std::string& waba_id = "") {
    auto account = std::make_shared<Account>();
    account->name = name;
    account->provider = provider().name;
    account->kind = provider().kind;
    account->waba_id = waba_id;
    account->api_key = Secret(key);
    config_.accounts.push_back(std::move(account));
  }

  void AddMany(int count) {
    for (int i = 0; i < count; ++i) Add("a" + std::to_string(i), "key" + std::to_string(i));
  }

  Config config_;
};

TEST_F(SweepTest, WithoutBudgetsEverythingFits) {
  Use("d360", ProviderKind::k360dialog);
  AddMany(1000);
  EXPECT_EQ(RequestsPerSweep(config_, provider()), 1000u);
  EXPECT_EQ(WhyNoSweepFits(config_), Reasons());
}

TEST_F(SweepTest, AProvidersBudgetIsSpentByItsAccounts) {
  Use("d360", ProviderKind::k360dialog);
  AddMany(300);
  provider().requests_per_second = 5;  // 300 in 60 s: exactly enough
  EXPECT_EQ(WhyNoSweepFits(config_), Reasons());
  Add("z", "another");
  EXPECT_EQ(WhyNoSweepFits(config_),
            Reasons{"provider d360: 301 requests every 1m need more than requests_per_second = 5: "
                    "set it to 5.017, or polling.interval to 1m1s"});
}

TEST_F(SweepTest, AShardHasItsShareOfTheSetting) {
  Use("d360", ProviderKind::k360dialog);
  AddMany(120);
  provider().requests_per_second = 1;  // of 4
  config_.shard = {0, 4};
  EXPECT_EQ(WhyNoSweepFits(config_),
            Reasons{"provider d360: 120 requests every 1m need more than requests_per_second = 4, "
                    "divided by the shards: set it to 8, or polling.interval to 2m"});
}

TEST_F(SweepTest, TheListingOfABusinessAccountSpendsItsBudgetToo) {
  Use("cloud", ProviderKind::kMeta);
  Add("a", "token", "W1");
  provider().waba_requests_per_hour = 80;  // of which three quarters are spent steadily
  EXPECT_EQ(WhyNoSweepFits(config_), Reasons());
  WabaSource source;
  source.waba_id = "W1";
  source.interval = 15min;
  source.defaults.provider = "cloud";
  config_.waba_sources.push_back(source);
  EXPECT_EQ(
      WhyNoSweepFits(config_),
      Reasons{"provider cloud: the business account (WABA) of account a needs 64 requests per "
              "hour, and waba_requests_per_hour leaves it 60 in the long run: raise it if the "
              "provider allows, or set polling.interval to 1m5s"});
}

TEST_F(SweepTest, AccountsWithoutAKeyAreNotAsked) {
  Use("d360", ProviderKind::k360dialog);
  Add("a", "");
  EXPECT_EQ(RequestsPerSweep(config_, provider()), 0u);
}

TEST_F(SweepTest, OfAnotherProviderTheyDoNotCount) {
  Use("d360", ProviderKind::k360dialog);
  Add("a", "key");
  Use("other", ProviderKind::k360dialog);
  EXPECT_EQ(RequestsPerSweep(config_, provider()), 0u);
}

TEST_F(SweepTest, MetaIsAskedOncePerWabaAndToken) {
  Use("cloud", ProviderKind::kMeta);
  Add("a", "token", "1");
  Add("b", "token", "1");
  Add("c", "token", "2");
  Add("d", "other", "1");
  Add("e", "token");
  Add("f", "token");
  EXPECT_EQ(RequestsPerSweep(config_, provider()), 5u);
}

TEST_F(SweepTest, OthersAreAskedAboutEachNumber) {
  Use("d360", ProviderKind::k360dialog);
  Add("a", "key", "1");
  Add("b", "other", "1");
  EXPECT_EQ(RequestsPerSweep(config_, provider()), 2u);
}

TEST_F(SweepTest, AKeyHasABudgetOfItsOwn) {
  Use("cloud", ProviderKind::kMeta);
  provider().credential_requests_per_hour = 80;  // a quarter of it may come at once
  Add("a", "token", "1");
  EXPECT_EQ(WhyNoSweepFits(config_), Reasons());
  Add("b", "token", "2");
  EXPECT_EQ(
      WhyNoSweepFits(config_),
      Reasons{"provider cloud: the key of account a needs 120 requests per hour, and "
              "credential_requests_per_hour leaves it 60 in the long run: raise it if the provider "
              "allows, or set polling.interval to 2m"});
}

TEST_F(SweepTest, AWabaHasABudgetOfItsOwn) {
  Use("cloud", ProviderKind::kMeta);
  provider().waba_requests_per_hour = 100;
  Add("a", "token", "1");
  Add("b", "token", "1");
  Add("c", "token", "2");
  EXPECT_EQ(WhyNoSweepFits(config_), Reasons());
  config_.polling.interval = 30s;
  EXPECT_EQ(
      WhyNoSweepFits(config_),
      Reasons{"provider cloud: the business account (WABA) of account a needs 120 requests "
              "per hour, and waba_requests_per_hour leaves it 75 in the long run: raise it if the "
              "provider allows, or set polling.interval to 48s"});
}

}  // namespace
}  // namespace wa
