#include "simulator/simulate.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "simulator/certificate.h"
#include "simulator/listener.h"
#include "simulator/running_simulator.h"

namespace wa::simulator {
namespace {

using namespace std::chrono_literals;

constexpr const char* kStory = R"(
[[account]]
name = "a"
key = "canary-key-of-a"
[[account.step]]
at = "30s"
answer = "internal-server-error"
[[account]]
name = "b"
key = "canary-key-of-b"
path = "/v1/health"
)";

class SimulateTest : public RunningSimulator {};

TEST_F(SimulateTest, PlaysTheScriptOnItsClock) {
  StartText(kStory);
  EXPECT_EQ(Ask("canary-key-of-a").status, 200);
  clock_.Advance(30s);
  const Reply reply = Ask("canary-key-of-a");
  EXPECT_EQ(reply.status, 500);
  EXPECT_NE(reply.body.find("Internal server error"), std::string::npos);
}

TEST_F(SimulateTest, SpeedMovesTheScriptFaster) {
  StartText(kStory, 30);
  EXPECT_EQ(Ask("canary-key-of-a").status, 200);
  clock_.Advance(1s);
  EXPECT_EQ(Ask("canary-key-of-a").status, 500);
}

TEST_F(SimulateTest, KeepsConnections) {
  StartText(kStory);
  Client client;
  EXPECT_EQ(client.Ask({Http(), "canary-key-of-a"}).new_connections, 1);
  for (int i = 0; i < 3; ++i) {
    const Reply reply = client.Ask({Http(), "canary-key-of-a"});
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.new_connections, 0);
    EXPECT_EQ(reply.http_version, CURL_HTTP_VERSION_1_1);
  }
}

TEST_F(SimulateTest, AWrongOrMissingKeyIsAnsweredAsByTheProvider) {
  StartText(kStory);
  for (const std::string key : {"", "canary-key-of-nobody", "canary-key-of-"}) {
    const Reply reply = Ask(key);
    EXPECT_EQ(reply.status, 401);
    const auto body = nlohmann::json::parse(reply.body);
    EXPECT_EQ(body.at("meta").at("httpCode"), 404);
    EXPECT_EQ(body.at("meta").at("developerMessage"), "Invalid api_key or token expired");
  }
}

TEST_F(SimulateTest, APathOfNobodyOrOfAnotherIsBlocked) {
  StartText(kStory);
  EXPECT_EQ(Ask("canary-key-of-a", "/messages").status, 403);
  EXPECT_EQ(Ask("canary-key-of-a", "/v1/health").status, 403);
  EXPECT_EQ(Ask("canary-key-of-b", "/v1/health").status, 200);
  EXPECT_EQ(Ask("canary-key-of-a", "/health_status?fields=id").status, 200);
  EXPECT_NE(Ask("canary-key-of-a", "/").body.find("is blocked"), std::string::npos);
}

TEST_F(SimulateTest, EveryOtherMethodIsRecordedAndRefused) {
  StartText(kStory);
  for (const std::string method : {"POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "BREW"}) {
    for (const std::string& url : {Http(), Https()}) {
      Question question{url, "canary-key-of-a", method};
      question.ca_file = folder_ / "ca.pem";
      if (method == "POST" || method == "PUT") question.body = R"({"to": "+1", "text": "hello"})";
      const Reply reply = Client().Ask(question);
      EXPECT_EQ(reply.code, CURLE_OK) << method << " " << curl_easy_strerror(reply.code);
      EXPECT_EQ(reply.status, 405) << method;
    }
  }
  const auto record = LookJson("/requests");
  EXPECT_EQ(record.at("total"), 14);
  EXPECT_EQ(record.at("by_method").at("POST"), 2);
  EXPECT_EQ(record.at("by_method").at("other"), 2);
  EXPECT_FALSE(record.at("by_method").contains("GET"));
  EXPECT_EQ(record.at("requests").at(0).at("method"), "POST");
  EXPECT_EQ(record.at("requests").at(0).at("account"), "a");
  EXPECT_EQ(record.at("requests").at(0).at("has_body"), true);
  EXPECT_EQ(record.at("requests").at(13).at("method"), "BREW");
}

TEST_F(SimulateTest, SpeaksHttp2OverTls) {
  StartText(kStory);
  const Reply reply = AskTls("canary-key-of-a");
  EXPECT_EQ(reply.code, CURLE_OK) << curl_easy_strerror(reply.code);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.http_version, CURL_HTTP_VERSION_2_0);
  EXPECT_EQ(LookJson("/requests").at("requests").at(0).at("protocol"), "HTTP/2");
}

TEST_F(SimulateTest, SpeaksHttp11OverTlsIfAsked) {
  StartText(kStory);
  Question question{Https(), "canary-key-of-a"};
  question.ca_file = folder_ / "ca.pem";
  question.http1 = true;
  const Reply reply = Client().Ask(question);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.http_version, CURL_HTTP_VERSION_1_1);
}

TEST_F(SimulateTest, AnswersManyStreamsOnOneConnection) {
  StartText(std::string(kStory) + R"(
[[account]]
name = "slow"
key = "canary-key-of-slow"
step = [{ at = "0s", delay = "200ms" }]
)");
  Question question{Https(), "canary-key-of-slow"};
  question.ca_file = folder_ / "ca.pem";
  const auto replies = AskAtOnce(std::vector<Question>(20, question));
  long connections = 0;
  for (const Reply& reply : replies) {
    EXPECT_EQ(reply.status, 200) << curl_easy_strerror(reply.code);
    EXPECT_EQ(reply.http_version, CURL_HTTP_VERSION_2_0);
    connections += reply.new_connections;
  }
  EXPECT_EQ(connections, 1);
  EXPECT_NE(Look("/metrics").body.find("connections_total{listener=\"https\"} 1\n"),
            std::string::npos);
}

