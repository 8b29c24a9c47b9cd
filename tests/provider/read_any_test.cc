#include "provider/read_any.h"

#include <gtest/gtest.h>

#include "provider/answer.h"

namespace wa {
namespace {

Text Any(int status, std::string body, Unasked unasked = Unasked::kIsNothing) {
  HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  return Lines(ReadAnyAnswer(response, unasked));
}

TEST(ReadAny, ErrorsComeFirstAndTheStatusLast) {
  EXPECT_EQ(Any(403, R"({"data":{"code":1005,"details":"Wait","title":"T"},
                         "meta":{"developer_message":"M","http_code":403}})"),
            (Text{"message[1005] Wait | M: T", "message[403] M",
                  R"(http {"data":{"code":1005,"details":"Wait","title":"T"}, )"
                  R"("meta":{"developer_message":"M","http_code":403}})"}));
}

TEST(ReadAny, WhatAPhoneNumberSays) {
  EXPECT_EQ(Any(200, R"({"id":"7","quality_rating":"RED","status":"CONNECTED",
                         "name_status":"DECLINED","throughput":{"level":"HIGH"}})"),
            (Text{"field quality_rating red | 7", "field number_status connected | 7",
                  "field name_status declined | 7"}));
}

// The limit is the portfolio's; the number's own counts where no other is told.
TEST(ReadAny, WhatLimitHolds) {
  EXPECT_EQ(Any(200, R"({"id":"7","messaging_limit_tier":"TIER_1K",
                         "whatsapp_business_manager_messaging_limit":"TIER_10K"})"),
            Text{"field messaging_limit tier_10k | 7"});
  EXPECT_EQ(Any(200, R"({"id":"7","messaging_limit_tier":"TIER_1K"})"),
            Text{"field messaging_limit tier_1k | 7"});
}

// A number is flagged for its quality: what it means depends on the rating beside it.
TEST(ReadAny, AFlaggedNumberWithItsRating) {
  EXPECT_EQ(
      Any(200, R"({"verified_name":"A","status":" Flagged","quality_rating":"YELLOW"})"),
      (Text{"field quality_rating yellow", "field number_status flagged quality_rating yellow"}));
  EXPECT_EQ(Any(200, R"({"verified_name":"A","status":"FLAGGED","quality_rating":null})"),
            Text{"messaging flagged, quality_rating missing"});
}

TEST(ReadAny, FieldsBesideTheHealth) {
  const std::string body = R"({"health_status":{"can_send_message":"LIMITED"},
                               "quality_rating":"YELLOW"})";
  const Text expected{"messaging limited", "field quality_rating yellow"};
  EXPECT_EQ(Any(200, body), expected);
  EXPECT_EQ(Lines(Read(200, body)), expected);
}

// A sandbox, and a number that is being set up, are nobody's outage.
TEST(ReadAny, ListedNumbersInUse) {
  EXPECT_EQ(Any(200, R"({"data":[
                {"id":"1","verified_name":"A","status":"BANNED"},
                {"id":"2","verified_name":"B","status":"PENDING"},
                {"id":"3","verified_name":"C","status":"PENDING","account_mode":"SANDBOX"},
                {"id":"4","verified_name":"D","status":"PENDING","account_mode":"LIVE"},
                {"id":"5","verified_name":"E","status":"DISCONNECTED","account_mode":"Sandbox"},
                {"id":"6","verified_name":"F","status":"BANNED"}]})"),
            (Text{"field number_status banned | 1, 6", "field number_status pending | 4"}));
}

TEST(ReadAny, Templates) {
  EXPECT_EQ(Any(200, R"({"data":[{"name":"a","status":"PAUSED","language":"de"},
                                 {"name":"b","status":"REJECTED"},{"name":"c","status":"Paused"},
                                 {"name":"d"},{"id":"7"},7,null]})"),
            (Text{"field template_status paused | a, c", "field template_status rejected | b"}));
  EXPECT_EQ(Any(200, R"({"name":"a","status":"DISABLED","category":"UTILITY"})"),
            Text{"field template_status disabled | a"});
}

// The legacy list keeps for ever what was rejected once.
TEST(ReadAny, LegacyTemplates) {
  EXPECT_EQ(
      Any(200, R"({"waba_templates":[{"name":"a","status":"rejected"},
                                           {"name":"b","status":"paused"}]})"),
      (Text{"field template_status rejected history | a", "field template_status paused | b"}));
}

TEST(ReadAny, GatewaysOfTheOnPremisesApi) {
  EXPECT_EQ(Any(200, R"({"health":{"gateway_status":"unregistered"},"meta":{"version":"v2"}})"),
            Text{"field gateway_status unregistered"});
  EXPECT_EQ(
      Any(200, R"({"health":{"a:1":{"gateway_status":"connected","role":"coreapp"},
                                   "b:2":{"gateway_status":"disconnected"},"c:3":7}})"),
      (Text{"field gateway_status connected | a:1", "field gateway_status disconnected | b:2"}));
  EXPECT_EQ(Any(200, R"({"health":{"gateway_status":null}})", Unasked::kIsHealth),
            Text{"messaging missing"});
}

