#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "simulator/running_simulator.h"

namespace wa::simulator {
namespace {

// What libcurl makes of each fault; tests/data/scenarios/faults.toml has an account for each.
class FaultTest : public RunningSimulator {
 protected:
  void SetUp() override { StartShipped("faults.toml"); }

  Question About(const std::string& account, const std::string& url) {
    Question question{url, "scenario-key-" + account};
    question.ca_file = folder_ / "ca.pem";
    return question;
  }
  Reply Plain(const std::string& account) { return Client().Ask(About(account, Http())); }
  Reply Tls(const std::string& account) { return Client().Ask(About(account, Https())); }
  // After every fault the server is as before.
  void TearDown() override {
    EXPECT_EQ(Plain("fine").status, 200);
    EXPECT_EQ(Tls("fine").status, 200);
  }
};

TEST_F(FaultTest, Reset) {
  EXPECT_EQ(Plain("reset").code, CURLE_RECV_ERROR);
  EXPECT_EQ(Tls("reset").code, CURLE_HTTP2_STREAM);
}

TEST_F(FaultTest, Close) {
  EXPECT_EQ(Plain("close").code, CURLE_GOT_NOTHING);
  const Reply tls = Tls("close");
  EXPECT_NE(tls.code, CURLE_OK);
  EXPECT_EQ(tls.status, 0);
}

TEST_F(FaultTest, Half) {
  const Reply plain = Plain("half");
  EXPECT_EQ(plain.code, CURLE_PARTIAL_FILE);
  EXPECT_EQ(plain.status, 200);
  EXPECT_GT(plain.body.size(), 100U);
  const Reply tls = Tls("half");
  EXPECT_EQ(tls.code, CURLE_HTTP2_STREAM);
  EXPECT_EQ(tls.status, 200);
  EXPECT_EQ(tls.body, plain.body);
}

TEST_F(FaultTest, HalfOverTlsWithHttp11) {
  Question question = About("half", Https());
  question.http1 = true;
  EXPECT_EQ(Client().Ask(question).code, CURLE_PARTIAL_FILE);
}

TEST_F(FaultTest, Garbage) {
  EXPECT_EQ(Plain("garbage").code, CURLE_UNSUPPORTED_PROTOCOL);  // taken for HTTP/0.9
  const Reply tls = Tls("garbage");
  EXPECT_NE(tls.code, CURLE_OK);
  EXPECT_EQ(tls.status, 0);
}

TEST_F(FaultTest, ADripThatEndsIsWhole) {
  for (const Reply& reply : {Plain("trickle"), Tls("trickle")}) {
    EXPECT_EQ(reply.code, CURLE_OK) << curl_easy_strerror(reply.code);
    EXPECT_EQ(reply.status, 500);
    EXPECT_EQ(nlohmann::json::parse(reply.body).at("meta").at("httpCode"), 500);
  }
}

// They only end because the client loses patience.
TEST_F(FaultTest, DripAndStall) {
  std::vector<Question> questions;
  for (const std::string& url : {Http(), Https()}) {
    for (const char* account : {"drip", "stall"}) {
      questions.push_back(About(account, url));
      questions.back().timeout_ms = 1500;
    }
  }
  const std::vector<Reply> replies = AskAtOnce(questions);
  for (std::size_t i = 0; i < replies.size(); ++i) {
    const bool drips = i % 2 == 0;
    EXPECT_EQ(replies[i].code, CURLE_OPERATION_TIMEDOUT) << i;
    EXPECT_EQ(replies[i].status, drips ? 200 : 0) << i;
    EXPECT_EQ(replies[i].body, drips ? "{" : "") << i;
  }
}

TEST_F(FaultTest, Oversize) {
  for (const std::string& url : {Http(), Https()}) {
    EXPECT_EQ(Client().Ask(About("oversize", url)).body.size(), 8u << 20);
    Question question = About("oversize", url);
    question.max_bytes = 1u << 20;
    const Reply reply = Client().Ask(question);
    EXPECT_EQ(reply.code, CURLE_WRITE_ERROR);
    EXPECT_GT(reply.body.size(), 1u << 19);
  }
}

TEST_F(FaultTest, HeaderFlood) {
  EXPECT_EQ(Plain("header-flood").code, CURLE_RECV_ERROR);
  EXPECT_NE(Tls("header-flood").code, CURLE_OK);
}

TEST_F(FaultTest, Delay) {
  Question impatient = About("slow", Http());
  impatient.timeout_ms = 50;
  EXPECT_EQ(Client().Ask(impatient).code, CURLE_OPERATION_TIMEDOUT);
  EXPECT_EQ(Plain("slow").status, 200);
  EXPECT_EQ(Tls("slow").status, 200);
}

TEST_F(FaultTest, OneStreamsFaultLeavesTheOthersAlone) {
  std::vector<Question> questions;
  for (const char* account : {"slow", "reset", "half", "slow", "trickle", "fine"}) {
    questions.push_back(About(account, Https()));
  }
  const std::vector<Reply> replies = AskAtOnce(questions);
  const std::vector<CURLcode> expected{CURLE_OK, CURLE_HTTP2_STREAM, CURLE_HTTP2_STREAM,
                                       CURLE_OK, CURLE_OK,           CURLE_OK};
  long connections = 0;
  for (std::size_t i = 0; i < replies.size(); ++i) {
    EXPECT_EQ(replies[i].code, expected[i]) << i;
    connections += replies[i].new_connections;
  }
  EXPECT_EQ(connections, 1);
}

TEST_F(FaultTest, TheRecordSaysWhatWasDone) {
  Plain("reset");
  Plain("half");
  const auto requests = LookJson("/requests").at("requests");
  EXPECT_EQ(requests.at(0).at("answer"), "reset");
  EXPECT_EQ(requests.at(0).at("status"), nullptr);
  EXPECT_EQ(requests.at(1).at("answer"), "ok+half");
  EXPECT_EQ(requests.at(1).at("status"), 200);
}

}  // namespace
}  // namespace wa::simulator
