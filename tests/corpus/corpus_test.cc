// Every file of tests/data/payloads, by each way in which it can reach us, through the reader and
// the shipped catalogue, as the program does.
#include <gtest/gtest.h>

#include <set>

#include "condition/rule_order.h"
#include "corpus/payload.h"
#include "corpus/verdict.h"

namespace wa {
namespace {

const std::filesystem::path kSource = WABA_SOURCE_DIR;

std::vector<Payload> Payloads() { return ReadPayloads(kSource / "tests/data/payloads"); }

class Corpus : public testing::TestWithParam<Payload> {};

TEST_P(Corpus, GivesTheExpectedCondition) {
  const Payload& payload = GetParam();
  for (const Way way : WaysOf(payload)) {
    const std::vector<Finding> findings = Judge(ReadBy(way, payload));
    ASSERT_EQ(Slugs(findings), payload.expected)
        << (findings.empty() ? "" : findings.front().rule + " / " + findings.front().detail);
    if (!payload.retry_after_seconds) continue;
    ASSERT_TRUE(findings.front().retry_after.has_value());
    EXPECT_EQ(Seconds(*findings.front().retry_after),
              static_cast<double>(*payload.retry_after_seconds));
  }
}

TEST_P(Corpus, SaysWhatIsOver) {
  const Payload& payload = GetParam();
  for (const Way way : WaysOf(payload)) {
    if (way == Way::kExplanation) continue;
    EXPECT_EQ(Ended(ReadBy(way, payload)), payload.ended);
  }
}

std::string TestName(const testing::TestParamInfo<Payload>& info) {
  std::string name = info.param.folder + "_" + info.param.name;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Payloads, Corpus, testing::ValuesIn(Payloads()), TestName);

std::vector<Finding> AllFindings() {
  std::vector<Finding> all;
  for (const Payload& payload : Payloads()) {
    for (const Way way : WaysOf(payload)) {
      for (Finding& finding : Judge(ReadBy(way, payload))) all.push_back(std::move(finding));
    }
  }
  return all;
}

// A condition that nothing was ever seen to give may be one that nothing can give.
TEST(ShippedCatalogue, EveryRecognisedConditionHasAPayload) {
  std::set<std::string> seen;
  for (const Finding& finding : AllFindings()) seen.insert(finding.condition->slug);
  for (const Condition& condition : *Shipped().conditions()) {
    if (condition.rules.empty()) continue;
    EXPECT_EQ(seen.count(condition.slug), 1u) << condition.slug << " has no payload file";
  }
}

TEST(ShippedCatalogue, EveryEndingHasAPayload) {
  std::set<std::string> seen;
  for (const Payload& payload : Payloads()) {
    seen.insert(payload.ended.begin(), payload.ended.end());
  }
  for (const Condition& condition : *Shipped().conditions()) {
    if (condition.ends.empty()) continue;
    EXPECT_EQ(seen.count(condition.slug), 1u) << "no payload file ends " << condition.slug;
  }
}

// Words of a provider's, unlike values of JSON fields, can be mistyped: those are held against an
// answer. (Rules that are tied to a status hold everyday words, and are many.)
bool IsText(const Rule& rule) {
  return rule.text && rule.http.empty() &&
         (rule.sign == SignKind::kGraphError || rule.sign == SignKind::kTokenError ||
          rule.sign == SignKind::kMessage || rule.sign == SignKind::kErrorList);
}

TEST(ShippedCatalogue, EveryTextRuleHasAPayload) {
  std::set<std::string> used;
  for (const Finding& finding : AllFindings()) used.insert(finding.rule);
  for (const Condition& condition : *Shipped().conditions()) {
    for (const Rule& rule : condition.rules) {
      if (!IsText(rule)) continue;
      EXPECT_EQ(used.count(DescribeRule(rule)), 1u)
          << rule.position << ": " << condition.slug << " " << DescribeRule(rule)
          << " was never used";
    }
  }
}

// A sign that a rule is made for: its code, its text with a letter or a number in the gaps.
Sign Example(const Rule& rule) {
  Sign sign{rule.sign, rule.code_from, "", ""};
  bool in_name = false;
  for (const char c : rule.text ? rule.text->text() : std::string()) {
    if (c == '{') sign.text += "7";
    in_name = c == '{' || (in_name && c != '}');
    if (!in_name && c != '}') sign.text += c == '*' ? 'x' : c;
  }
  return sign;
}

// So that a rule is not shadowed by another for ever.
TEST(ShippedCatalogue, EveryRuleRecognisesItsOwnExample) {
  for (const Condition& condition : *Shipped().conditions()) {
    for (const Rule& rule : condition.rules) {
      Facts facts;
      facts.is_event = rule.sign == SignKind::kEvent;
      facts.http_status = rule.http.empty() ? 200 : rule.http.front();
      facts.signs = {Example(rule)};
      const std::vector<Finding> findings = Classify(Shipped(), facts);
      ASSERT_EQ(findings.size(), 1u) << rule.position;
      EXPECT_EQ(findings.front().condition->slug, condition.slug) << rule.position;
      EXPECT_EQ(findings.front().rule, DescribeRule(rule)) << rule.position;
    }
  }
}

// What no poll reports is told once, and by somebody who knows.
bool OnlyEventsReport(const Condition& condition) {
  return condition.reach == Reach::kEvent ||
         std::all_of(condition.rules.begin(), condition.rules.end(),
                     [](const Rule& rule) { return rule.sign == SignKind::kEvent; });
}

// Severity and grace as decided: what polls report and pages is confirmed by a second poll.
TEST(ShippedCatalogue, CriticalConditionsHaveAtLeastAMinute) {
  for (const Condition& condition : *Shipped().conditions()) {
    if (condition.severity != Severity::kCritical || condition.rules.empty()) continue;
    if (OnlyEventsReport(condition)) continue;
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
                                          "gateway-error", "cloud-service-unavailable",
                                          "onprem-gateway-down", "onprem-service-not-ready"}));
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
  for (const char* slug :
       {"endpoint-rate-limited", "capacity-request-rate", "capacity-overload", "unknown-error",
        "unreadable-answer", "unreachable", "uplink-down", "local-trouble",
        "cloud-app-rate-limited", "cloud-waba-rate-limited", "cloud-unknown"}) {
    ASSERT_NE(Shipped().Find(slug), nullptr) << slug;
    EXPECT_EQ(Shipped().Find(slug)->reach, Reach::kNone) << slug;
  }
}

