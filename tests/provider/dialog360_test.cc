#include "provider/dialog360.h"

#include <gtest/gtest.h>

#include <tuple>

#include "provider/answer.h"
#include "provider/asking.h"

namespace wa {
namespace {

TEST(Dialog360, AsksForTheHealthAndForFieldsThatAreRead) {
  const HttpRequest request = Ask(Dialog360(), Operation::kHealth, {Asked()});
  EXPECT_EQ(request.url,
            "/health_status?fields=health_status,quality_rating,status,name_status,throughput,"
            "whatsapp_business_manager_messaging_limit");
  EXPECT_EQ(request.secret_header, "D360-API-KEY");
  EXPECT_EQ(request.secret.Reveal(), "key-of-the-number");
}

TEST(Dialog360, WithoutFieldsItAsksForTheHealthAlone) {
  ProviderSettings settings;
  settings.health_fields.clear();
  const Account account = Asked();
  EXPECT_EQ(Dialog360().Ask(Operation::kHealth, settings, {&account}, "").url, "/health_status");
}

TEST(Dialog360, ARefusedFieldIsNamedInA400) {
  const std::tuple<int, const char*, bool> cases[] = {
      {400, R"({"error":{"message":"(#100) Tried accessing nonexisting field name_status"}})",
       true},
      {400, R"({"error":"unknown field Quality_Rating"})", true},
      {400, R"({"error":"invalid fields"})", true},
      {400, R"({"error":"status"})", true},
      {400, R"({"error":"fields_of_gold and statuses"})", false},
      {400, R"({"error":"Invalid parameter"})", false},
      {400, "", false},
      {200, R"({"quality_rating":"GREEN"})", false},
      {403, R"({"error":"no permission for name_status"})", false},
      {500, R"({"error":"fields"})", false},
  };
  for (const auto& [status, body, refused] : cases) {
    EXPECT_EQ(Dialog360().RefusesFields(Operation::kHealth, {}, Http(status, body)), refused)
        << body;
  }
  const HttpResponse named = Http(400, R"({"error":"name_status"})");
  EXPECT_FALSE(Dialog360().RefusesFields(Operation::kTemplates, {}, named));
  ProviderSettings none;
  none.health_fields.clear();
  EXPECT_FALSE(Dialog360().RefusesFields(Operation::kHealth, none, named));
}

TEST(Dialog360, AsksForTheWebhookAndForTemplatesPageByPage) {
  EXPECT_EQ(Ask(Dialog360(), Operation::kWebhook, {Asked()}).url, "/v1/configs/webhook");
  const std::string first = "/message_templates?fields=name,status,category,language&limit=200";
  EXPECT_EQ(Ask(Dialog360(), Operation::kTemplates, {Asked()}).url, first);
  EXPECT_EQ(Ask(Dialog360(), Operation::kTemplates, {Asked()}, "QVFI+&==").url,
            first + "&after=QVFI%2B%26%3D%3D");
}

TEST(Dialog360, EachAccountIsAskedAboutAlone) {
  for (const auto& [operation, name] : EnumNames<Operation>::table) {
    EXPECT_EQ(Dialog360().BatchKey(Asked("1", "2"), operation), "") << name;
  }
}

TEST(Dialog360, AsksThreeQuestions) {
  std::vector<Operation> asked;
  for (const auto& [operation, name] : EnumNames<Operation>::table) {
    if (Dialog360().Asks(operation, Asked())) asked.push_back(operation);
  }
  EXPECT_EQ(asked, (std::vector{Operation::kHealth, Operation::kWebhook, Operation::kTemplates}));
}

TEST(Dialog360, OnlyTemplatesHavePages) {
  const HttpResponse more = Http(200, R"({"data":[],"paging":{"next":"https://x",
                                          "cursors":{"after":"QVFI"}}})");
  EXPECT_EQ(Dialog360().NextPage(Operation::kTemplates, more), "QVFI");
  EXPECT_EQ(Dialog360().NextPage(Operation::kHealth, more), "");
  HttpResponse bad = more;
  bad.status = 500;
  EXPECT_EQ(Dialog360().NextPage(Operation::kTemplates, bad), "");
}

TEST(Dialog360, WhatTheNumberSaysBesideItsHealth) {
  const Facts facts = Read(200, R"({"health_status":{"can_send_message":"AVAILABLE"},
      "quality_rating":"YELLOW","status":"CONNECTED","name_status":"APPROVED",
      "throughput":{"level":"HIGH"},"whatsapp_business_manager_messaging_limit":"TIER_10K"})");
  EXPECT_EQ(Lines(facts), (Text{"field quality_rating yellow", "field number_status connected",
                                "field name_status approved", "field messaging_limit tier_10k"}));
  NumberFacts expected;
  expected.of_number = true;
  expected.quality_level = 1;
  expected.status = "connected";
  expected.name_status = "approved";
  expected.throughput = "high";
  expected.messaging_limit = 10'000;
  EXPECT_EQ(facts.number, expected);
}

TEST(Dialog360, AnErrorSaysNothingOfTheNumber) {
  EXPECT_EQ(Read(500, R"({"quality_rating":"RED"})").number, NumberFacts());
  EXPECT_EQ(Read(200, R"({"meta":{"developerMessage":"No","success":false}})").number,
            NumberFacts());
}

}  // namespace
}  // namespace wa
