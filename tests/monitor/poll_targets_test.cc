#include "monitor/poll_targets.h"

#include <gtest/gtest.h>

#include <memory>
#include <numeric>
#include <string>
#include <vector>

namespace wa {
namespace {

class PollTargetsTest : public ::testing::Test {
 protected:
  PollTargetsTest() {
    config_.polling.webhook_interval = Duration(0);
    config_.providers.resize(3);
    config_.providers[0].name = "d360";
    config_.providers[1].name = "meta";
    config_.providers[1].kind = ProviderKind::kMeta;
    config_.providers[2].name = "other";
  }

  void Add(const std::string& name, const std::string& provider, const std::string& waba = "") {
    auto account = std::make_shared<Account>();
    account->name = name;
    account->provider = provider;
    account->kind = provider == "meta" ? ProviderKind::kMeta : ProviderKind::k360dialog;
    account->waba_id = waba;
    account->phone_number_id = waba.empty() ? "" : "1" + waba;
    account->api_key = Secret("the-key-of-" + name);
    config_.accounts.push_back(std::move(account));
  }

  // Slots are `first` and those after it.
  void Adopt(std::size_t first = 0) {
    std::vector<std::size_t> slots(config_.accounts.size());
    std::iota(slots.begin(), slots.end(), first);
    targets_.Adopt(std::make_shared<const Config>(config_), slots);
  }

  static std::vector<std::size_t> List(std::span<const std::uint32_t> numbers) {
    return {numbers.begin(), numbers.end()};
  }

  Config config_;
  PollTargets targets_;
};

TEST_F(PollTargetsTest, EachAccountHasItsOwnWithHealthFirst) {
  Add("a", "d360");
  Add("b", "d360");
  Adopt();
  for (const std::size_t slot : {0U, 1U}) {
    const auto own = targets_.Of(slot);
    ASSERT_EQ(own.size(), 2U);
    EXPECT_EQ(targets_.HealthOf(slot), own.front());
    EXPECT_EQ(targets_[own[0]].operation, Operation::kHealth);
    EXPECT_EQ(targets_[own[1]].operation, Operation::kTemplates);
    EXPECT_EQ(List(targets_.SlotsOf(own[0])), std::vector<std::size_t>{slot});
    EXPECT_EQ(List(targets_.SlotsOf(own[1])), std::vector<std::size_t>{slot});
  }
  EXPECT_TRUE(targets_.Of(2).empty());
  EXPECT_EQ(targets_.HealthOf(2), std::nullopt);
}

TEST_F(PollTargetsTest, NumbersOfABusinessAccountAreAskedTogether) {
  Add("a", "d360");
  Add("n1", "meta", "100");
  Add("b", "d360");
  Add("n2", "meta", "100");
  config_.accounts[3] = [&] {
    auto same_token = std::make_shared<Account>(*config_.accounts[3]);
    same_token->api_key = config_.accounts[1]->api_key;
    return same_token;
  }();
  Adopt();
  ASSERT_EQ(targets_.HealthOf(1), targets_.HealthOf(3));
  EXPECT_EQ(List(targets_.SlotsOf(*targets_.HealthOf(1))), (std::vector<std::size_t>{1, 3}));
  EXPECT_EQ(List(targets_.SlotsOf(*targets_.HealthOf(2))), std::vector<std::size_t>{2});
}

TEST_F(PollTargetsTest, ANumberIsForEver) {
  Add("a", "d360");
  Add("b", "d360");
  Adopt();
  const std::size_t of_a = *targets_.HealthOf(0);
  const std::size_t of_b = *targets_.HealthOf(1);
  const std::size_t count = targets_.Count();

  config_.accounts.erase(config_.accounts.begin());  // a goes
  Adopt(1);
  EXPECT_FALSE(targets_.Has(of_a));
  EXPECT_EQ(targets_.HealthOf(0), std::nullopt);
  EXPECT_EQ(targets_.HealthOf(1), of_b);

  config_.accounts.clear();
  Add("a", "d360");
  Add("b", "other");
  Adopt();
  EXPECT_EQ(targets_.HealthOf(0), of_a);
  EXPECT_FALSE(targets_.Has(of_b)) << "another provider is another question";
  EXPECT_NE(targets_.HealthOf(1), of_b);
  EXPECT_EQ(targets_.Count(), count + 2);
}

TEST_F(PollTargetsTest, ANewOrderOfTheProvidersChangesNothing) {
  Add("a", "other");
  Adopt();
  const std::size_t of_a = *targets_.HealthOf(0);
  std::swap(config_.providers[0], config_.providers[2]);
  Adopt();
  EXPECT_EQ(targets_.HealthOf(0), of_a);
  EXPECT_EQ(targets_[of_a].provider, 0U);
}

TEST_F(PollTargetsTest, KnowsWhoseBudgetsARequestSpends) {
  Add("a", "d360");
  Add("n", "meta", "100");
  Adopt();
  EXPECT_EQ(targets_.CredentialOf(*targets_.HealthOf(0)), "");
  EXPECT_EQ(targets_.WabaOf(*targets_.HealthOf(1)), "");
  config_.providers[0].credential_requests_per_hour = 80;
  config_.providers[1].waba_requests_per_hour = 200;
  Adopt();
  EXPECT_NE(targets_.CredentialOf(*targets_.HealthOf(0)), "");
  EXPECT_EQ(targets_.WabaOf(*targets_.HealthOf(1)), "100");
  const std::size_t of_a = *targets_.HealthOf(0);
  config_.accounts.clear();
  Adopt();
  EXPECT_EQ(targets_.CredentialOf(of_a), "") << "nobody asks it any more";
}

}  // namespace
}  // namespace wa
