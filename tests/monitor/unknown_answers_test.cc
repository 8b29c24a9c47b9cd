#include "monitor/unknown_answers.h"

#include <gtest/gtest.h>

#include <string>

#include "condition/catalogue.h"

namespace wa {
namespace {

const SystemTime kNow{std::chrono::seconds(1'790'000'000)};

Condition ConditionOf(std::string_view slug) {
  Condition condition;
  condition.slug = slug;
  return condition;
}

const Condition kUnknown = ConditionOf(kUnknownErrorSlug);
const Condition kCloudUnknown = ConditionOf("cloud-unknown");
const Condition kKnown = ConditionOf("api-disabled");

Finding FindingOf(const Condition& condition, const std::string& detail) {
  Finding finding;
  finding.condition = &condition;
  finding.detail = detail;
  return finding;
}

TEST(Redacted, OfLongNumbersTheLastTwoDigitsRemain) {
  EXPECT_EQ(Redacted("to 491701234567 at 12345"), "to **********67 at 12345");
  EXPECT_EQ(Redacted("to +49 (170) 123-4567."), "to +** (***) ***-**67.");
  EXPECT_EQ(Redacted("(#131026) undeliverable"), "(#131026) undeliverable") << "an error code";
  EXPECT_EQ(Redacted("error 131026"), "error ****26");
  EXPECT_EQ(Redacted("code 131026, {\"error_code\": 141006}"),
            "code 131026, {\"error_code\": 141006}");
  EXPECT_EQ(Redacted("a problem (141006)."), "a problem (141006).");
  EXPECT_EQ(Redacted("call (49151123)"), "call (******23)");
  EXPECT_EQ(Redacted("code 4915112345678"), "code ***********78");
  EXPECT_EQ(Redacted("number 0170 123 45 67 odd"), "number **** *** ** 67 odd");
  EXPECT_EQ(Redacted("(030) 123-4567"), "(***) ***-**67");
  EXPECT_EQ(Redacted("(#4915112345678)"), "(#***********78)") << "too long for a code";
}

TEST(Redacted, CredentialsAndIdsGo) {
  EXPECT_EQ(Redacted("token EAAGm0PX4ZCpsBAKZCx9 expired"), "token *** expired");
  EXPECT_EQ(Redacted("Bearer ab12"), "Bearer ***");
  EXPECT_EQ(Redacted("Bearer abcdefghijklmnopqrstu"), "Bearer ***");
  EXPECT_EQ(Redacted("apikey=Zzsecret"), "apikey=***");
  EXPECT_EQ(Redacted("key AbCdEfGhIjKlMnOpQrStUvWx"), "key ***");
  EXPECT_EQ(Redacted("template order_confirmation_2026 paused"),
            "template order_confirmation_2026 paused");
  EXPECT_EQ(Redacted("key 8f3ac4d1-11aa-4b7c-9d2e-aa01bb02cc03"), "key ***");
  EXPECT_EQ(Redacted("write to bob@example.com"), "write to ***@example.com");
  EXPECT_EQ(Redacted("OAuthAccessTokenException"), "OAuthAccessTokenException");
  EXPECT_EQ(Redacted("access_token=x9y8&next"), "access_token=***&next");
  EXPECT_EQ(Redacted("wamid.HBgLNDkxNzAxMjM0NTY3FQIAERgS"), "wamid.***");
  EXPECT_EQ(Redacted("The token of this account is not valid"),
            "The token of this account is not valid");
  EXPECT_EQ(Redacted("see https://developers.facebook.com/docs/whatsapp/cloud-api/support"),
            "see https://developers.facebook.com/docs/whatsapp/cloud-api/support");
}

TEST(Redacted, TextIsShortAndSafe) {
  EXPECT_LE(Redacted(std::string(5000, 'a')).size(), 300U);
  EXPECT_EQ(Redacted("a\nb"), "a b");
  EXPECT_EQ(Redacted(""), "");
}

TEST(UnknownAnswers, OnlyWhatNobodyKnows) {
  UnknownAnswers answers;
  EXPECT_TRUE(answers.List()->empty());
  answers.Add("poll", "a", 400, {FindingOf(kKnown, "known"), FindingOf(kUnknown, "new")}, kNow);
  ASSERT_EQ(answers.List()->size(), 1U);
  EXPECT_EQ(answers.List()->front().text, "new");
  EXPECT_EQ(answers.List()->front().http_status, 400);
}

TEST(UnknownAnswers, AlikeOnesAreOneAndTheNewestComesFirst) {
  UnknownAnswers answers;
  answers.Add("webhook", "a", 0, {FindingOf(kUnknown, "to 491701234567")}, kNow);
  answers.Add("webhook", "a", 0, {FindingOf(kCloudUnknown, "other")}, kNow);
  const auto before = answers.List();
  answers.Add("webhook", "b", 0, {FindingOf(kUnknown, "to 491709999967")},
              kNow + std::chrono::seconds(5));
  ASSERT_EQ(answers.List()->size(), 2U);
  const UnknownAnswer& first = answers.List()->front();
  EXPECT_EQ(first.count, 2U) << "the number is masked";
  EXPECT_EQ(first.first, kNow);
  EXPECT_EQ(first.last, kNow + std::chrono::seconds(5));
  EXPECT_EQ(first.account, "b");
  EXPECT_EQ(before->front().text, "other") << "what was handed out does not change";
}

TEST(UnknownAnswers, TheNewestHundredAreKept) {
  UnknownAnswers answers;
  for (int i = 0; i < 150; ++i) {
    answers.Add("poll", "a", i, {FindingOf(kUnknown, "new")}, kNow);
  }
  ASSERT_EQ(answers.List()->size(), kMostUnknownAnswers);
  EXPECT_EQ(answers.List()->front().http_status, 149);
  EXPECT_EQ(answers.List()->back().http_status, 50);
}

}  // namespace
}  // namespace wa
