#include "simulator/graph_site.h"

#include <gtest/gtest.h>

#include <string>

#include "simulator/digest.h"
#include "simulator/running_simulator.h"

namespace wa::simulator {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr const char* kToken = "Authorization: Bearer canary-token-of-meta";

constexpr const char* kStory = R"(
[[fleet]]
name = "n-{n}"
kind = "meta"
count = 5
key = "canary-token-of-meta"
per_waba = 3
waba_id = "30{n}"
phone_number_id = "40{n}"
[[fleet.step]]
at = "30m"
answer = "cloud-service-unavailable"
[[account]]
name = "proved"
kind = "meta"
key = "canary-token-of-proved"
app_secret = "canary-app-secret"
phone_number_id = "777"
waba_id = "888"
quality_rating = "YELLOW"
messaging_limit_tier = "TIER_1K"
[[account]]
name = "dialog"
key = "canary-key-of-dialog"
phone_number_id = "999"
[[limit]]
name = "waba"
of = "waba"
api = "meta"
requests = 4
per = "1h"
[[limit]]
name = "app"
of = "credential"
api = "meta"
requests = 10
per = "1h"
)";

class GraphTest : public RunningSimulator {
 protected:
  void SetUp() override { StartText(kStory); }
};

int CodeOf(const Reply& reply) { return json::parse(reply.body).at("error").at("code").get<int>(); }

TEST(GraphPath, BeginsWithAVersion) {
  EXPECT_TRUE(IsGraphPath("/v23.0/123"));
  EXPECT_TRUE(IsGraphPath("/v23.0/123/phone_numbers"));
  EXPECT_FALSE(IsGraphPath("/v1/health"));
  EXPECT_FALSE(IsGraphPath("/v23.0"));
  EXPECT_FALSE(IsGraphPath("/"));
}

TEST_F(GraphTest, ListsTheNumbersOfAWabaPageByPage) {
  const json first = JsonWith(kToken, "/v23.0/301/phone_numbers?fields=status,throughput&limit=2");
  ASSERT_EQ(first.at("data").size(), 2U);
  EXPECT_EQ(
      first.at("data").at(0),
      json({{"id", "401"}, {"status", "CONNECTED"}, {"throughput", {{"level", "STANDARD"}}}}));
  EXPECT_TRUE(first.at("paging").contains("next"));
  const std::string after = first.at("paging").at("cursors").at("after");
  const json last = JsonWith(kToken, "/v23.0/301/phone_numbers?limit=2&after=" + after);
  ASSERT_EQ(last.at("data").size(), 1U);
  EXPECT_EQ(last.at("data").at(0).at("id"), "403");
  EXPECT_EQ(last.at("data").at(0).at("quality_rating"), "GREEN");
  EXPECT_FALSE(last.at("paging").contains("next"));
  EXPECT_EQ(LookJson("/requests").at("requests").at(0).at("account"), "waba/301");
}

TEST_F(GraphTest, EachNumberOfAListIsAsItsScriptSays) {
  EXPECT_EQ(Change("n-1", R"({"quality_rating": "RED"})").status, 200);
  EXPECT_EQ(Change("n-2", R"({"answer": "cloud-object-not-found"})").status, 200);
  EXPECT_EQ(Change("n-3", R"({"answer": "health-blocked"})").status, 200);
  const json data =
      JsonWith(kToken, "/v23.0/301/phone_numbers?fields=quality_rating,health_status").at("data");
  ASSERT_EQ(data.size(), 2U) << data;
  EXPECT_EQ(data.at(0).at("quality_rating"), "RED");
  EXPECT_EQ(data.at(0).at("health_status").at("can_send_message"), "AVAILABLE");
  EXPECT_EQ(data.at(1).at("id"), "403");
  EXPECT_EQ(data.at(1).at("health_status").at("can_send_message"), "BLOCKED");
}

TEST_F(GraphTest, AListFailsIfAllOfItsNumbersDo) {
  clock_.Advance(30min);
  const Reply reply = AskWith(kToken, "/v23.0/301/phone_numbers");
  EXPECT_EQ(reply.status, 500);
  EXPECT_EQ(CodeOf(reply), 2);
}

