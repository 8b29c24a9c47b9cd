#include "cli/given_answer.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

constexpr char kBody[] = R"({"meta":{"httpCode":500,"developerMessage":"gone"}})";

TEST(GivenAnswer, ABodyAloneHasTheStatusThatIsSaid) {
  const auto answer = ReadGivenAnswer("<html>", 502);
  ASSERT_TRUE(answer && answer->outcome);
  EXPECT_EQ(answer->outcome->status, 502);
  EXPECT_EQ(answer->outcome->body, "<html>");
  EXPECT_EQ(answer->nothing, "");
}

TEST(GivenAnswer, OfABodyAloneNobodyKnowsTheStatus) {
  for (const char* body : {kBody, "{}", "[1]", "<html>", R"({"http_status":500})"}) {
    const auto answer = ReadGivenAnswer(body, std::nullopt);
    ASSERT_TRUE(answer && answer->outcome) << body;
    EXPECT_EQ(answer->outcome->status, 0) << body;
    EXPECT_EQ(answer->outcome->body, body);
  }
}

TEST(GivenAnswer, NothingAtAllIsRefused) {
  for (const char* text : {"", " \n"}) {
    const auto answer = ReadGivenAnswer(text, std::nullopt);
    ASSERT_FALSE(answer);
    EXPECT_NE(answer.error().message.find("--http-status"), std::string::npos);
    EXPECT_TRUE(ReadGivenAnswer(text, 503));
  }
}

TEST(GivenAnswer, AnObjectInTheMiddleOfALineIsTheBody) {
  const auto answer =
      ReadGivenAnswer("12:01 POST /messages failed: {\"error\":{\"code\":1}} (retried)\n", 400);
  ASSERT_TRUE(answer && answer->outcome);
  EXPECT_EQ(answer->outcome->body, R"({"error":{"code":1}})");
  const char page[] = "<html><script>{\"a\":1}</script></html>";
  const auto whole = ReadGivenAnswer(page, 502);
  ASSERT_TRUE(whole && whole->outcome);
  EXPECT_EQ(whole->outcome->body, page);
}

TEST(StatusNamedIn, ReadsBothSpellings) {
  EXPECT_EQ(StatusNamedIn(kBody), 500);
  EXPECT_EQ(StatusNamedIn(R"({"meta":{"http_code":"403"}})"), 403);
}

TEST(StatusNamedIn, ReadsTheTitleOfAPage) {
  EXPECT_EQ(StatusNamedIn("<html>\r\n<head><TITLE>502 Bad Gateway</title></head>"), 502);
  EXPECT_EQ(StatusNamedIn("<title>example.com | 504: Gateway time-out</title>"), 504);
  EXPECT_EQ(StatusNamedIn("error code: 502"), 502);
}

TEST(StatusNamedIn, TakesNoOtherNumberForOne) {
  for (const char* body :
       {"", "{}", R"({"meta":{"httpCode":7}})", R"({"meta":500})", R"({"code":500})",
        "<title>200 years, 5000 messages</title>", "<title>502", "<p>502</p>", "we saw 502"}) {
    EXPECT_EQ(StatusNamedIn(body),
              std::string_view(body) == "<title>502" ? std::optional(502) : std::nullopt)
        << body;
  }
}

TEST(GivenAnswer, TheOptionBeatsTheBody) {
  const auto answer = ReadGivenAnswer(kBody, 401);
  ASSERT_TRUE(answer && answer->outcome);
  EXPECT_EQ(answer->outcome->status, 401);
  EXPECT_EQ(answer->nothing, "");
}

TEST(GivenAnswer, APayloadFileIsUnderstood) {
  const auto answer = ReadGivenAnswer(
      R"({"http_status":429,"headers":{"Retry-After":"7"},"body":{"a":1},"expected_condition":null})",
      std::nullopt);
  ASSERT_TRUE(answer && answer->outcome);
  EXPECT_EQ(answer->outcome->status, 429);
  EXPECT_EQ(answer->outcome->Header("retry-after"), "7");
  EXPECT_EQ(answer->outcome->body, R"({"a":1})");
}

TEST(GivenAnswer, APayloadMayHaveRawBytesOrNoBody) {
  const auto raw =
      ReadGivenAnswer(R"({"http_status":500,"body":null,"raw_body":"<b>"})", std::nullopt);
  ASSERT_TRUE(raw && raw->outcome);
  EXPECT_EQ(raw->outcome->body, "<b>");
  const auto none = ReadGivenAnswer(R"({"http_status":500,"body":null})", std::nullopt);
  ASSERT_TRUE(none && none->outcome);
  EXPECT_EQ(none->outcome->body, "");
}