// The literal pieces of a rule's text. Of a field or an event the first word names a JSON field,
// which only code can read.
std::vector<std::string> PiecesOf(const Rule& rule) {
  std::string text = ToLower(rule.text->text());
  if (rule.sign == SignKind::kField || rule.sign == SignKind::kEvent) {
    text.erase(0, std::min(text.find(' '), text.size()));
  }
  std::vector<std::string> pieces;
  std::string piece;
  for (const char c : text + "*") {
    if (c != '*' && c != '{') {
      piece += c;
      continue;
    }
    piece = Trim(piece);
    if (!piece.empty()) pieces.push_back(piece);
    piece.clear();
  }
  return pieces;
}

// A single word, and a short piece alone, may stand anywhere.
bool IsTelling(const std::vector<std::string>& pieces) {
  return std::any_of(pieces.begin(), pieces.end(), [](const std::string& piece) {
    return piece.size() >= 12 && piece.find(' ') != std::string::npos;
  });
}

std::set<std::vector<std::string>> TellingTexts() {
  std::set<std::vector<std::string>> all;
  for (const Condition& condition : *Shipped().conditions()) {
    for (const auto* rules : {&condition.rules, &condition.ends}) {
      for (const Rule& rule : *rules) {
        if (rule.text && IsTelling(PiecesOf(rule))) all.insert(PiecesOf(rule));
      }
    }
  }
  return all;
}

// The string literals of a source, in lower case. Comments may give examples.
std::string LiteralsOf(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::string literals;
  for (std::string line; std::getline(in, line);) {
    bool inside = false;
    for (std::size_t at = 0; at < line.size(); ++at) {
      if (!inside && line.compare(at, 2, "//") == 0) break;
      if (line[at] == '"') inside = !inside;
      if (inside) literals += line[at];
      if (inside && line[at] == '\\') ++at;
    }
    literals += '\n';
  }
  return ToLower(literals);
}

// Knowledge about texts is data: what the rules look for stands nowhere in the code that uses them.
TEST(ShippedCatalogue, NoSourceFileKnowsAProviderText) {
  const std::set<std::vector<std::string>> texts = TellingTexts();
  ASSERT_GE(texts.size(), 20u);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kSource / "src")) {
    // The simulator speaks as the provider does.
    const bool speaks = entry.path().string().find("/src/simulator/") != std::string::npos;
    const auto extension = entry.path().extension();
    if (speaks || (extension != ".cc" && extension != ".h")) continue;
    const std::string code = LiteralsOf(entry.path());
    ++files;
    for (const std::vector<std::string>& pieces : texts) {
      const bool knows = std::all_of(pieces.begin(), pieces.end(), [&](const std::string& piece) {
        return code.find(piece) != std::string::npos;
      });
      EXPECT_FALSE(knows) << entry.path() << " knows \"" << pieces.front() << "\"";
    }
  }
  EXPECT_GE(files, 100u);
}

}  // namespace
}  // namespace wa