TEST_F(GraphTest, ANumberThatIsNotListedIsStillThere) {
  Change("n-1", R"({"listed": false})");
  EXPECT_EQ(JsonWith(kToken, "/v23.0/301/phone_numbers").at("data").size(), 2U);
  EXPECT_EQ(AskWith(kToken, "/v23.0/401").status, 200);
}

TEST_F(GraphTest, GivesOneNumberAndTemplates) {
  const json number = JsonWith(kToken, "/v23.0/404");
  EXPECT_EQ(number.at("id"), "404");
  EXPECT_EQ(number.size(), 4U);
  const json templates = JsonWith(kToken, "/v23.0/302/message_templates");
  EXPECT_EQ(templates.at("data").at(0).at("status"), "APPROVED");
}

TEST_F(GraphTest, RefusesTokensThatAreMissingUnknownOrOfOthers) {
  const Reply missing = AskWith("Accept: */*", "/v23.0/301/phone_numbers");
  EXPECT_EQ(missing.status, 401);
  EXPECT_EQ(CodeOf(missing), 104);
  const Reply unknown = AskWith("Authorization: Bearer nobodys-token", "/v23.0/301/phone_numbers");
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(CodeOf(unknown), 190);
  const Reply others = AskWith(kToken, "/v23.0/888/phone_numbers");
  EXPECT_EQ(others.status, 403);
  EXPECT_EQ(CodeOf(others), 200);
  EXPECT_EQ(CodeOf(AskWith(kToken, "/v23.0/12345")), 803);
  EXPECT_EQ(CodeOf(AskWith(kToken, "/v23.0/999")), 803) << "hosted at 360dialog";
}

TEST_F(GraphTest, WantsTheProofOfAnAppWithASecret) {
  const std::string token = "canary-token-of-proved";
  const std::string header = "Authorization: Bearer " + token;
  const std::string path = "/v23.0/777?fields=quality_rating,messaging_limit_tier";
  const Reply without = AskWith(header, path);
  EXPECT_EQ(without.status, 400);
  EXPECT_EQ(CodeOf(without), 100);
  const std::string proof = HmacSha256Hex("canary-app-secret", token);
  EXPECT_EQ(AskWith(header, path + "&appsecret_proof=" + proof.substr(1)).status, 400);
  const json number = JsonWith(header, path + "&appsecret_proof=" + proof);
  EXPECT_EQ(number.at("quality_rating"), "YELLOW");
  EXPECT_EQ(number.at("messaging_limit_tier"), "TIER_1K");
  const std::string record = Look("/requests").body;
  EXPECT_EQ(record.find(proof), std::string::npos);
  EXPECT_NE(record.find("appsecret_proof=***"), std::string::npos);
}

TEST_F(GraphTest, SaysHowMuchOfALimitIsUsedAndRefusesBeyondIt) {
  const std::string path = "/v23.0/302/phone_numbers";
  for (const char* percent : {"25", "50", "75", "100"}) {
    const Reply reply = AskWith(kToken, path);
    EXPECT_EQ(reply.status, 200);
    const std::string usage = std::string(R"({"302":[{"call_count":)") + percent + ",";
    EXPECT_NE(reply.head.find(usage), std::string::npos) << reply.head;
  }
  clock_.Advance(15min);
  const Reply beyond = AskWith(kToken, path);
  EXPECT_EQ(beyond.status, 400);
  EXPECT_EQ(CodeOf(beyond), 80007);
  EXPECT_NE(beyond.head.find("\"estimated_time_to_regain_access\":45"), std::string::npos)
      << beyond.head;
  EXPECT_NE(beyond.head.find("x-app-usage: {\"call_count\":40"), std::string::npos) << beyond.head;
  EXPECT_EQ(AskWith(kToken, "/v23.0/301/phone_numbers").status, 200) << "another WABA";
}

// RFC 4231, test case 2.
TEST(Digest, IsHmacSha256) {
  EXPECT_EQ(HmacSha256Hex("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

}  // namespace
}  // namespace wa::simulator