TEST(ReadAny, WebhookConfigurations) {
  const Text missing{"field webhook_url missing"};
  const Text set{"field webhook_url set"};
  EXPECT_EQ(Any(200, R"({"url":""})"), missing);
  EXPECT_EQ(Any(200, R"({"url":" "})"), missing);
  EXPECT_EQ(Any(200, R"({"url":"https://a","headers":{}})"), set);
  EXPECT_EQ(Any(200, R"({"enabled":true,"destinations":[]})"), missing);
  EXPECT_EQ(Any(200, R"({"enabled":false,"destinations":[]})"), Text{});
  EXPECT_EQ(Any(200, R"({"enabled":true,"destinations":[{"url":"https://a"}]})"), Text{});
  EXPECT_EQ(Any(200, R"({"settings":{"application":{"webhooks":{"url":""}}}})"), missing);
  EXPECT_EQ(Any(200, R"({"settings":{"application":{}}})"), Text{});
  EXPECT_EQ(Any(200, R"({"webhook_url":""})"), Text{"field partner_webhook_url missing"});
  // What is not there says nothing.
  EXPECT_EQ(Any(200, R"({"url":null})"), Text{});
}

TEST(ReadAny, ChannelsOfAPartner) {
  EXPECT_EQ(Any(200, R"({"partner_channels":[
                {"id":"1CH","status":"error","integration":{"enabled":false},
                 "waba_account":{"fb_account_status":"rejected"},"current_quality_rating":"GREEN"},
                {"id":"2CH","status":"error","terminated_at":"2024-01-01T00:00:00Z"},
                {"id":"3CH","status":"ready","terminated_at":null}]})"),
            (Text{"field channel_status error | 1CH", "field channel_integration disabled | 1CH",
                  "field channel_quality_rating green | 1CH",
                  "field fb_account_status rejected | 1CH", "field channel_status ready | 3CH"}));
}

TEST(ReadAny, StatusPages) {
  EXPECT_EQ(Any(200, R"({"page":{"name":"P","status":"HASISSUES"},
                         "activeIncidents":[{"name":"Delays"},{"name":"More"}]})"),
            (Text{"field page_status hasissues | Delays, More", "event status_page hasissues"}));
}

TEST(ReadAny, WhatNobodyAskedFor) {
  for (const char* body : {"{}", R"({"id":"7"})", "[]", "", "<html>"}) {
    EXPECT_EQ(Any(200, body), Text{}) << body;
  }
  EXPECT_EQ(Any(200, "{}", Unasked::kIsHealth), Text{"messaging missing"});
  EXPECT_EQ(Any(200, "[]", Unasked::kIsHealth), Text{"unreadable not a JSON object | []"});
  EXPECT_EQ(Any(200, "", Unasked::kIsHealth), Text{"unreadable empty"});
  // A word of success is no error, and an error is one whatever the status.
  EXPECT_EQ(Any(200, R"({"message":"queued"})"), Text{});
  EXPECT_EQ(Any(200, R"({"error":"new"})"), Text{"message new"});
}

TEST(ReadAny, FormsWithoutNews) {
  for (const char* body :
       {R"({"metrics":{}})", R"({"phone_number":"1"})", R"({"access_token":"x","expires_in":1})",
        R"({"messages":[{"id":"wamid.x"}]})", R"({"success":true})", R"({"clients":[]})",
        R"({"settings":{}})", R"({"data":[]})"}) {
    EXPECT_EQ(Any(200, body, Unasked::kIsHealth), Text{}) << body;
  }
}

TEST(ReadAny, OneMoreEnvelope) {
  for (const char* body :
       {R"({"payload":{"error":{"code":190,"message":"M"}}})",
        R"({"a":1,"data":{"error":{"code":190,"message":"M"}},"status":403})",
        R"({"message":"failed","body":"{\"error\":{\"code\":190,\"message\":\"M\"}}"})"}) {
    EXPECT_EQ(Any(403, body).front(), "graph-error[190] M") << body;
  }
  EXPECT_EQ(Any(200, R"({"data":{"page":{"status":"UP"}}})"),
            (Text{"field page_status up", "event status_page up"}));
  // What it says itself counts more than what stands inside.
  EXPECT_EQ(Any(200, R"({"error":"own","inner":{"error":"other"}})"), Text{"message own"});
  EXPECT_EQ(Lines(Read(200, R"({"payload":{"health_status":{"can_send_message":"BLOCKED"}}})")),
            Text{"messaging blocked"});
}

TEST(ReadAny, ListsWithoutEndAreCut) {
  std::string body = R"({"data":[)";
  for (int i = 0; i < 1000; ++i) {
    body += R"({"name":"t","status":"S)" + std::to_string(i) + R"("},)";
  }
  EXPECT_EQ(Any(200, body + "{}]}").size(), 64u);
}

}  // namespace
}  // namespace wa
