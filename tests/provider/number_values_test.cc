#include "provider/number_values.h"

#include <gtest/gtest.h>

#include <cmath>

#include "provider/json_fields.h"

namespace wa {
namespace {

NumberFacts ReadText(const std::string& json) { return ReadNumberFacts(ParseJson(json).value); }

TEST(NumberValues, RatingsAreLevelsAndNoRatingIsNone) {
  EXPECT_EQ(ReadText(R"({"quality_rating":"GREEN"})").quality_level, 0);
  EXPECT_EQ(ReadText(R"({"quality_rating":"Yellow"})").quality_level, 1);
  EXPECT_EQ(ReadText(R"({"quality_rating":"RED"})").quality_level, 2);
  for (const char* none : {"NA", "UNKNOWN", "PURPLE", ""}) {
    EXPECT_EQ(ReadText(R"({"quality_rating":")" + std::string(none) + "\"}").quality_level,
              std::nullopt);
  }
}

TEST(NumberValues, LimitsAreUsers) {
  const std::pair<const char*, double> tiers[] = {
      {"TIER_50", 50},      {"TIER_250", 250},      {"TIER_1K", 1'000},          {"TIER_2K", 2'000},
      {"TIER_10K", 10'000}, {"TIER_100K", 100'000}, {"TIER_UNLIMITED", INFINITY}};
  for (const auto& [tier, users] : tiers) {
    const auto facts =
        ReadText(R"({"whatsapp_business_manager_messaging_limit":")" + std::string(tier) + "\"}");
    EXPECT_EQ(facts.messaging_limit, users) << tier;
  }
  EXPECT_EQ(MessagingLimit("tier_9t"), std::nullopt);
}

// The limit of the number alone is deprecated: where the portfolio's is told, it counts no more.
TEST(NumberValues, TheLimitOfThePortfolioCounts) {
  EXPECT_EQ(ReadText(R"({"messaging_limit_tier":"TIER_1K",
                         "whatsapp_business_manager_messaging_limit":"TIER_10K"})")
                .messaging_limit,
            10'000);
  EXPECT_EQ(ReadText(R"({"messaging_limit_tier":"TIER_UNLIMITED",
                         "whatsapp_business_manager_messaging_limit":"TIER_250"})")
                .messaging_limit,
            250);
  EXPECT_EQ(ReadText(R"({"messaging_limit_tier":"TIER_1K"})").messaging_limit, 1'000);
}

TEST(NumberValues, WordsThatNobodyKnowsAreOther) {
  const NumberFacts known = ReadText(R"({"status":"RATE_LIMITED","name_status":"PENDING_REVIEW",
                                         "throughput":{"level":"STANDARD"}})");
  EXPECT_EQ(known.status, "rate_limited");
  EXPECT_EQ(known.name_status, "pending_review");
  EXPECT_EQ(known.throughput, "standard");
  const NumberFacts other = ReadText(R"({"status":"HIBERNATING","name_status":"x",
                                         "throughput":{"level":"WARP"}})");
  EXPECT_EQ(other.status, "other");
  EXPECT_EQ(other.name_status, "other");
  EXPECT_EQ(other.throughput, "other");
  const NumberFacts none = ReadText(R"({"status":7,"name_status":null,"throughput":"HIGH"})");
  EXPECT_EQ(none.status, std::nullopt);
  EXPECT_EQ(none.name_status, std::nullopt);
  EXPECT_EQ(none.throughput, std::nullopt);
}

TEST(NumberValues, OnlyThatABusinessIsNotVerifiedIsEverSaid) {
  const auto verification = [](const std::string& entity) {
    return ReadText(R"({"health_status":{"entities":[)" + entity + "]}}").verification;
  };
  EXPECT_EQ(verification(R"({"entity_type":"BUSINESS","errors":[{"error_code":141010}]})"),
            "not_verified");
  EXPECT_EQ(verification(R"({"entity_type":"BUSINESS","errors":[{"error_code":"141010"}]})"),
            "not_verified");
  EXPECT_EQ(verification(R"({"entity_type":"WABA","errors":[{"error_code":141010}]})"),
            std::nullopt);
  EXPECT_EQ(verification(R"({"entity_type":"BUSINESS","can_send_message":"AVAILABLE"})"),
            std::nullopt);
}

TEST(NumberFacts, WhatANewAnswerDoesNotSayIsNotKnownAnyMore) {
  NumberFacts known;
  NumberFacts health = ReadText(R"({"quality_rating":"RED","status":"CONNECTED"})");
  known.Update(health);
  NumberFacts webhook;
  webhook.webhook = "foreign";
  known.Update(webhook);
  NumberFacts templates;
  templates.templates.emplace()["paused"] = 2;
  known.Update(templates);
  known.Update(NumberFacts());  // an error
  EXPECT_EQ(known.quality_level, 2);
  known.Update(ReadText(R"({"quality_rating":"NA","status":"FLAGGED"})"));
  EXPECT_EQ(known.quality_level, std::nullopt);
  EXPECT_EQ(known.status, "flagged");
  EXPECT_EQ(known.webhook, "foreign");
  EXPECT_EQ(known.templates->at("paused"), 2U);
}

}  // namespace
}  // namespace wa
