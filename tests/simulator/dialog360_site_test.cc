#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "simulator/digest.h"
#include "simulator/running_simulator.h"

namespace wa::simulator {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

class Dialog360SiteTest : public RunningSimulator {
 protected:
  void SetUp() override {
    StartText(R"(
[[account]]
name = "shop"
key = "canary-key-shop"
phone_number_id = "77001"
waba_id = "88001"
webhook = "https://hooks.example.com/{name}"
templates = { a = "APPROVED", b = "PAUSED", c = "REJECTED" }
[[account.step]]
at = "1m"
answer = "internal-server-error"
[[account.step]]
at = "2m"
answer = "health-blocked"
[[account.step]]
at = "3m"
webhook = ""
quality_rating = "RED"
health = { WABA = "LIMITED", BUSINESS = "BLOCKED" }
[[account.step]]
at = "4m"
on = "webhook"
answer = "stack-not-running"
[[account]]
name = "old"
kind = "360dialog-onprem"
key = "canary-key-old"
gateway_status = "disconnected"
templates = { a = "APPROVED", b = "REJECTED" }
)");
  }
  json Get(const std::string& path, const std::string& key = "canary-key-shop") {
    return json::parse(Ask(key, path).body, nullptr, false);
  }
};

TEST_F(Dialog360SiteTest, GivesTheHealthOfTheNumberAndTheFieldsAskedFor) {
  const json plain = Get("/health_status");
  EXPECT_EQ(plain.at("id"), "77001");
  EXPECT_EQ(plain.at("health_status").at("can_send_message"), "AVAILABLE");
  EXPECT_EQ(plain.at("health_status").at("entities").at(1).at("id"), "88001");
  EXPECT_EQ(plain.size(), 2U);
  const json more = Get("/health_status?fields=quality_rating,verified_name,no_such_field");
  EXPECT_EQ(more.at("quality_rating"), "GREEN");
  EXPECT_EQ(more.at("verified_name"), "shop");
  EXPECT_TRUE(more.contains("health_status"));
  EXPECT_EQ(more.size(), 4U);
}

TEST_F(Dialog360SiteTest, GivesTheWebhook) {
  EXPECT_EQ(Get("/v1/configs/webhook"), json({{"url", "https://hooks.example.com/shop"}}));
}

TEST_F(Dialog360SiteTest, GivesTemplatesPageByPage) {
  const json first = Get("/message_templates?fields=name,status&limit=2");
  EXPECT_EQ(first.at("data").size(), 2U);
  EXPECT_EQ(first.at("data").at(1).at("status"), "PAUSED");
  EXPECT_FALSE(first.at("data").at(0).contains("category"));
  EXPECT_TRUE(first.at("paging").contains("next"));
  const std::string after = first.at("paging").at("cursors").at("after");
  const json last = Get("/message_templates?limit=2&after=" + after);
  EXPECT_EQ(last.at("data").size(), 1U);
  EXPECT_EQ(last.at("data").at(0).at("name"), "c");
  EXPECT_FALSE(last.at("paging").contains("next"));
}

TEST_F(Dialog360SiteTest, AnErrorIsSaidToEveryQuestion) {
  clock_.Advance(1min);
  for (const char* path : {"/health_status", "/v1/configs/webhook", "/message_templates"}) {
    EXPECT_EQ(Ask("canary-key-shop", path).status, 500) << path;
  }
}

TEST_F(Dialog360SiteTest, ABodyIsSaidToTheMainQuestionOnly) {
  clock_.Advance(2min);
  EXPECT_EQ(Get("/health_status").at("health_status").at("can_send_message"), "BLOCKED");
  EXPECT_EQ(Get("/v1/configs/webhook").at("url"), "https://hooks.example.com/shop");
}

TEST_F(Dialog360SiteTest, AStepCanChangeWhatAGoodAnswerSays) {
  clock_.Advance(3min);
  EXPECT_EQ(Get("/v1/configs/webhook").at("url"), "");
  const json health = Get("/health_status?fields=quality_rating");
  EXPECT_EQ(health.at("quality_rating"), "RED");
  EXPECT_EQ(health.at("health_status").at("can_send_message"), "BLOCKED");
  EXPECT_EQ(health.at("health_status").at("entities").at(1).at("can_send_message"), "LIMITED");
  EXPECT_EQ(health.at("health_status").at("entities").at(2).at("errors").at(0).at("error_code"),
            141010);
}

TEST_F(Dialog360SiteTest, AStepCanBeAboutOneQuestion) {
  clock_.Advance(4min);
  EXPECT_EQ(Ask("canary-key-shop", "/v1/configs/webhook").status, 502);
  EXPECT_EQ(Ask("canary-key-shop", "/health_status").status, 200);
}

TEST_F(Dialog360SiteTest, TheLegacyHostHasItsOwnForms) {
  const json health = Get("/v1/health", "canary-key-old");
  EXPECT_EQ(health.at("health").at("gateway_status"), "disconnected");
  EXPECT_EQ(health.at("meta").at("api_status"), "stable");
  const json templates = Get("/v1/configs/templates?limit=1&offset=1", "canary-key-old");
  EXPECT_EQ(templates.at("total"), 2);
  EXPECT_EQ(templates.at("count"), 1);
  EXPECT_EQ(templates.at("offset"), 1);
  EXPECT_EQ(templates.at("waba_templates").at(0).at("status"), "rejected");
  EXPECT_EQ(Ask("canary-key-old", "/message_templates").status, 403);
}

TEST_F(Dialog360SiteTest, AKeyThatWasChangedIsRefusedAndStillCountedForItsAccount) {
  EXPECT_EQ(Tell("/accounts/shop/key", R"({"key": "canary-key-new"})").status, 200);
  EXPECT_EQ(Ask("canary-key-shop").status, 401);
  EXPECT_EQ(Ask("canary-key-new").status, 200);
  const json keys = LookJson("/keys?account=shop").at("keys");
  ASSERT_EQ(keys.size(), 2U);
  const json old = LookJson("/keys?key=" + KeyDigest("canary-key-shop")).at("keys");
  ASSERT_EQ(old.size(), 1U);
  EXPECT_EQ(old.begin()->at("by_answer"), json({{"invalid-api-key", 1}}));
  for (const char* path : {"/keys", "/requests", "/accounts", "/metrics"}) {
    EXPECT_EQ(Look(path).body.find("canary"), std::string::npos) << path;
  }
}

TEST_F(Dialog360SiteTest, AKeyThatIsNoneOrAnothersChangesNothing) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"key": "short"})", "'key' is no API key: it is shorter than 8 characters"},
      {R"({"key": "canary-key-old"})", "another account has the same key"},
      {R"({"kye": "canary-key-new"})", "unknown field 'kye'; did you mean 'key'?"},
      {R"({"key": 12345678})", "'key' must be a string"},
      {"{}", "nothing to change"},
  };
  for (const auto& [body, message] : cases) {
    const Reply reply = Tell("/accounts/shop/key", body);
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(json::parse(reply.body).at("error"), message);
  }
  EXPECT_EQ(Ask("canary-key-shop").status, 200);
}

}  // namespace
}  // namespace wa::simulator