TEST(GivenAnswer, APayloadMayBeNoAnswerAtAll) {
  const auto answer = ReadGivenAnswer(
      R"({"transport_failure":{"reason":"truncated","detail":"cut","status":500}})", std::nullopt);
  ASSERT_TRUE(answer);
  ASSERT_FALSE(answer->outcome);
  EXPECT_EQ(answer->outcome.error().reason, TransportReason::kTruncated);
  EXPECT_EQ(answer->outcome.error().status, 500);
}

std::string WhyNothing(const std::string& payload) {
  const auto answer = ReadGivenAnswer(payload, std::nullopt);
  return answer && answer->outcome ? answer->nothing : "refused";
}

// HMAC-SHA256 of "{}" with the key "example-app-secret".
constexpr char kSignature[] = "53672404ad165c85aaf56aa62eaefd60e89220d78d28c79e995add90424abb86";

std::string Signed(const std::string& header, const std::string& signature) {
  return R"({"http_status":null,"raw_body":"{}","secret":"example-app-secret","headers":{")" +
         header + R"(":")" + signature + R"("}})";
}

TEST(GivenAnswer, ARightSignatureIsBelievedInEitherForm) {
  EXPECT_EQ(WhyNothing(Signed("X-Hub-Signature-256", std::string("sha256=") + kSignature)), "");
  EXPECT_EQ(WhyNothing(Signed("x-360dialog-signature", kSignature)), "");
}

TEST(GivenAnswer, AWrongSignatureIsNotBelieved) {
  std::string wrong = kSignature;
  wrong.front() = wrong.front() == '0' ? '1' : '0';
  EXPECT_EQ(WhyNothing(Signed("X-Hub-Signature-256", "sha256=" + wrong)),
            "x-hub-signature-256 is not the signature of these bytes, so that anybody may have "
            "sent it");
  EXPECT_NE(WhyNothing(Signed("Content-Type", "application/json")), "");
}

TEST(GivenAnswer, WithoutASecretTheFileSaysWhetherItsSignatureIsRight) {
  EXPECT_EQ(WhyNothing(R"({"http_status":null,"body":{},"signature_valid":true})"), "");
  EXPECT_NE(WhyNothing(R"({"http_status":null,"body":{},"signature_valid":false})"), "");
  EXPECT_EQ(WhyNothing(R"({"http_status":null,"body":{}})"), "");
}

TEST(GivenAnswer, AHandshakeTellsNothing) {
  EXPECT_NE(WhyNothing(R"({"http_status":null,"body":null,"method":"GET",)"
                       R"("query":{"hub.mode":"subscribe","hub.challenge":"1"}})")
                .find("handshake"),
            std::string::npos);
  EXPECT_NE(WhyNothing(R"({"http_status":null,"body":null,"method":"GET"})"), "");
}

TEST(GivenAnswer, ABrokenPayloadIsRefused) {
  const auto status = ReadGivenAnswer(R"({"http_status":"x","body":{}})", std::nullopt);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message, "http_status must be null or a number from 100 to 599");
  const auto reason = ReadGivenAnswer(R"({"transport_failure":{"reason":"tired"}})", std::nullopt);
  ASSERT_FALSE(reason);
  EXPECT_NE(reason.error().message.find("timeout"), std::string::npos);
}

TEST(GivenAnswer, WhatCurlPrintsIsUnderstood) {
  const auto answer = ReadGivenAnswer(
      "HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
      "HTTP/2 500 \r\nContent-Type: text/plain\r\nx-request-id:  7 \r\n\r\nline\r\nline 2\n",
      std::nullopt);
  ASSERT_TRUE(answer && answer->outcome);
  EXPECT_EQ(answer->outcome->status, 500);
  EXPECT_EQ(answer->outcome->Header("content-type"), "text/plain");
  EXPECT_EQ(answer->outcome->Header("x-request-id"), "7");
  EXPECT_EQ(answer->outcome->body, "line\r\nline 2\n");
}

TEST(GivenAnswer, AHeadWithoutAStatusIsRefused) {
  EXPECT_FALSE(ReadGivenAnswer("HTTP/1.1 abc\r\n\r\n", std::nullopt));
  EXPECT_FALSE(ReadGivenAnswer("HTTP/1.1", std::nullopt));
  EXPECT_TRUE(ReadGivenAnswer("HTTP/1.1 500", std::nullopt));
}

TEST(ParseHttpStatus, TakesWhatIsOne) {
  EXPECT_EQ(ParseHttpStatus("100"), 100);
  EXPECT_EQ(ParseHttpStatus("599"), 599);
  for (const char* text : {"", "99", "600", "500x", " 500", "-500", "5e2", "99999999999"}) {
    EXPECT_EQ(ParseHttpStatus(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace wa
