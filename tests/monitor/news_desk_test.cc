#include "monitor/news_desk.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "load/load_conditions.h"
#include "model/fleet.h"
#include "monitor/tally.h"
#include "support/fake_clock.h"

namespace wa::test {
namespace {

class NewsDeskTest : public testing::Test {
 protected:
  NewsDeskTest() {
    config_.providers.emplace_back().name = "d360";
    tally_.Adopt(config_.providers);
    TakeUp();
  }

  void TakeUp() {
    const auto config = std::make_shared<const Config>(config_);
    desk_.Adopt(*config, fleet_.Adopt(config));
  }

  // Without a key only the partner tells of the account.
  void Configure(const std::string& channel, const std::string& key = "") {
    auto account = std::make_shared<Account>();
    account->api_key = Secret(key);
    account->name = account->channel_id = channel;
    account->provider = "d360";
    account->partner = "acme";
    config_.accounts.push_back(std::move(account));
    TakeUp();
  }

  void TellOf(const std::string& channel, const std::string& status) {
    Tell(channel, {{SignKind::kField, std::nullopt, "channel_status " + status, channel}});
  }

  void Tell(const std::string& channel, std::vector<Sign> signs) {
    clock_.Advance(std::chrono::minutes(5));
    ChannelTold told;
    told.partner = "acme";
    told.channel_id = channel;
    told.at = clock_.Steady();
    told.facts.http_status = 200;
    told.facts.is_event = true;
    told.facts.signs = std::move(signs);
    desk_.Handle(std::move(told), UplinkState::kUp);
  }

  const AccountWatch& Watch(const std::string& name) { return fleet_[*fleet_.Find(name)]; }

  std::shared_ptr<const Catalogue> catalogue_ = *LoadConditions("");
  FakeClock clock_;
  WallOffset wall_{clock_.Steady(), clock_.System()};
  Tally tally_{*catalogue_};
  FleetWatch fleet_{*catalogue_, tally_, wall_};
  AnswerLog answers_{wall_};
  NewsDesk desk_{*catalogue_, fleet_, answers_, nullptr, nullptr};
  Config config_;
};

TEST_F(NewsDeskTest, AnAccountHearsWhatWasToldBeforeItWasOne) {
  TellOf("ShopCH", "ready");
  TellOf("ShopCH", "error");
  Configure("ShopCH");
  ASSERT_EQ(Watch("ShopCH").tracker().open().size(), 1U);
  EXPECT_EQ(Watch("ShopCH").tracker().open().front().condition->slug, "channel-error");
  EXPECT_TRUE(Watch("ShopCH").IsKnown());
}

TEST_F(NewsDeskTest, AChannelThatIsGoneIsForgotten) {
  TellOf("ShopCH", "error");
  desk_.Handle(ChannelChange{"acme", "ShopCH", ChannelChangeKind::kRemoved, {}}, UplinkState::kUp);
  Configure("ShopCH");
  EXPECT_TRUE(Watch("ShopCH").tracker().open().empty());
  EXPECT_FALSE(Watch("ShopCH").IsKnown());
}

// The partner's field of the limit may be the one that Meta has given up.
TEST_F(NewsDeskTest, TheNumberIsThePartnersToTellOnlyIfNobodyElseCan) {
  Configure("AskedCH", "key");
  Configure("ShopCH");
  for (const char* channel : {"AskedCH", "ShopCH"}) {
    ChannelTold told;
    told.partner = "acme";
    told.channel_id = channel;
    told.at = clock_.Steady();
    told.facts.http_status = 200;
    told.facts.is_event = true;
    told.facts.number.messaging_limit = 250;
    desk_.Handle(std::move(told), UplinkState::kUp);
  }
  EXPECT_FALSE(Watch("AskedCH").Status(std::nullopt, wall_)->number->messaging_limit);
  EXPECT_EQ(Watch("ShopCH").Status(std::nullopt, wall_)->number->messaging_limit, 250);
}

TEST_F(NewsDeskTest, WhatOnlyThePartnerTellsIsNotKnownForEver) {
  config_.partners.emplace_back().name = "acme";
  config_.partners.back().interval = std::chrono::minutes(5);
  Configure("ShopCH");
  TellOf("ShopCH", "ready");
  TellOf("ShopCH", "ready");  // five minutes later
  const SystemTime told = clock_.System();
  const auto state_after = [&](Duration silence) {
    const auto status = Watch("ShopCH").Status(std::nullopt, wall_);
    return StateAt(*status, told + silence, std::chrono::minutes(1));
  };
  EXPECT_EQ(state_after(std::chrono::minutes(15)), AccountState::kOk);
  EXPECT_EQ(state_after(std::chrono::minutes(16)), AccountState::kUnknown);
  const auto status = Watch("ShopCH").Status(std::nullopt, wall_);
  EXPECT_EQ(NextStep(*status, told + std::chrono::hours(1), std::chrono::minutes(1)),
            "No key of it is known, and its partner's API has not told of it since " +
                FormatUtc(told) + ".");
}

TEST_F(NewsDeskTest, ARatingThatThePartnerToldOfEndsWithTheNextOne) {
  Configure("ShopCH");
  const auto rated = [&](const std::string& rating) {
    Tell("ShopCH", {{SignKind::kField, std::nullopt, "channel_quality_rating " + rating, "ShopCH"},
                    {SignKind::kEvent, std::nullopt, "channel_rated " + rating, {}}});
    return Watch("ShopCH").tracker().open();
  };
  ASSERT_EQ(rated("red").size(), 1U);
  EXPECT_EQ(rated("red").front().condition->slug, "quality-low");
  EXPECT_EQ(rated("yellow").size(), 1U) << "another of its group";
  EXPECT_TRUE(rated("green").empty());
}

TEST_F(NewsDeskTest, WhoIsAnAccountHearsAtOnce) {
  Configure("ShopCH");
  TellOf("ShopCH", "error");
  EXPECT_EQ(Watch("ShopCH").tracker().open().size(), 1U);
}

}  // namespace
}  // namespace wa::test
