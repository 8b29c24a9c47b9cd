#include "provider/dialog360_onprem.h"

#include <gtest/gtest.h>

#include "provider/answer.h"
#include "provider/asking.h"

namespace wa {
namespace {

TEST(Dialog360Onprem, AsksTheLegacyPaths) {
  const HttpRequest request = Ask(Dialog360Onprem(), Operation::kHealth, {Asked()});
  EXPECT_EQ(request.url, "/v1/health");
  EXPECT_EQ(request.secret_header, "D360-API-KEY");
  EXPECT_EQ(request.secret.Reveal(), "key-of-the-number");
  EXPECT_EQ(Ask(Dialog360Onprem(), Operation::kWebhook, {Asked()}).url, "/v1/configs/webhook");
  EXPECT_EQ(Ask(Dialog360Onprem(), Operation::kTemplates, {Asked()}).url,
            "/v1/configs/templates?limit=100&offset=0&sort=id");
  EXPECT_EQ(Ask(Dialog360Onprem(), Operation::kTemplates, {Asked()}, "100").url,
            "/v1/configs/templates?limit=100&offset=100&sort=id");
}

std::string Next(const std::string& body) {
  return Dialog360Onprem().NextPage(Operation::kTemplates, Http(200, body));
}

TEST(Dialog360Onprem, TemplatesGoOnUntilAllWereSeen) {
  EXPECT_EQ(Next(R"({"count":100,"offset":0,"total":250})"), "100");
  EXPECT_EQ(Next(R"({"count":100,"offset":100,"total":250})"), "200");
  EXPECT_EQ(Next(R"({"count":50,"offset":200,"total":250})"), "");
  EXPECT_EQ(Next(R"({"count":0,"offset":200,"total":250})"), "") << "it would never end";
  EXPECT_EQ(Next("{}"), "");
  EXPECT_EQ(Dialog360Onprem().NextPage(Operation::kHealth,
                                       Http(200, R"({"count":1,"offset":0,"total":9})")),
            "");
}

Facts ReadOf(Operation operation, int status, const std::string& body) {
  const Account account = Asked();
  return Dialog360Onprem().Read(operation, Settings(), {&account}, {Http(status, body)}).front();
}

TEST(Dialog360Onprem, ReadsTheGateway) {
  EXPECT_EQ(Lines(ReadOf(Operation::kHealth, 200, R"({"health":{"gateway_status":"connected"}})")),
            Text{"field gateway_status connected"});
  EXPECT_EQ(Lines(ReadOf(Operation::kHealth, 200, R"({"health":{}})")), Text{"messaging missing"});
  EXPECT_EQ(
      Lines(ReadOf(Operation::kHealth, 200, R"({"health_status":{"can_send_message":"BLOCKED"}})")),
      Text{"messaging missing"})
      << "not what was asked for";
}

TEST(Dialog360Onprem, OldRejectedTemplatesAreCountedAndNoTrouble) {
  const Facts facts = ReadOf(Operation::kTemplates, 200,
                             R"({"waba_templates":[{"name":"a","status":"rejected"},
                                {"name":"b","status":"Approved"},{"name":"c","status":"approved"}]})");
  EXPECT_EQ(Lines(facts), (Text{"field template_status rejected history | a",
                                "field template_status approved | b, c"}));
  ASSERT_TRUE(facts.number.templates.has_value());
  EXPECT_EQ(*facts.number.templates,
            (std::map<std::string, std::uint64_t>{{"approved", 2}, {"rejected", 1}}));
}

}  // namespace
}  // namespace wa
