#include "web/handshake.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace wa {
namespace {

WebhookAuth Auth(const std::string& token = "verify-token") {
  WebhookAuth auth;
  auth.signature_key = Secret("app-secret");
  if (!token.empty()) auth.verify_token = Secret(token);
  return auth;
}

Request Ask(std::map<std::string, std::string, std::less<>> query) {
  Request request;
  request.query = std::move(query);
  return request;
}

Request Ask(const std::string& challenge, const std::string& token = "verify-token",
            const std::string& mode = "subscribe") {
  return Ask({{"hub.mode", mode}, {"hub.verify_token", token}, {"hub.challenge", challenge}});
}

TEST(Handshake, AnswersTheBareChallenge) {
  const Response response = AnswerHandshake(Auth(), Ask("1158201444"), "");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(*response.body, "1158201444");
  EXPECT_EQ(response.content_type, kPlainText);
}

TEST(Handshake, IsTheRecordedOne) {
  std::ifstream file(std::string(WABA_SOURCE_DIR) +
                     "/tests/data/payloads/webhooks/176-webhook-verification-handshake.json");
  const auto sample = nlohmann::json::parse(file);
  const auto query = sample.at("query").get<std::map<std::string, std::string, std::less<>>>();
  const Response response = AnswerHandshake(Auth(query.at("hub.verify_token")), Ask(query), "");
  EXPECT_EQ(response.status, sample.at("expected_response").at("status"));
  EXPECT_EQ(*response.body, sample.at("expected_response").at("body"));
}

TEST(Handshake, OnlyForTheRightToken) {
  for (const char* token : {"verify-toke", "Verify-token", "verify-token ", "x"}) {
    EXPECT_EQ(AnswerHandshake(Auth(), Ask("1", token), "").status, 403) << token;
  }
  EXPECT_EQ(AnswerHandshake(Auth(), Ask("1", "verify-token", "unsubscribe"), "").status, 403);
  EXPECT_EQ(AnswerHandshake(Auth(""), Ask("1"), "").status, 403) << "no token is configured";
}

TEST(Handshake, OnlyAtTheRightAddress) {
  WebhookAuth auth = Auth();
  EXPECT_EQ(AnswerHandshake(auth, Ask("1"), "unasked").status, 403);
  auth.path = Secret("path-secret");
  EXPECT_EQ(AnswerHandshake(auth, Ask("1"), "path-secret").status, 200);
  EXPECT_EQ(AnswerHandshake(auth, Ask("1"), "").status, 403);
  EXPECT_EQ(AnswerHandshake(auth, Ask("1"), "path-secre").status, 403);
}

TEST(Handshake, NeedsAllParameters) {
  for (const char* missing : {"hub.mode", "hub.verify_token", "hub.challenge"}) {
    Request request = Ask("1");
    request.query[missing] = "";
    EXPECT_EQ(AnswerHandshake(Auth(), request, "").status, 400) << missing;
    request.query.erase(missing);
    EXPECT_EQ(AnswerHandshake(Auth(), request, "").status, 400) << missing;
  }
}

TEST(Handshake, RepeatsNothingThatMeansSomethingToABrowser) {
  for (const std::string& challenge :
       {std::string("<script>"), std::string("a b"), std::string("a\"b"), std::string("a&b"),
        std::string("%41"), std::string("a/b"), std::string("\u00e4"), std::string("a\nb"),
        std::string(257, '1')}) {
    const Response response = AnswerHandshake(Auth(), Ask(challenge), "");
    EXPECT_EQ(response.status, 400) << challenge;
    EXPECT_EQ(response.body->find(challenge), std::string::npos) << challenge;
  }
  for (const std::string& challenge :
       {std::string(256, '1'), std::string("CHALLENGE_ACCEPTED"), std::string("a-b.c~d")}) {
    EXPECT_EQ(*AnswerHandshake(Auth(), Ask(challenge), "").body, challenge);
  }
}

}  // namespace
}  // namespace wa
