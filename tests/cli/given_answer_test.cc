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
  EXPECT_EQ(answer->assumption, "");
}

TEST(GivenAnswer, ABodyThatNamesItsStatusIsBelievedAndSaid) {
  const auto answer = ReadGivenAnswer(kBody, std::nullopt);
  ASSERT_TRUE(answer && answer->outcome);
  EXPECT_EQ(answer->outcome->status, 500);
  EXPECT_EQ(answer->outcome->body, kBody);
  EXPECT_NE(answer->assumption.find("HTTP 500"), std::string::npos) << answer->assumption;
}

TEST(GivenAnswer, BothSpellingsOfTheStatus) {
  const auto answer = ReadGivenAnswer(R"({"meta":{"http_code":"403"}})", std::nullopt);
  ASSERT_TRUE(answer && answer->outcome);
  EXPECT_EQ(answer->outcome->status, 403);
}

TEST(GivenAnswer, TheOptionBeatsTheBody) {
  const auto answer = ReadGivenAnswer(kBody, 401);
  ASSERT_TRUE(answer && answer->outcome);
  EXPECT_EQ(answer->outcome->status, 401);
  EXPECT_EQ(answer->assumption, "");
}

TEST(GivenAnswer, AStatusThatNobodyKnowsIsAskedFor) {
  for (const char* body : {"", "{}", "[1]", "<html>", R"({"meta":{"httpCode":7}})",
                           R"({"meta":500})", R"({"http_status":500})"}) {
    const auto answer = ReadGivenAnswer(body, std::nullopt);
    ASSERT_FALSE(answer) << body;
    EXPECT_NE(answer.error().message.find("--http-status"), std::string::npos) << body;
  }
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

TEST(GivenAnswer, ABrokenPayloadIsRefused) {
  const auto status = ReadGivenAnswer(R"({"http_status":"x","body":{}})", std::nullopt);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message, "http_status must be a number from 100 to 599");
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
