#include "provider/meta.h"

#include <gtest/gtest.h>

#include "provider/answer.h"
#include "provider/asking.h"

namespace wa {
namespace {

const std::string kFields =
    "?fields=id,health_status,quality_rating,status,name_status,account_mode,throughput,"
    "whatsapp_business_manager_messaging_limit";

TEST(Meta, AsksAboutAllNumbersOfABusinessAccountAtOnce) {
  const std::vector<Account> accounts{Asked("701", "9"), Asked("702", "9")};
  const HttpRequest request = Ask(Meta(), Operation::kHealth, accounts);
  EXPECT_EQ(request.url, "/v26.0/9/phone_numbers" + kFields + "&limit=100");
  EXPECT_EQ(request.secret_header, "Authorization");
  EXPECT_EQ(request.secret.Reveal(), "Bearer key-of-the-number");
  EXPECT_EQ(request.secret_parameter, "");
  EXPECT_EQ(Ask(Meta(), Operation::kHealth, accounts, "Q=").url,
            "/v26.0/9/phone_numbers" + kFields + "&limit=100&after=Q%3D");
}

TEST(Meta, AsksAboutASingleNumberAlone) {
  EXPECT_EQ(Ask(Meta(), Operation::kHealth, {Asked("701")}).url, "/v26.0/701" + kFields);
  EXPECT_EQ(Ask(Meta(), Operation::kHealth, {Asked("701", "9")}).url, "/v26.0/701" + kFields);
}

TEST(Meta, AsksForTemplatesOfTheBusinessAccount) {
  const std::string first =
      "/v26.0/9/message_templates?fields=name,status,category,language&limit=200";
  EXPECT_EQ(Ask(Meta(), Operation::kTemplates, {Asked("701", "9")}).url, first);
  EXPECT_EQ(Ask(Meta(), Operation::kTemplates, {Asked("701", "9")}, "Q").url, first + "&after=Q");
}

TEST(Meta, WhoseBusinessAccountIsNotKnownHasNoTemplates) {
  EXPECT_TRUE(Meta().Asks(Operation::kTemplates, Asked("701", "9")));
  EXPECT_FALSE(Meta().Asks(Operation::kTemplates, Asked("701")));
  EXPECT_TRUE(Meta().Asks(Operation::kHealth, Asked("701")));
  EXPECT_FALSE(Meta().Asks(Operation::kWebhook, Asked("701", "9")));
}

// As `printf key-of-the-number | openssl dgst -sha256 -hmac secret-of-the-app` says.
TEST(Meta, SignsTheTokenWithTheSecretOfTheApp) {
  ProviderSettings settings = Settings();
  settings.app_secret = Secret("secret-of-the-app");
  const HttpRequest request = Ask(Meta(), Operation::kHealth, {Asked("701")}, "", settings);
  EXPECT_EQ(request.secret_parameter, "appsecret_proof");
  EXPECT_EQ(request.parameter.Reveal(),
            "d9eaa0908f9d518e786d5737f998ed46c8403a7e762c228095cc09e724cfb6ea");
  EXPECT_EQ(request.url, "/v26.0/701" + kFields);
}

TEST(Meta, OneBatchPerBusinessAccountAndToken) {
  const std::string key = Meta().BatchKey(Asked("701", "9"), Operation::kHealth);
  EXPECT_EQ(key.find("9/"), 0U);
  EXPECT_EQ(key.find("key-of"), std::string::npos);
  EXPECT_EQ(Meta().BatchKey(Asked("702", "9"), Operation::kHealth), key);
  EXPECT_NE(Meta().BatchKey(Asked("701", "8"), Operation::kHealth), key);
  Account other = Asked("702", "9");
  other.api_key = Secret("key-of-another");
  EXPECT_NE(Meta().BatchKey(other, Operation::kHealth), key);
  EXPECT_EQ(Meta().BatchKey(Asked("701"), Operation::kHealth), "");
}

std::string Number(const std::string& id, const std::string& more) {
  return R"({"id":")" + id + R"(","health_status":{"can_send_message":"AVAILABLE"})" + more + "}";
}

HttpResponse Page(const std::string& numbers, const std::string& next = "") {
  return Http(200, R"({"data":[)" + numbers + R"(],"paging":{"cursors":{"after":"QVFI"})" +
                       (next.empty() ? "" : R"(,"next":")" + next + "\"") + "}}");
}

// What the pages say of 701, 702 and 703.
std::vector<Facts> Read(const std::vector<HttpResponse>& pages) {
  const std::vector<Account> accounts{Asked("701", "9"), Asked("702", "9"), Asked("703", "9")};
  auto facts = Meta().Read(Operation::kHealth, Settings(), All(accounts), pages);
  EXPECT_EQ(facts.size(), 3U);
  facts.resize(3);
  return facts;
}

TEST(Meta, FindsEachNumberOnWhicheverPage) {
  const auto facts = Read(
      {Page(Number("703", R"(,"quality_rating":"RED")") + "," + Number("799", ""), "https://x"),
       Page(Number("701", R"(,"status":"BANNED","account_mode":"LIVE")") + "," +
            R"({"id":702,"health_status":{"can_send_message":"LIMITED"}})")});
  EXPECT_EQ(Lines(facts[0]), Text{"field number_status banned | 701"});
  EXPECT_EQ(Lines(facts[1]), Text{"messaging limited"});
  EXPECT_EQ(Lines(facts[2]), Text{"field quality_rating red | 703"});
  EXPECT_EQ(facts[0].number.status, "banned");
  EXPECT_EQ(facts[2].number.quality_level, 2);
}

TEST(Meta, TwoAccountsMayWatchOneNumber) {
  const std::vector<Account> accounts{Asked("701", "9"), Asked("701", "9")};
  const auto facts = Meta().Read(Operation::kHealth, Settings(), All(accounts),
                                 {Page(Number("701", R"(,"quality_rating":"GREEN")"))});
  ASSERT_EQ(facts.size(), 2U);
  EXPECT_EQ(facts[0].number.quality_level, 0);
  EXPECT_EQ(facts[1].number.quality_level, 0);
}

TEST(Meta, ANumberThatTheCompleteListDoesNotHold) {
  const auto facts = Read({Page(Number("701", ""), "https://x"), Page(Number("702", ""))});
  EXPECT_EQ(Lines(facts[0]), Text{});
  EXPECT_EQ(Lines(facts[1]), Text{});
  EXPECT_EQ(Lines(facts[2]), Text{"field number_status not_listed"});
  EXPECT_EQ(facts[2].number, NumberFacts());
}

TEST(Meta, AListThatIsNotCompleteProvesNothingOfTheOthers) {
  for (const HttpResponse& page :
       {Page(Number("701", ""), "https://x"), Page(Number("701", "") + R"(,{"id":null})")}) {
    const auto facts = Read({page});
    EXPECT_EQ(Lines(facts[0]), Text{});
    EXPECT_EQ(Lines(facts[1]), Text{"messaging missing"});
  }
  const auto later = Read({Page("{}", "https://x"), Page(Number("701", ""))});
  EXPECT_EQ(Lines(later[1]), Text{"messaging missing"}) << "an entry of the first page";
  EXPECT_EQ(Lines(Read({Http(200, R"({"data":{}})")})[0]), Text{"messaging missing"});
  EXPECT_EQ(Lines(Read({Http(200, "[]")})[0]), Text{"unreadable not a JSON object | []"});
}

TEST(Meta, AnErrorIsThatOfAllThatWereNotReadBefore) {
  const auto facts = Read({Page(Number("702", ""), "https://x"),
                           Http(400, R"({"error":{"message":"Too many","code":80007}})")});
  EXPECT_EQ(Lines(facts[0])[0], "graph-error[80007] Too many");
  EXPECT_EQ(facts[0].http_status, 400);
  EXPECT_EQ(Lines(facts[1]), Text{});
  EXPECT_EQ(facts[1].http_status, 200);
  EXPECT_EQ(Lines(facts[2]), Lines(facts[0]));
}

TEST(Meta, UnfinishedNumbersAndSandboxesAreNobodysOutage) {
  const auto facts =
      Read({Page(Number("701", R"(,"status":"PENDING")") + "," +
                 Number("702", R"(,"status":"PENDING","account_mode":"LIVE")") + "," +
                 Number("703", R"(,"status":"BANNED","account_mode":"SANDBOX")"))});
  EXPECT_EQ(Lines(facts[0]), Text{});
  EXPECT_EQ(Lines(facts[1]), Text{"field number_status pending | 702"});
  EXPECT_EQ(Lines(facts[2]), Text{});
}

TEST(Meta, TheHeadersSayHowMuchOfTheLimitIsUsed) {
  HttpResponse page = Page(Number("701", ""));
  page.headers = {{"x-app-usage", R"({"call_count":30,"total_time":85,"total_cputime":1})"}};
  for (const Facts& facts : Read({page})) {
    ASSERT_TRUE(facts.usage.has_value());
    EXPECT_DOUBLE_EQ(facts.usage->share, 0.85);
    EXPECT_EQ(facts.usage->regain_after, std::nullopt);
  }
}

TEST(Meta, OneNumberAlone) {
  const Account account = Asked("701");
  const auto facts =
      Meta().Read(Operation::kHealth, Settings(), {&account},
                  {Http(200, Number("701", R"(,"quality_rating":"YELLOW","account_mode":"LIVE",
                                               "status":"PENDING")"))});
  ASSERT_EQ(facts.size(), 1U);
  EXPECT_EQ(Lines(facts[0]),
            (Text{"field quality_rating yellow | 701", "field number_status pending | 701"}));
}

TEST(Meta, TemplatesAreThoseOfAllAccounts) {
  const std::vector<Account> accounts{Asked("701", "9"), Asked("702", "9")};
  const auto facts = Meta().Read(
      Operation::kTemplates, Settings(), All(accounts),
      {Http(200, R"({"data":[{"name":"a","status":"PAUSED"}]})"),
       Http(200, R"({"data":[{"name":"b","status":"PAUSED"},{"name":"c","status":"?"}]})")});
  ASSERT_EQ(facts.size(), 2U);
  for (const Facts& one : facts) {
    EXPECT_EQ(Lines(one),
              (Text{"field template_status paused | a, b", "field template_status ? | c"}));
    ASSERT_TRUE(one.number.templates.has_value());
    EXPECT_EQ(*one.number.templates,
              (std::map<std::string, std::uint64_t>{{"other", 1}, {"paused", 2}}));
  }
}

TEST(Meta, PartOfTheTemplatesIsNoCount) {
  const Account account = Asked("701", "9");
  const auto facts =
      Meta().Read(Operation::kTemplates, Settings(), {&account},
                  {Http(200, R"({"data":[{"name":"a","status":"PAUSED"}]})"), Http(500, "")});
  EXPECT_EQ(Lines(facts[0]), Text{"http HTTP 500"});
  EXPECT_EQ(facts[0].number.templates, std::nullopt);
}

}  // namespace
}  // namespace wa
