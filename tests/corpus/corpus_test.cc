// Every answer in tests/data/payloads, through the provider and the shipped catalogue, as the
// monitor does.
#include <gtest/gtest.h>

#include <set>

#include "condition/classify.h"
#include "corpus/payload.h"
#include "load/load_conditions.h"
#include "provider/provider.h"

namespace wa {
namespace {

const std::filesystem::path kSource = WABA_SOURCE_DIR;

const Catalogue& Shipped() {
  static const auto catalogue = LoadConditions("").value();
  return *catalogue;
}

std::vector<Finding> Judge(const Payload& payload) {
  const Provider& provider = ProviderFor(ProviderKind::k360dialog);
  return Classify(Shipped(), payload.failure ? ReadFailure(*payload.failure)
                                             : provider.ReadHealth(payload.response));
}

std::vector<Payload> Payloads() { return ReadPayloads(kSource / "tests/data/payloads/360dialog"); }

class Corpus : public testing::TestWithParam<Payload> {};

TEST_P(Corpus, GivesTheExpectedCondition) {
  const Payload& payload = GetParam();
  const std::vector<Finding> findings = Judge(payload);
  std::vector<std::string> slugs;
  for (const Finding& finding : findings) slugs.push_back(finding.condition->slug);
  ASSERT_EQ(slugs, payload.expected)
      << (findings.empty() ? "" : findings.front().rule + " / " + findings.front().detail);
  if (!payload.retry_after_seconds) return;
  ASSERT_TRUE(findings.front().retry_after.has_value());
  EXPECT_EQ(Seconds(*findings.front().retry_after),
            static_cast<double>(*payload.retry_after_seconds));
}

std::string TestName(const testing::TestParamInfo<Payload>& info) {
  std::string name = info.param.name;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(360dialog, Corpus, testing::ValuesIn(Payloads()), TestName);

// A condition that nothing was ever seen to give may be one that nothing can give.
TEST(ShippedCatalogue, EveryRecognisedConditionHasAPayload) {
  std::set<std::string> seen;
  for (const Payload& payload : Payloads()) {
    for (const Finding& finding : Judge(payload)) seen.insert(finding.condition->slug);
  }
  for (const Condition& condition : *Shipped().conditions()) {
    if (condition.rules.empty()) continue;
    EXPECT_EQ(seen.count(condition.slug), 1u) << condition.slug << " has no payload file";
  }
}

// So that a rule is not shadowed by another for ever, nor a typing mistake.
TEST(ShippedCatalogue, EveryTextRuleHasAPayload) {
  std::set<std::string> used;
  for (const Payload& payload : Payloads()) {
    for (const Finding& finding : Judge(payload)) used.insert(finding.rule);
  }
  for (std::size_t kind = 0; kind < EnumNames<SignKind>::table.size(); ++kind) {
    for (const auto& [condition, rule] : Shipped().RulesFor(static_cast<SignKind>(kind))) {
      if (!rule->text) continue;
      const std::string quoted = "\"" + rule->text->text() + "\"";
      const bool hit = std::any_of(used.begin(), used.end(), [&](const std::string& text) {
        return text.find(quoted) != std::string::npos;
      });
      EXPECT_TRUE(hit) << rule->position << ": " << condition->slug << " \"" << rule->text->text()
                       << "\" was never used";
    }
  }
}

// Severity and grace as decided: what polls report and pages is confirmed by a second poll.
TEST(ShippedCatalogue, CriticalConditionsHaveAtLeastAMinute) {
  for (const Condition& condition : *Shipped().conditions()) {
    if (condition.severity != Severity::kCritical) continue;
    for (const auto& [plan, name] : EnumNames<Plan>::table) {
      EXPECT_GE(condition.GraceFor(ProviderKind::k360dialog, plan), std::chrono::minutes(1))
          << condition.slug << ", plan " << name;
    }
  }
}

TEST(ShippedCatalogue, UnavailabilityMayLastTenMinutesAndTwoForPremium) {
  std::set<std::string> group;
  for (const Condition& condition : *Shipped().conditions()) {
    if (condition.group != "unavailable") continue;
    group.insert(condition.slug);
    const auto grace = [&](Plan plan) {
      return condition.GraceFor(ProviderKind::k360dialog, plan);
    };
    EXPECT_EQ(grace(Plan::kUnknown), std::chrono::seconds(600)) << condition.slug;
    EXPECT_EQ(grace(Plan::kBasic), std::chrono::seconds(600)) << condition.slug;
    EXPECT_EQ(grace(Plan::kRegular), std::chrono::seconds(600)) << condition.slug;
    EXPECT_EQ(grace(Plan::kPremium), std::chrono::seconds(120)) << condition.slug;
  }
  EXPECT_EQ(group, (std::set<std::string>{"internal-server-error", "stack-not-running",
                                          "gateway-error", "cloud-service-unavailable"}));
}

TEST(ShippedCatalogue, AllowsTenMinutesOfRestartADayAndPremiumNone) {
  const auto allowance = [](Plan plan) {
    return Shipped().AllowancePerDay(ProviderKind::k360dialog, plan);
  };
  EXPECT_EQ(allowance(Plan::kRegular), std::chrono::minutes(10));
  EXPECT_EQ(allowance(Plan::kUnknown), std::chrono::minutes(10));
  EXPECT_EQ(allowance(Plan::kPremium), Duration(0));
}

// An answer that proves nothing must not close or age anything; a good one must be able to close
// all.
TEST(ShippedCatalogue, WhatProvesNothingReachesNothing) {
  for (const char* slug : {"endpoint-rate-limited", "capacity-request-rate", "capacity-overload",
                           "unknown-error", "unreadable-answer", "unreachable", "uplink-down",
                           "local-trouble", "cloud-app-rate-limited", "cloud-waba-rate-limited",
                           "cloud-throughput-limited", "cloud-unknown"}) {
    ASSERT_NE(Shipped().Find(slug), nullptr) << slug;
    EXPECT_EQ(Shipped().Find(slug)->reach, Reach::kNone) << slug;
  }
}

// Knowledge about texts is data: what the rules look for stands nowhere in the code that uses them.
TEST(ShippedCatalogue, NoSourceFileKnowsAProviderText) {
  std::vector<std::string> pieces;
  for (const Condition& condition : *Shipped().conditions()) {
    for (const Rule& rule : condition.rules) {
      if (!rule.text) continue;
      std::string piece;
      for (const char c : ToLower(rule.text->text()) + "*") {
        if (c != '*' && c != '{') {
          piece += c;
          continue;
        }
        if (piece.size() >= 10) pieces.push_back(piece);
        piece.clear();
      }
    }
  }
  ASSERT_GE(pieces.size(), 8u);
  std::size_t files = 0;
  for (const auto& folder : std::filesystem::directory_iterator(kSource / "src")) {
    // The simulator speaks as the provider does.
    if (!folder.is_directory() || folder.path().filename() == "simulator") continue;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path());
      const std::string code = ToLower(std::string(std::istreambuf_iterator<char>(in), {}));
      ++files;
      for (const std::string& piece : pieces) {
        EXPECT_EQ(code.find(piece), std::string::npos)
            << entry.path() << " knows \"" << piece << "\"";
      }
    }
  }
  EXPECT_GE(files, 100u);
}

}  // namespace
}  // namespace wa
