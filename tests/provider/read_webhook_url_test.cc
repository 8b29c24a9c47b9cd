#include "provider/read_webhook_url.h"

#include <gtest/gtest.h>

#include "provider/answer.h"
#include "provider/asking.h"

namespace wa {
namespace {

constexpr const char* kOurs = "https://hooks.example.com/webhook/{account}";

Facts ReadUrl(const std::string& url, const std::string& expected = kOurs,
              const std::string& secret_path = "") {
  ProviderSettings settings;
  settings.webhook_url = expected;
  Account account = Asked();
  account.webhook.Edit().path = Secret(secret_path);
  return ReadWebhookUrlAnswer(Http(200, R"({"url":")" + url + "\"}"), settings, account);
}

TEST(WebhookUrl, TheExpectedOneInAnySpelling) {
  for (const char* url : {"https://hooks.example.com/webhook/berlin-shop",
                          "https://hooks.example.com/webhook/berlin-shop/",
                          "https://hooks.example.com:443/webhook/berlin-shop",
                          " HTTPS://Hooks.Example.com/webhook/berlin-shop "}) {
    const Facts facts = ReadUrl(url);
    EXPECT_EQ(Lines(facts), Text{"field webhook_url expected"}) << url;
    EXPECT_EQ(facts.number.webhook, "expected");
  }
}

TEST(WebhookUrl, AForeignOneIsToldByItsHostAlone) {
  const std::pair<const char*, const char*> cases[] = {
      {"https://crm.example.net/in/s3cret?token=s3cret", "at crm.example.net"},
      {"https://user:s3cret@crm.example.net/", "at crm.example.net"},
      {"https://hooks.example.com/webhook/s3cret", "another path at hooks.example.com"},
      {"http://hooks.example.com/webhook/berlin-shop", "another path at hooks.example.com"},
      {"https://hooks.example.com/webhook/Berlin-Shop", "another path at hooks.example.com"},
      {"https://hooks.example.com:8443/webhook/berlin-shop", "at hooks.example.com:8443"},
      {"s3cret", "at s3cret"},
  };
  for (const auto& [url, detail] : cases) {
    const Facts facts = ReadUrl(url);
    EXPECT_EQ(Lines(facts), Text{std::string("field webhook_url foreign | ") + detail}) << url;
    EXPECT_EQ(facts.number.webhook, "foreign") << url;
  }
}

TEST(WebhookUrl, AnExpectedOneThatIsASecretIsComparedAndNotShown) {
  ProviderSettings settings;
  settings.secret_webhook_url = Secret("https://hooks.example.com/s3cret/{account}?token=s3cret");
  const auto read = [&](const std::string& url) {
    return Lines(ReadWebhookUrlAnswer(Http(200, R"({"url":")" + url + "\"}"), settings, Asked()));
  };
  EXPECT_EQ(read("https://hooks.example.com/s3cret/berlin-shop?token=s3cret"),
            Text{"field webhook_url expected"});
  EXPECT_EQ(read("https://hooks.example.com/s3cret/berlin-shop?token=other"),
            Text{"field webhook_url foreign | another path at hooks.example.com"});
}

TEST(WebhookUrl, NoneIsMissing) {
  for (const char* body : {R"({"url":""})", R"({"url":" "})", R"({"url":null})"}) {
    const Facts facts = ReadWebhookUrlAnswer(Http(200, body), {}, Asked());
    EXPECT_EQ(Lines(facts), Text{"field webhook_url missing"}) << body;
    EXPECT_EQ(facts.number.webhook, "missing");
  }
}

TEST(WebhookUrl, WithoutASettingAnyAddressIsRight) {
  EXPECT_EQ(Lines(ReadUrl("https://anything.example.net/x", "")),
            Text{"field webhook_url expected"});
}

TEST(WebhookUrl, TheSecretLastPartBelongsToIt) {
  const std::string ours = "https://hooks.example.com/webhook/berlin-shop";
  EXPECT_EQ(ReadUrl(ours + "/part-two-0001", kOurs, "part-two-0001").number.webhook, "expected");
  EXPECT_EQ(ReadUrl(ours, kOurs, "part-two-0001").number.webhook, "expected");
  const Facts foreign = ReadUrl(ours + "/part-two-0002", kOurs, "part-two-0001");
  EXPECT_EQ(Lines(foreign), Text{"field webhook_url foreign | another path at hooks.example.com"});
}

TEST(WebhookUrl, WhatIsNoAddressIsNotTakenForNone) {
  for (const char* body : {"{}", R"({"url":7})", R"({"url":{}})", R"({"headers":{}})"}) {
    const Facts facts = ReadWebhookUrlAnswer(Http(200, body), {}, Asked());
    EXPECT_EQ(Lines(facts), Text{"unreadable no url in it"}) << body;
    EXPECT_EQ(facts.number.webhook, std::nullopt);
  }
  const Facts cut = ReadWebhookUrlAnswer(Http(200, R"({"url":"https://a.b/s3cret)"), {}, Asked());
  EXPECT_EQ(Lines(cut), Text{"unreadable not JSON"}) << "and nothing of it is repeated";
}

TEST(WebhookUrl, ErrorsAreErrors) {
  const Facts facts = ReadWebhookUrlAnswer(
      Http(403, R"({"meta":{"developerMessage":"This URL /x is blocked","httpCode":403}})"), {},
      Asked());
  EXPECT_EQ(Lines(facts)[0], "message[403] This URL /x is blocked");
  EXPECT_EQ(facts.number.webhook, std::nullopt);
}

}  // namespace
}  // namespace wa
