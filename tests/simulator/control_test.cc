#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "simulator/digest.h"
#include "simulator/running_simulator.h"

namespace wa::simulator {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr const char* kKey = "canary-key-of-a";

class ControlTest : public RunningSimulator {
 protected:
  void SetUp() override {
    StartText(R"(
[[account]]
name = "a"
key = "canary-key-of-a"
[[account.step]]
at = "1h"
answer = "stack-not-running"
[[account]]
name = "berlin"
key = "canary-key-of-b"
)");
  }
  int StatusNow() { return static_cast<int>(Ask(kKey).status); }
};

TEST_F(ControlTest, ChangesAnAnswerAndReturnsToTheScript) {
  const Reply changed = Change("a", R"({"answer": "internal-server-error"})");
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(json::parse(changed.body),
            json::parse(R"({"account": "a", "answer": "internal-server-error", "by": "control"})"));
  EXPECT_EQ(StatusNow(), 500);
  EXPECT_EQ(Ask("canary-key-of-b").status, 200);
  clock_.Advance(1h);
  EXPECT_EQ(StatusNow(), 500);
  const Reply released = Client().Ask({Control("/accounts/a/answer"), "", "DELETE"});
  EXPECT_EQ(released.status, 200);
  EXPECT_EQ(json::parse(released.body).at("answer"), "stack-not-running");
  EXPECT_EQ(StatusNow(), 502);
}

TEST_F(ControlTest, AChangeMayLastForAWhile) {
  EXPECT_EQ(Change("a", R"({"status": 418, "body": "{}", "for": "5m"})").status, 200);
  EXPECT_EQ(StatusNow(), 418);
  clock_.Advance(5min);
  EXPECT_EQ(StatusNow(), 200);
}

TEST_F(ControlTest, AChangeHoldsOnAnOpenConnection) {
  Client client;
  EXPECT_EQ(client.Ask({Http(), kKey}).status, 200);
  Change("a", R"({"answer": "api-disabled"})");
  const Reply reply = client.Ask({Http(), kKey});
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(reply.new_connections, 0);
}

TEST_F(ControlTest, TakesLongBodies) {
  const std::string body(3 << 20, '[');
  const Reply changed = Change("a", json{{"status", 200}, {"body", body}}.dump());
  EXPECT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(Ask(kKey).body, body);
}

TEST_F(ControlTest, ListsTheAccounts) {
  Change("berlin", R"({"fault": "reset"})");
  const json accounts = LookJson("/accounts").at("accounts");
  EXPECT_EQ(accounts.at(0), json({{"name", "a"},
                                  {"kind", "360dialog"},
                                  {"phone_number_id", "106540352242922"},
                                  {"waba_id", "102290129340398"},
                                  {"channel_id", "AAAAAACH"},
                                  {"path", "/health_status"},
                                  {"key_digest", KeyDigest(kKey)},
                                  {"answer", "ok"},
                                  {"by", "script"}}));
  EXPECT_EQ(accounts.at(1).at("answer"), "reset");
  EXPECT_EQ(accounts.at(1).at("by"), "control");
}

TEST_F(ControlTest, RecordsWhatWasAsked) {
  Ask(kKey, "/health_status?fields=id");
  clock_.Advance(90s);
  Ask("a-key-of-nobody");
  Ask("");
  const json record = LookJson("/requests");
  EXPECT_EQ(record.at("total"), 3);
  const json& first = record.at("requests").at(0);
  EXPECT_EQ(first.at("id"), 1);
  EXPECT_EQ(first.at("account"), "a");
  EXPECT_EQ(first.at("method"), "GET");
  EXPECT_EQ(first.at("path"), "/health_status");
  EXPECT_EQ(first.at("query"), "fields=id");
  EXPECT_EQ(first.at("key_digest"), KeyDigest(kKey));
  EXPECT_EQ(first.at("protocol"), "HTTP/1.1");
  EXPECT_EQ(first.at("answer"), "ok");
  EXPECT_EQ(first.at("status"), 200);
  const json& second = record.at("requests").at(1);
  EXPECT_EQ(second.at("account"), nullptr);
  EXPECT_EQ(second.at("key_digest"), KeyDigest("a-key-of-nobody"));
  EXPECT_EQ(second.at("answer"), "invalid-api-key");
  EXPECT_GE(second.at("script_seconds").get<double>(), 90.0);
  EXPECT_EQ(record.at("requests").at(2).at("key_digest"), nullptr);
}

TEST_F(ControlTest, ShowsOnlyTheLastIfAsked) {
  for (int i = 0; i < 5; ++i) Ask(kKey);
  const json record = LookJson("/requests?limit=2");
  EXPECT_EQ(record.at("total"), 5);
  ASSERT_EQ(record.at("requests").size(), 2U);
  EXPECT_EQ(record.at("requests").at(1).at("id"), 5);
  EXPECT_EQ(Look("/requests?limit=x").status, 400);
  EXPECT_EQ(LookJson("/requests?limit=0").at("requests").size(), 0U);
}

TEST_F(ControlTest, ShowsMetrics) {
  Ask(kKey);
  AskTls(kKey);
  const std::string metrics = Look("/metrics").body;
  for (const char* line :
       {"waba_simulator_requests_total{account=\"a\",method=\"GET\",path=\"/health_status\","
        "answer=\"ok\"} 2\n",
        "waba_simulator_protocol_requests_total{protocol=\"HTTP/2\"} 1\n",
        "waba_simulator_connections_total{listener=\"http\"} 1\n",
        "waba_simulator_tls_failures_total{listener=\"https\"} 0\n"}) {
    EXPECT_NE(metrics.find(line), std::string::npos) << line << "\nis not in\n" << metrics;
  }
}

TEST_F(ControlTest, ShowsNoKeyAnywhere) {
  Ask(kKey);
  Ask(kKey, std::string("/") + kKey + "?k=" + kKey);
  Client().Ask({Http(), kKey, std::string(kKey)});  // as a method
  Change("a", std::string("{\"answer\": \"") + kKey + "\"}");
  ASSERT_EQ(LookJson("/requests").at("total"), 3);
  for (const char* path : {"/requests", "/metrics", "/accounts"}) {
    const Reply reply = Look(path);
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body.find(kKey), std::string::npos) << reply.body;
  }
  EXPECT_NE(Look("/requests").body.find(KeyDigest(kKey)), std::string::npos);
}

