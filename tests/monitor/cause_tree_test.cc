#include "monitor/cause_tree.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "load/load_conditions.h"
#include "monitor/tally.h"
#include "support/fake_clock.h"

namespace wa::test {
namespace {

class CauseTreeTest : public testing::Test {
 protected:
  CauseTreeTest() { config_.providers.emplace_back().name = "d360"; }

  void Add(const std::string& name, const std::string& key) {
    auto account = std::make_shared<Account>();
    account->name = name;
    account->provider = "d360";
    account->api_key = Secret(key);
    config_.accounts.push_back(std::move(account));
  }

  void TakeUp() {
    tally_.Adopt(config_.providers);
    const auto config = std::make_shared<const Config>(config_);
    tree_.Adopt(*config, SharingIn(*config), fleet_.Adopt(config).of_config);
  }

  // Everybody is looked at: who has a key is restarting, of the others the listing says nothing
  // bad.
  void Look() {
    const Condition* restarting = catalogue_->Find("internal-server-error");
    for (const std::size_t slot : fleet_.Accounts()) {
      Observation seen;
      seen.started = seen.ended = clock_.Steady();
      if (fleet_[slot].account().CanBePolled()) {
        seen.findings.emplace_back().condition = restarting;
        seen.reach = restarting->reach;
      } else {
        seen.operation = Operation::kChannels;
      }
      fleet_.Observe(slot, seen);
    }
  }

  void Refuse(const std::string& account) {
    Observation seen;
    seen.started = seen.ended = clock_.Steady();
    seen.findings.emplace_back().condition = catalogue_->Find("invalid-api-key");
    seen.reach = seen.findings.front().condition->reach;
    fleet_.Observe(*fleet_.Find(account), seen);
  }

  std::string WhyIll(const std::string& account) {
    const auto status = fleet_[*fleet_.Find(account)].Status(std::nullopt, wall_);
    return status->incidents.empty() ? "well" : status->incidents.front().explained_by;
  }

  std::shared_ptr<const Catalogue> catalogue_ = *LoadConditions("");
  FakeClock clock_;
  WallOffset wall_{clock_.Steady(), clock_.System()};
  Tally tally_{*catalogue_};
  FleetWatch fleet_{*catalogue_, tally_, wall_};
  CauseTree tree_{*catalogue_, wall_, fleet_};
  Config config_;
};

TEST_F(CauseTreeTest, WhoHasNoKeyDoesNotHideAnOutageOfThoseWhoHave) {
  for (int i = 0; i < 25; ++i) Add("keyless-" + std::to_string(i), "");
  for (int i = 0; i < 5; ++i) Add("shop-" + std::to_string(i), "key-" + std::to_string(i));
  TakeUp();
  for (int i = 0; i < 15; ++i) {
    Look();
    tree_.Judge(clock_.Steady(), UplinkState::kUp, "");
    clock_.Advance(std::chrono::seconds(15));
  }
  const auto& open = fleet_[*fleet_.Find("provider/d360")].tracker().open();
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open.front().condition->slug, "provider-outage");
}

// Side by side, and each has its own.
TEST_F(CauseTreeTest, WhoSharesAKeyIsExplainedByWhoSharesIt) {
  for (const std::string name : {"a1", "a2", "a3", "a4", "b1", "b2"}) Add(name, name.substr(0, 1));
  TakeUp();
  for (const std::string name : {"a1", "a2", "a3", "b1", "b2"}) Refuse(name);
  tree_.Judge(clock_.Steady(), UplinkState::kUp, "");
  EXPECT_EQ(WhyIll("a1"), "");
  EXPECT_EQ(WhyIll("a2"), "a1");
  EXPECT_EQ(WhyIll("a3"), "a1");
  EXPECT_EQ(WhyIll("a4"), "well");
  EXPECT_EQ(WhyIll("b1"), "");
  EXPECT_EQ(WhyIll("b2"), "b1");
  fleet_.TakeExplainedAnew();
  tree_.Explain();
  EXPECT_FALSE(fleet_.HasExplainedAnew()) << "nothing new";
}

}  // namespace
}  // namespace wa::test
