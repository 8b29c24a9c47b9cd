// What nobody may read is sent, and comes back to nobody.
#include <gtest/gtest.h>

#include <string>

#include "net/fault_server.h"
#include "net/request_secrets.h"
#include "net/transport_case.h"

namespace wa::test {
namespace {

constexpr const char* kProof = "00proof/of=the&secret11";
constexpr const char* kSentProof = "00proof%2Fof%3Dthe%26secret11";
const std::string kLogin = R"({"password":"open-\"sesame\"","username":"ali-baba"})";

class SecretsTest : public TransportCase {
 protected:
  static HttpRequest WithParameter(const std::string& url) {
    HttpRequest request = Request(url);
    request.secret_parameter = "appsecret_proof";
    request.parameter = Secret(kProof);
    return request;
  }
  static HttpRequest WithLogin(const std::string& url) {
    HttpRequest request;
    request.url = url;
    request.login = Secret(kLogin);
    return request;
  }
};

TEST_F(SecretsTest, TheParameterIsAddedToTheAddress) {
  Record record;
  const FaultServer server(Answering(record));
  ASSERT_TRUE(Ask(WithParameter(server.Url("/v26.0/1"))).has_value());
  EXPECT_EQ(record.All().back().substr(0, record.All().back().find("\r\n")),
            "GET /v26.0/1?appsecret_proof=" + std::string(kSentProof) + " HTTP/1.1");
  ASSERT_TRUE(Ask(WithParameter(server.Url("/v26.0/1?fields=id"))).has_value());
  EXPECT_EQ(record.All().back().substr(0, record.All().back().find("\r\n")),
            "GET /v26.0/1?fields=id&appsecret_proof=" + std::string(kSentProof) + " HTTP/1.1");
}

TEST_F(SecretsTest, WithoutALoginItIsAGetWithoutABody) {
  Record record;
  const FaultServer server(Answering(record));
  ASSERT_TRUE(Ask(WithParameter(server.Url("/"))).has_value());
  const std::string sent = record.All().back();
  EXPECT_EQ(sent.find("GET "), 0U);
  EXPECT_EQ(sent.find("Content-"), std::string::npos) << sent;
  EXPECT_EQ(sent.find("Transfer-Encoding"), std::string::npos) << sent;
}

TEST_F(SecretsTest, ALoginIsPostedAsJson) {
  std::string head;
  std::string body;
  const FaultServer server([&](Peer& peer) {
    head = peer.ReadRequest();
    body = peer.ReadExactly(kLogin.size());
    peer.Say(Answer("{}"));
  });
  ASSERT_TRUE(Ask(WithLogin(server.Url("/api/v2/token"))).has_value());
  EXPECT_EQ(head.find("POST /api/v2/token HTTP/1.1\r\n"), 0U) << head;
  EXPECT_NE(head.find("\r\nContent-Type: application/json\r\n"), std::string::npos) << head;
  const std::string length = "\r\nContent-Length: " + std::to_string(kLogin.size()) + "\r\n";
  EXPECT_NE(head.find(length), std::string::npos) << head;
  EXPECT_EQ(head.find("Expect:"), std::string::npos) << head;
  EXPECT_EQ(body, kLogin);
}

TEST_F(SecretsTest, TheNextRequestOnTheConnectionIsAGetAgain) {
  Record record;
  const FaultServer server([&](Peer& peer) {
    for (std::string head = peer.ReadRequest(); !head.empty(); head = peer.ReadRequest()) {
      if (head.find("POST ") == 0) peer.ReadExactly(kLogin.size());
      record.Add(head);
      if (!peer.Say(Answer("{}"))) return;
    }
  });
  ASSERT_TRUE(Ask(WithLogin(server.Url())).has_value());
  const auto answer = Ask(Request(server.Url()));
  ASSERT_TRUE(answer.has_value());
  EXPECT_TRUE(answer->reused_connection);
  EXPECT_EQ(record.All().back().find("GET "), 0U) << record.All().back();
  EXPECT_EQ(record.All().back().find("Content-"), std::string::npos);
}

TEST_F(SecretsTest, AnswersAreScrubbedOfAllOfThem) {
  HttpRequest request = WithParameter("");
  request.secret_header = "Authorization";
  request.secret = Secret("Bearer token-of-the-app");
  const std::string echo =
      "token-of-the-app|Bearer token-of-the-app|" + std::string(kProof) + "|" + kSentProof;
  const FaultServer server(SayAndClose(Answer(echo, "X-Echo: " + echo + "\r\n")));
  request.url = server.Url("/");
  const auto answer = Ask(request);
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->body, "***|***|***|***");
  EXPECT_EQ(answer->Header("x-echo"), "***|***|***|***");
}

// What is read as JSON would stand for the key, though no byte of the answer does.
TEST_F(SecretsTest, EscapesOfJsonHideNoKey) {
  HttpRequest request = Request("");
  request.secret = Secret("never/show+this=key");
  const FaultServer server(
      SayAndClose(Answer(R"({"php":"never\/show+this=key","gson":"never/show+this\u003dkey"})")));
  request.url = server.Url("/");
  const auto answer = Ask(request);
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->body, R"({"php":"***","gson":"***"})");
}

TEST_F(SecretsTest, AnswersToALoginAreScrubbedOfItsValues) {
  const FaultServer server([](Peer& peer) {
    peer.ReadRequest();
    peer.ReadExactly(kLogin.size());
    peer.Say(Answer(R"({"error":"ali-baba may not say open-\"sesame\""})"));
  });
  const auto answer = Ask(WithLogin(server.Url()));
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->body, R"({"error":"*** may not say ***"})");
}

TEST_F(SecretsTest, NoFailureTellsThem) {
  const FaultServer server(SayAndClose("HTTP/1.1 " + std::string(kSentProof) + "\r\n\r\n"));
  for (const std::string& url : {server.Url("/a"), std::string("http://a.test:99999/")}) {
    const TransportFailure failure = Fails(WithParameter(url));
    EXPECT_EQ(failure.detail.find("00proof"), std::string::npos) << failure.detail;
  }
}

TEST(SecretsOf, WhatIsTooShortIsNone) {
  HttpRequest request;
  request.login = Secret(R"({"username":"ab","x":)");
  EXPECT_EQ(SecretsOf(request).size(), 1U);  // the login as a whole
  EXPECT_TRUE(SecretsOf(HttpRequest()).empty());
}

}  // namespace
}  // namespace wa::test