TEST_F(ControlTest, SaysWhatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"answer": "internal-server-eror"})",
       "unknown answer 'internal-server-eror'; did you mean 'internal-server-error'?"},
      {R"({"anser": "ok"})", "unknown field 'anser'; did you mean 'answer'?"},
      {R"({})",
       "nothing says what to answer: give 'answer', 'sample', 'status', 'body' or 'fault'"},
      {"nonsense", "the body must be a JSON object"},
  };
  for (const auto& [body, message] : cases) {
    const Reply reply = Change("a", body);
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(json::parse(reply.body).at("error"), message);
  }
  EXPECT_EQ(StatusNow(), 200) << "a wrong change changes nothing";
  const Reply reply = Change("berlni", R"({"answer": "ok"})");
  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(json::parse(reply.body).at("error"), "no account 'berlni'; did you mean 'berlin'?");
}

TEST_F(ControlTest, KnowsItsPathsAndMethods) {
  EXPECT_EQ(Look("/nowhere").status, 404);
  EXPECT_EQ(Look("/accounts/a/answer").status, 405);
  EXPECT_EQ(Client().Ask({Control("/requests"), "", "POST", "{}"}).status, 405);
  EXPECT_EQ(Client().Ask({Control("/accounts"), "", "HEAD"}).status, 200);
  EXPECT_EQ(LookJson("/requests").at("total"), 0) << "what control is asked is not recorded";
}

}  // namespace
}  // namespace wa::simulator
