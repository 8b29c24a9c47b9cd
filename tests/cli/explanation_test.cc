// How `explain` finds the shape of what it is given, and what it assumes.
#include "cli/explanation.h"

#include <gtest/gtest.h>

#include "cli/make_accounts.h"
#include "cli/small_catalogue.h"

namespace wa {
namespace {

Explanation ExplainText(const std::string& text, std::optional<int> status = std::nullopt) {
  const auto answer = ReadGivenAnswer(text, status);
  if (!answer) {
    ADD_FAILURE() << answer.error().message;
    return {};
  }
  return Explain(test::SmallCatalogue(), ProviderKind::k360dialog, *answer);
}

std::string First(const Explanation& explanation) {
  return explanation.findings.empty() ? "" : explanation.findings.front().condition->slug;
}

bool Assumes(const Explanation& explanation, const std::string& what) {
  return explanation.assumption.find(what) != std::string::npos;
}

TEST(Explain, TheStatusThatTheBodyNamesIsAssumedAndSaid) {
  const Explanation explanation =
      ExplainText(R"({"meta":{"httpCode":401,"developerMessage":"no such key"}})");
  EXPECT_EQ(First(explanation), "key-wrong");
  EXPECT_TRUE(Assumes(explanation, "HTTP 401")) << explanation.assumption;
  EXPECT_EQ(First(ExplainText("<title>500 Internal Server Error</title>")), "stack-restarts");
}

TEST(Explain, ABodyWithoutErrorsIsTakenForA200) {
  const Explanation fine = ExplainText(test::kGoodBody);
  EXPECT_EQ(First(fine), "");
  EXPECT_TRUE(Assumes(fine, "HTTP 200")) << fine.assumption;
}

// Whether it was 401 or 500 nobody knows: rules that need the status do not fit.
TEST(Explain, OfAnErrorWithoutAStatusOnlyItsWordsCount) {
  const Explanation known = ExplainText(R"({"error":"the stack went away"})");
  EXPECT_EQ(First(known), "stack-restarts");
  EXPECT_EQ(known.http_status, 0);
  EXPECT_TRUE(Assumes(known, "--http-status")) << known.assumption;
  EXPECT_EQ(First(ExplainText(R"({"error":"something new"})")), "unknown-error");
  EXPECT_EQ(First(ExplainText(R"({"error":"something new"})", 401)), "key-wrong");
}

TEST(Explain, TheTextOfAnErrorIsEnough) {
  const Explanation text = ExplainText("Oh, the stack went away\n");
  EXPECT_EQ(First(text), "stack-restarts");
  EXPECT_TRUE(Assumes(text, "the text of an error")) << text.assumption;
  EXPECT_EQ(First(ExplainText("\"the stack went away\"")), "stack-restarts");
  EXPECT_EQ(First(ExplainText("(#131042) Business eligibility payment issue")), "payment-missing");
  EXPECT_EQ(First(ExplainText("(#199999) A code of tomorrow")), "unknown-error");
  EXPECT_EQ(First(ExplainText("12:01 failed: {\"error\":{\"code\":131042,\"message\":\"x\"}}")),
            "payment-missing");
}

TEST(Explain, AnObjectThatBrokeOffIsNoText) {
  EXPECT_EQ(First(ExplainText(R"({"error":"the stack went away"})")), "stack-restarts");
  EXPECT_EQ(First(ExplainText(R"({"error":"the stack went away)")), "unknown-error");
}

TEST(Explain, AWebhookOfMetaIsOne) {
  const Explanation told = ExplainText(
      R"({"object":"whatsapp_business_account","entry":[{"id":"1","time":1743451903,"changes":[)"
      R"({"field":"security","value":{"event":"PIN_CHANGED"}},)"
      R"({"field":"account_update","value":{"event":"DISABLED_UPDATE",)"
      R"("ban_info":{"waba_ban_state":"DISABLE"}}}]}]})");
  EXPECT_TRUE(told.is_webhook);
  EXPECT_EQ(told.assumption, "");
  ASSERT_EQ(told.findings.size(), 2u);
  EXPECT_EQ(First(told), "account-off") << "the most severe first";
  ASSERT_EQ(told.events.size(), 2u);
  EXPECT_EQ(told.events[0].event.waba_id, "1");
}

TEST(Explain, AnOppositeEventNamesWhatItEnds) {
  const Explanation told =
      ExplainText(R"({"object":"whatsapp_business_account","entry":[{"id":"1","changes":[)"
                  R"({"field":"account_update","value":{"event":"DISABLED_UPDATE",)"
                  R"("ban_info":{"waba_ban_state":"REINSTATE"}}}]}]})");
  EXPECT_TRUE(told.findings.empty());
  ASSERT_EQ(told.events.size(), 1u);
  ASSERT_EQ(told.events[0].ended.size(), 1u);
  EXPECT_EQ(told.events[0].ended[0]->slug, "account-off");
}

TEST(Explain, ACallbackOfTheOnPremisesApiIsAWebhook) {
  const Explanation told = ExplainText(
      R"({"statuses":[{"id":"a","status":"failed","timestamp":"1","errors":[{"code":470}]},)"
      R"({"id":"b","status":"sent","timestamp":"1"}]})");
  EXPECT_TRUE(told.is_webhook);
  EXPECT_EQ(First(told), "message-late");
}

// The same form, but a status shows that an API answered so.
TEST(Explain, ErrorsWithAStatusAreAnAnswer) {
  const Explanation answer = ExplainText(R"({"errors":[{"code":7,"title":"x"}]})", 401);
  EXPECT_FALSE(answer.is_webhook);
  EXPECT_EQ(First(answer), "key-wrong");
  EXPECT_FALSE(ExplainText(R"({"payload":{"errors":[{"code":7,"title":"x"}]}})", 401).is_webhook);
  EXPECT_TRUE(ExplainText(R"({"errors":[{"code":470}]})").is_webhook);
  EXPECT_TRUE(ExplainText(R"({"statuses":[{"id":"a","errors":[{"code":470}]}]})", 500).is_webhook);
}

TEST(Explain, WhatIsNotBelievedHasNoCondition) {
  const Explanation forged =
      ExplainText(R"({"http_status":null,"secret":"s","headers":{"x-360dialog-signature":"00"},)"
                  R"("raw_body":"{\"errors\":[{\"code\":131042}]}"})");
  EXPECT_TRUE(forged.findings.empty());
  EXPECT_TRUE(forged.events.empty());
  EXPECT_NE(forged.nothing, "");
}

}  // namespace
}  // namespace wa
