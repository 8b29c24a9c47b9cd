#include "simulator/limits.h"

#include <gtest/gtest.h>

#include <string>

namespace wa::simulator {
namespace {

using namespace std::chrono_literals;

LimitScript Limit(LimitOf of, std::size_t requests, Duration per) {
  LimitScript limit;
  limit.name = "limit";
  limit.of = of;
  limit.requests = requests;
  limit.per = per;
  return limit;
}

Exchange Asked(const std::string& key, Topic topic = Topic::kHealth) {
  Exchange exchange;
  exchange.SetKey(key);
  exchange.topic = topic;
  exchange.subject = "account-of-" + key;
  exchange.waba = "waba";
  return exchange;
}

TEST(Limits, OneRequestEvery30SecondsToTheNanosecond) {
  Limits limits({Limit(LimitOf::kCredential, 1, 30s)});
  EXPECT_EQ(limits.Admit(Asked("a"), 100s), nullptr);
  EXPECT_NE(limits.Admit(Asked("a"), 130s - 1ns), nullptr);
  EXPECT_EQ(limits.Admit(Asked("a"), 130s), nullptr) << "what was refused does not push it back";
  EXPECT_EQ(limits.Admit(Asked("b"), 131s), nullptr) << "another key";
  const LimitUsage& usage = limits.usages(0).at(Asked("a").key_digest.substr(0, 16));
  EXPECT_EQ(usage.requests, 3U);
  EXPECT_EQ(usage.beyond, 1U);
  EXPECT_EQ(usage.most_in_window, 2U);
  EXPECT_EQ(usage.first, 100s);
  EXPECT_EQ(usage.last, 130s);
}

TEST(Limits, TheMostInAnyWindowIsNotThatOfAlignedOnes) {
  Limits limits({Limit(LimitOf::kProvider, 100, 10s)});
  for (const Duration at : {Duration(8s), Duration(9s), Duration(11s), Duration(12s),
                            Duration(17999ms), Duration(30s)}) {
    limits.Admit(Asked("a"), at);
  }
  EXPECT_EQ(limits.usages(0).at("360dialog").most_in_window, 5U);
}

TEST(Limits, AreAboutOneApiAndOneTopicIfTheySaySo) {
  LimitScript limit = Limit(LimitOf::kProvider, 1, 1h);
  limit.api = Api::kDialog360;
  limit.on = Topic::kWebhook;
  Limits limits({limit});
  Exchange webhook = Asked("a", Topic::kWebhook);
  EXPECT_EQ(limits.Admit(Asked("a"), 1s), nullptr);
  EXPECT_EQ(limits.Admit(webhook, 1s), nullptr);
  EXPECT_NE(limits.Admit(webhook, 2s), nullptr);
  webhook.api = Api::kDialog360OnPrem;
  EXPECT_EQ(limits.Admit(webhook, 2s), nullptr);
  EXPECT_EQ(limits.usages(0).at("360dialog").requests, 2U);
}

TEST(Limits, WhatOneRefusesSpendsNothingOfAnother) {
  Limits limits({Limit(LimitOf::kCredential, 1, 1h), Limit(LimitOf::kWaba, 2, 1h)});
  EXPECT_EQ(limits.Admit(Asked("a"), 1s), nullptr);
  for (int i = 0; i < 5; ++i) EXPECT_NE(limits.Admit(Asked("a"), 2s), nullptr);
  EXPECT_EQ(limits.Admit(Asked("b"), 3s), nullptr);
  EXPECT_NE(limits.Admit(Asked("c"), 4s), nullptr);
  EXPECT_EQ(limits.usages(1).at("waba").requests, 8U);
}

TEST(Limits, WhoHasNoSubjectIsNotLimited) {
  Limits limits({Limit(LimitOf::kPartner, 1, 1h)});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limits.Admit(Asked("a"), 1s), nullptr);
  EXPECT_TRUE(limits.usages(0).empty());
}

TEST(Limits, TellHowMuchIsUsed) {
  Limits limits({Limit(LimitOf::kWaba, 4, 1h)});
  EXPECT_FALSE(limits.UsedOf(LimitOf::kWaba, Asked("a"), 0s));
  for (int i = 0; i < 3; ++i) limits.Admit(Asked("a"), 60s * i);
  EXPECT_EQ(limits.UsedOf(LimitOf::kWaba, Asked("a"), 2min)->percent, 75);
  EXPECT_EQ(limits.UsedOf(LimitOf::kWaba, Asked("a"), 2min)->until_less, 0s);
  limits.Admit(Asked("a"), 3min);
  EXPECT_EQ(limits.UsedOf(LimitOf::kWaba, Asked("a"), 10min)->percent, 100);
  EXPECT_EQ(limits.UsedOf(LimitOf::kWaba, Asked("a"), 10min)->until_less, 50min);
  EXPECT_EQ(limits.UsedOf(LimitOf::kWaba, Asked("a"), 61min)->percent, 50);
  EXPECT_FALSE(limits.UsedOf(LimitOf::kProvider, Asked("a"), 0s));
}

TEST(LimitAnswer, IsWhatTheApiSays) {
  const auto name = [](LimitOf of, std::size_t requests, Api api) {
    return LimitAnswer(Limit(of, requests, 30s), api)->name;
  };
  EXPECT_EQ(name(LimitOf::kCredential, 1, Api::kDialog360), "endpoint-rate-limited");
  EXPECT_EQ(name(LimitOf::kCredential, 2, Api::kDialog360OnPrem), "capacity-request-rate");
  EXPECT_EQ(name(LimitOf::kWaba, 1, Api::kMeta), "cloud-waba-rate-limited");
  EXPECT_EQ(name(LimitOf::kProvider, 1, Api::kMeta), "cloud-app-rate-limited");
  EXPECT_EQ(name(LimitOf::kProvider, 1, Api::kOnPrem), "onprem-throughput-limited");
  EXPECT_EQ(name(LimitOf::kPartner, 1, Api::kPartner), "capacity-request-rate");
  const AnswerPtr answer = LimitAnswer(Limit(LimitOf::kCredential, 1, 29500ms), Api::kDialog360);
  EXPECT_NE(answer->body.find("1 request every 30 seconds"), std::string::npos) << answer->body;
}

}  // namespace
}  // namespace wa::simulator
