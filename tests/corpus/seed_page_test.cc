// Every error on 360dialog's page "Error Messages", from the text of the page itself: recognised by
// the page's own words, with a sample, and with an alert or a reason for having none.
#include "corpus/seed_page.h"

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "condition/classify.h"
#include "load/load_conditions.h"
#include "provider/read_any.h"
#include "provider/read_webhook.h"

namespace wa {
namespace {

using nlohmann::json;

const std::filesystem::path kSource = WABA_SOURCE_DIR;

const Catalogue& Shipped() {
  static const auto catalogue = LoadConditions("").value();
  return *catalogue;
}

const SeedPage& Page() {
  static const SeedPage page =
      ReadSeedPage(kSource / "tests/data/pages/360dialog-error-messages.txt");
  return page;
}

std::vector<PageError> All() {
  std::vector<PageError> all;
  for (const auto* part :
       {&Page().common, &Page().partner, &Page().registration, &Page().messaging}) {
    all.insert(all.end(), part->begin(), part->end());
  }
  return all;
}

std::string NameOf(const PageError& error) {
  return std::to_string(error.code) + " " + error.title + " " + error.description;
}

HttpResponse Answer(const PageError& error) {
  HttpResponse response;
  response.status = error.http_status;
  response.body = error.payload;
  if (error.payload.empty()) {
    response.body =
        json{{"meta",
              {{"http_code", error.code}, {"developer_message", error.title}, {"success", false}}}}
            .dump();
  }
  return response;
}

Facts CallbackFacts(const PageError& error) {
  const json body{{"statuses",
                   {{{"id", "gBEGkYiEB1VXAglK1ZEqA1YKPrU"},
                     {"status", "failed"},
                     {"timestamp", "1518694708"},
                     {"errors", {{{"code", error.code}, {"title", error.title}}}}}}}};
  const WebhookBody read = ReadWebhook(body.dump());
  return read.events.size() == 1 ? read.events.front().facts : Facts{};
}

// What the page's own words give; null if nothing.
const Condition* ConditionOf(const PageError& error) {
  const Facts facts = error.http_status == 0 ? CallbackFacts(error)
                                             : ReadAnyAnswer(Answer(error), Unasked::kIsNothing);
  const std::vector<Finding> findings = Classify(Shipped(), facts);
  return findings.empty() ? nullptr : findings.front().condition;
}

// The conditions that some file of tests/data/payloads must give.
std::set<std::string> Sampled() {
  std::set<std::string> slugs;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(kSource / "tests/data/payloads")) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream in(entry.path());
    const json file = json::parse(in);
    if (file.at("expected_condition").is_string()) slugs.insert(file.at("expected_condition"));
  }
  return slugs;
}

// What a text gets that no rule knows: no page error may fall through to one of them.
const std::set<std::string> kFallbacks{"unknown-error",         "cloud-unknown",
                                       "registration-error",    "onprem-generic-error",
                                       "onprem-internal-error", "onprem-parameter-invalid"};

bool IsOneOf(const std::string& slug, const std::string& alternatives) {
  return ("|" + alternatives + "|").find("|" + slug + "|") != std::string::npos;
}

