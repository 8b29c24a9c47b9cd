#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "simulator/running_simulator.h"

namespace wa::simulator {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr const char* kKey = "X-API-Key: canary-partner-key";
constexpr const char* kPath = "/api/v2/partners/AcmePA/channels";

class PartnerSiteTest : public RunningSimulator {
 protected:
  void SetUp() override {
    StartText(R"(
[[fleet]]
name = "shop-{n}"
count = 5
key = "canary-key-{n}"
channel_id = "Ab{n}CH"
[[account]]
name = "other"
key = "canary-key-other"
[[account.step]]
at = "1m"
channel_status = "error"
integration_enabled = false
[[account.step]]
at = "2m"
listed = false
[[partner]]
name = "acme"
id = "AcmePA"
api_key = "canary-partner-key"
username = "ops@example.com"
password = "canary-password"
token_lifetime = "10m"
channels = ["shop", "other"]
page_limit = 4
[[partner.step]]
at = "30m"
answer = "partner-permission-denied"
[[partner.step]]
at = "40m"
on = "token"
answer = "capacity-overload"
[[partner]]
name = "second"
id = "SecondPA"
api_key = "canary-second-key"
)");
  }
  Reply Login(const std::string& password, const std::string& url = "") {
    Question question{url.empty() ? Http("/api/v2/token") : url};
    question.method = "POST";
    question.body = json{{"username", "ops@example.com"}, {"password", password}}.dump();
    question.ca_file = folder_ / "ca.pem";
    return Client().Ask(question);
  }
  std::string Token() {
    const json token = json::parse(Login("canary-password").body);
    EXPECT_EQ(token.at("expires_in"), 600);
    EXPECT_EQ(token.at("token_type"), "Bearer");
    return "Authorization: Bearer " + token.at("access_token").get<std::string>();
  }
};

std::string MessageOf(const Reply& reply) {
  return json::parse(reply.body).at("meta").at("developer_message");
}

TEST_F(PartnerSiteTest, ListsChannelsInItsFrame) {
  const json page = JsonWith(kKey, std::string(kPath) + "?limit=2&offset=1&sort=id");
  EXPECT_EQ(page.at("count"), 2);
  EXPECT_EQ(page.at("limit"), 2);
  EXPECT_EQ(page.at("offset"), 1);
  EXPECT_EQ(page.at("total"), 6);
  EXPECT_EQ(page.at("sort"), json::array({"id"}));
  const json& channel = page.at("partner_channels").at(0);
  EXPECT_EQ(channel.at("id"), "Ab1CH");
  EXPECT_EQ(channel.at("client_id"), "Ab1CL");
  EXPECT_EQ(channel.at("status"), "ready");
  EXPECT_EQ(channel.at("current_quality_rating"), "GREEN");
  EXPECT_EQ(channel.at("setup_info").at("phone_number"), "16315552923");
  EXPECT_EQ(channel.at("terminated_at"), nullptr);
  EXPECT_EQ(page.at("partner_channels").at(1).at("id"), "Ab2CH");
}

TEST_F(PartnerSiteTest, SortsAndBoundsItsPages) {
  const json usual = JsonWith(kKey, std::string(kPath) + "?limit=100");
  EXPECT_EQ(usual.at("limit"), 4) << "page_limit";
  EXPECT_EQ(usual.at("partner_channels").at(0).at("id"), "AAAAAACH") << "newest first";
  const json last = JsonWith(kKey, std::string(kPath) + "?limit=4&offset=4&sort=-id");
  ASSERT_EQ(last.at("count"), 2);
  EXPECT_EQ(last.at("partner_channels").at(1).at("id"), "AAAAAACH");
  EXPECT_EQ(JsonWith(kKey, std::string(kPath) + "?offset=6").at("count"), 0);
}

TEST_F(PartnerSiteTest, ChannelsChangeAndVanish) {
  const std::string path = std::string(kPath) + "?limit=1&sort=id";
  clock_.Advance(1min);
  const json changed = JsonWith(kKey, path).at("partner_channels").at(0);
  EXPECT_EQ(changed.at("status"), "error");
  EXPECT_EQ(changed.at("integration").at("enabled"), false);
  clock_.Advance(1min);
  const json page = JsonWith(kKey, path);
  EXPECT_EQ(page.at("total"), 5);
  EXPECT_EQ(page.at("partner_channels").at(0).at("id"), "Ab1CH");
}

TEST_F(PartnerSiteTest, ATokenIsGoodForItsTime) {
  const std::string token = Token();
  EXPECT_EQ(AskWith(token, kPath).status, 200);
  clock_.Advance(9min);
  EXPECT_EQ(AskWith(token, kPath).status, 200);
  clock_.Advance(1min);
  const Reply over = AskWith(token, kPath);
  EXPECT_EQ(over.status, 401);
  EXPECT_EQ(MessageOf(over), "Invalid token or token expired");
  EXPECT_EQ(AskWith(Token(), kPath).status, 200);
}

TEST_F(PartnerSiteTest, LogsInOverBothVersionsOfHttp) {
  for (const std::string& url : {Http("/api/v2/token"), Https("/api/v2/token")}) {
    const Reply right = Login("canary-password", url);
    EXPECT_EQ(right.status, 200) << url << right.body;
    EXPECT_TRUE(json::parse(right.body).contains("refresh_token"));
    const Reply wrong = Login("canary-passwort", url);
    EXPECT_EQ(wrong.status, 403);
    EXPECT_EQ(json::parse(wrong.body).at("error"), "invalid_grant");
  }
  EXPECT_EQ(Look("/requests").body.find("canary-passw"), std::string::npos);
  EXPECT_EQ(LookJson("/requests").at("requests").at(0).at("path"), "/api/v2/token");
}

TEST_F(PartnerSiteTest, ALoginThatIsTooLongIsNotRead) {
  EXPECT_EQ(Login(std::string(20'000, 'x')).status, 413);
  EXPECT_NE(Login(std::string(20'000, 'x'), Https("/api/v2/token")).code, CURLE_OK);
}

TEST_F(PartnerSiteTest, OnlyTheLoginMayPost) {
  Question question{Http(kPath)};
  question.method = "POST";
  question.body = "{}";
  question.headers = {kKey};
  EXPECT_EQ(Client().Ask(question).status, 405);
  EXPECT_EQ(AskWith(kKey, "/api/v2/token").status, 405) << "a GET is no login";
  EXPECT_EQ(AskWith(kKey, "/api/v2/partners/AcmePA/clients").status, 404);
}

TEST_F(PartnerSiteTest, DeniesWhatIsAnothers) {
  const Reply key = AskWith("X-API-Key: canary-second-key", kPath);
  EXPECT_EQ(key.status, 403);
  EXPECT_EQ(MessageOf(key), "Permission denied for partner 'AcmePA'");
  const Reply token = AskWith(Token(), "/api/v2/partners/SecondPA/channels");
  EXPECT_EQ(MessageOf(token), "Permission denied for partner 'SecondPA'");
  EXPECT_EQ(MessageOf(AskWith(kKey, "/api/v2/partners/NobodyPA/channels")),
            "Permission denied for partner 'NobodyPA'");
  EXPECT_EQ(AskWith("Accept: */*", kPath).status, 401);
}

TEST_F(PartnerSiteTest, FollowsItsScript) {
  clock_.Advance(30min);
  const Reply denied = AskWith(kKey, kPath);
  EXPECT_EQ(denied.status, 403);
  EXPECT_EQ(MessageOf(denied), "Permission denied for partner 'AcmePA'");
  clock_.Advance(10min);
  EXPECT_EQ(Login("canary-password").status, 503);
  EXPECT_EQ(AskWith(kKey, kPath).status, 200);
}

TEST_F(PartnerSiteTest, ControlChangesAnswersCredentialsAndTokens) {
  EXPECT_EQ(Tell("/partners/acme/answer", R"({"answer": "gateway-error"})").status, 200);
  EXPECT_EQ(AskWith(kKey, kPath).status, 502);
  EXPECT_EQ(Client().Ask({Control("/partners/acme/answer"), "", "DELETE"}).status, 200);
  const std::string token = Token();
  EXPECT_EQ(AskWith(token, kPath).status, 200);
  EXPECT_EQ(Client().Ask({Control("/partners/acme/tokens"), "", "DELETE"}).status, 200);
  EXPECT_EQ(AskWith(token, kPath).status, 401);
  EXPECT_EQ(Tell("/partners/acme/credentials", R"({"api_key": "canary-third-key"})").status, 200);
  EXPECT_EQ(AskWith(kKey, kPath).status, 403);
  EXPECT_EQ(AskWith("X-API-Key: canary-third-key", kPath).status, 200);
  const Reply unknown = Tell("/partners/acmee/answer", R"({"answer": "ok"})");
  EXPECT_EQ(json::parse(unknown.body).at("error"), "no partner 'acmee'; did you mean 'acme'?");
}

}  // namespace
}  // namespace wa::simulator