TEST_F(SimulateTest, ItsCertificateIsNotTrustedWithoutItsAuthority) {
  StartText(kStory);
  EXPECT_EQ(Client().Ask({Https(), "canary-key-of-a"}).code, CURLE_PEER_FAILED_VERIFICATION);
  EXPECT_EQ(LookJson("/requests").at("total"), 0);
}

TEST_F(SimulateTest, ItsCertificateIsForLoopbackInEveryForm) {
  StartText(kStory);
  const std::string port = std::to_string(simulator_->ports().https);
  for (const std::string host : {"localhost", "127.0.0.1"}) {
    Question question{"https://" + host + ":" + port + "/health_status", "canary-key-of-a"};
    question.ca_file = folder_ / "ca.pem";
    EXPECT_EQ(Client().Ask(question).status, 200) << host;
  }
}

TEST_F(SimulateTest, StopsFromAnotherThread) {
  StartText(kStory);
  std::thread stopper([this] { simulator_->Stop(); });
  simulator_->Wait();
  stopper.join();
  EXPECT_NE(Ask("canary-key-of-a").code, CURLE_OK);
}

// What cannot start says why.
SimulateOptions Options(const std::string& scenario) {
  SimulateOptions options;
  options.scenario_file = std::string(WABA_SOURCE_DIR) + "/tests/data/scenarios/" + scenario;
  return options;
}

std::string WhyNot(const SimulateOptions& options) {
  const auto started = Simulator::Start(options);
  return started ? "it started" : started.error().message;
}

TEST(SimulateOptions, AreChecked) {
  SimulateOptions options = Options("restart.toml");
  EXPECT_EQ(WhyNot(options), "nothing to listen on: give --listen or --listen-tls");
  options.listen = "127.0.0.1:0";
  EXPECT_EQ(WhyNot(options), "it started");
  options.speed = 0;
  EXPECT_EQ(WhyNot(options), "--speed must be over 0 and at most 1000000");
  options.speed = 1;
  options.ca_out = "ca.pem";
  EXPECT_EQ(WhyNot(options), "--cert, --key and --ca-out need --listen-tls");
  options.listen_tls = "127.0.0.1:0";
  options.cert_file = "cert.pem";
  EXPECT_EQ(WhyNot(options), "--cert and --key belong together");
  options.key_file = "key.pem";
  EXPECT_EQ(WhyNot(options),
            "--ca-out is for the certificate that is made at start, and --cert gives another");
  options.ca_out.clear();
  EXPECT_EQ(WhyNot(options).substr(0, 41), "cannot use the certificate file 'cert.pem");
}

TEST(SimulateOptions, AddressesAreChecked) {
  SimulateOptions options = Options("restart.toml");
  for (const std::string address :
       {"8360", "127.0.0.1:", ":1", "::1:1", "127.0.0.1:65536", "[]:1"}) {
    options.listen = address;
    EXPECT_EQ(WhyNot(options), "cannot listen on '" + address +
                                   "': write HOST:PORT, such as 127.0.0.1:8360 or [::1]:8360");
  }
  options.listen = "127.0.0.1:0";
  options.control = "192.0.2.1:0";  // TEST-NET-1, RFC 5737
  EXPECT_EQ(WhyNot(options), "cannot listen on '192.0.2.1:0': Cannot assign requested address");
}

TEST(SimulateOptions, APortThatIsTakenIsSaidSo) {
  const auto taken = Listener::Open("127.0.0.1:0");
  ASSERT_TRUE(taken.has_value());
  SimulateOptions options = Options("restart.toml");
  options.listen = "127.0.0.1:" + std::to_string(taken->port);
  EXPECT_EQ(WhyNot(options), "cannot listen on '" + options.listen +
                                 "': another program has the port; name another one, or port 0 "
                                 "for a free one");
}

TEST(SimulateOptions, EveryProblemOfAScenarioHasItsLine) {
  SimulateOptions options = Options("bad/times.toml");
  options.listen = "127.0.0.1:0";
  const std::string why = WhyNot(options);
  EXPECT_EQ(std::count(why.begin(), why.end(), '\n'), 4) << why;
}

// A certificate from files instead: made here, used as the user would.
TEST_F(SimulateTest, TakesACertificateFromFiles) {
  const auto made = MakeCertificate({});
  ASSERT_TRUE(made.has_value()) << made.error().message;
  std::ofstream(folder_ / "ca.pem") << made->ca_pem;
  FILE* cert = fopen((folder_ / "cert.pem").c_str(), "w");
  ASSERT_NE(cert, nullptr);
  PEM_write_X509(cert, made->certificate.get());
  fclose(cert);
  FILE* key = fopen((folder_ / "key.pem").c_str(), "w");
  ASSERT_NE(key, nullptr);
  PEM_write_PrivateKey(key, made->key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  fclose(key);
  SimulateOptions options = Options("restart.toml");
  options.listen_tls = "127.0.0.1:0";
  options.cert_file = folder_ / "cert.pem";
  options.key_file = folder_ / "key.pem";
  auto started = Simulator::Start(options);
  ASSERT_TRUE(started.has_value()) << started.error().message;
  simulator_ = std::move(*started);
  EXPECT_EQ(AskTls("scenario-key-lisbon-cafe").status, 200);
}

}  // namespace
}  // namespace wa::simulator