// Whether the selector of an alert, `contact="support",condition!~"a|b"`, takes the condition.
bool Takes(const std::string& selector, const Condition& condition) {
  static const std::regex kMatcher(R"re((\w+)(=~|!~|!=|=)"([^"]*)")re");
  const std::map<std::string, std::string> labels{
      {"condition", condition.slug}, {"contact", std::string(Name(condition.contact))}};
  for (std::sregex_iterator at(selector.begin(), selector.end(), kMatcher), end; at != end; ++at) {
    const bool is = IsOneOf(labels.at((*at)[1]), (*at)[3]);
    if (is == ((*at)[2].str()[0] == '!')) return false;
  }
  return true;
}

// The alerts that tell of the condition once it is overdue.
std::vector<std::string> AlertsOf(const Condition& condition) {
  static const std::regex kName(R"( +- alert: (\w+))");
  static const std::regex kOverdue(
      R"( +expr: account_condition:waba_condition_overdue:bool\{(.*)\} == 1)");
  std::vector<std::string> alerts;
  std::ifstream in(kSource / "alerts/waba.rules.yml");
  std::string name;
  std::smatch match;
  for (std::string line; std::getline(in, line);) {
    if (std::regex_match(line, match, kName)) name = match[1];
    if (std::regex_match(line, match, kOverdue) && Takes(match[1], condition)) {
      alerts.push_back(name);
    }
  }
  return alerts;
}

// Why nobody is told of it by an alert; empty if somebody has to be.
std::string ReasonForNoAlert(const Condition& condition) {
  if (condition.scope == Scope::kMessage) return "it concerns one message, and is counted";
  if (condition.severity == Severity::kInfo) return "it mends itself, or nothing is to be done";
  return "";
}

TEST(SeedPage, IsReadWhole) {
  EXPECT_EQ(Page().common.size(), 6u);
  EXPECT_EQ(Page().partner.size(), 1u);
  EXPECT_EQ(Page().registration.size(), 4u);
  EXPECT_EQ(Page().messaging.size(), 10u);
  std::set<std::string> types;
  std::size_t payloads = 0;
  for (const PageError& error : All()) {
    if (!error.payload.empty()) types.insert(error.title);
    EXPECT_FALSE(error.title.empty()) << NameOf(error);
    EXPECT_FALSE(error.advice.empty()) << NameOf(error);
    payloads += error.payload.empty() ? 0 : 1;
    EXPECT_TRUE(error.payload.empty() || json::accept(error.payload)) << error.payload;
  }
  EXPECT_EQ(payloads, 11u);
  // The page prints two errors of registration under one "Type:".
  EXPECT_EQ(types.size(), 10u);
}

TEST(SeedPage, SplitsTheWordsOfAnErrorFromTheirExplanation) {
  std::vector<std::string> titles;
  for (const PageError& error : Page().messaging) titles.push_back(error.title);
  EXPECT_EQ(titles,
            (std::vector<std::string>{
                "Bad Request", "Message failed to send because it was pending for too long",
                "Message failed to send because more than 24 hours have passed since the customer "
                "last replied to this number (no open session)",
                "Failed to generate processed file path",
                "Image file format (audio/mpeg) is not supported", "Unknown contact",
                "Invalid latitude", "Request for .... failed",
                "Template name does not exist in the translation", "structure unavailable:"}));
}

TEST(SeedPage, EveryErrorIsRecognisedByItsOwnWords) {
  std::map<std::string, std::string> named;  // slug -> error
  for (const PageError& error : All()) {
    const Condition* condition = ConditionOf(error);
    ASSERT_NE(condition, nullptr) << NameOf(error);
    EXPECT_EQ(kFallbacks.count(condition->slug), 0u) << condition->slug << ": " << NameOf(error);
    const auto [other, is_first] = named.emplace(condition->slug, NameOf(error));
    EXPECT_TRUE(is_first) << condition->slug << " is both " << other->second << " and "
                          << NameOf(error);
  }
}

TEST(SeedPage, EveryErrorHasASample) {
  const std::set<std::string> sampled = Sampled();
  for (const PageError& error : All()) {
    const Condition* condition = ConditionOf(error);
    ASSERT_NE(condition, nullptr) << NameOf(error);
    EXPECT_EQ(sampled.count(condition->slug), 1u)
        << condition->slug << " has no file in tests/data/payloads: " << NameOf(error);
  }
}

TEST(SeedPage, EveryErrorHasOneAlertOrAReasonForNone) {
  for (const PageError& error : All()) {
    const Condition* condition = ConditionOf(error);
    ASSERT_NE(condition, nullptr) << NameOf(error);
    if (!ReasonForNoAlert(*condition).empty()) continue;
    EXPECT_EQ(AlertsOf(*condition).size(), 1u) << condition->slug << ": " << NameOf(error);
  }
}

// What the page sends to support, the catalogue does.
TEST(SeedPage, EveryErrorThatIsACaseForSupportIsOne) {
  const std::regex support(R"(\bsupport\b)", std::regex::icase);
  std::size_t cases = 0;
  for (const PageError& error : All()) {
    if (!std::regex_search(error.advice, support)) continue;
    const Condition* condition = ConditionOf(error);
    ASSERT_NE(condition, nullptr) << NameOf(error);
    EXPECT_EQ(condition->contact, Contact::kSupport) << condition->slug << ": " << error.advice;
    ++cases;
  }
  EXPECT_EQ(cases, 7u);
}

}  // namespace
}  // namespace wa
