#include "provider/read_webhook.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "provider/answer.h"

namespace wa {
namespace {

std::string Cloud(const std::string& field, const std::string& value) {
  return R"({"object":"whatsapp_business_account","entry":[{"id":"1022","time":1743451903,)"
         R"("changes":[{"field":")" +
         field + R"(","value":)" + value + "}]}]}";
}

Event Only(const std::string& body) {
  const WebhookBody webhook = ReadWebhook(body);
  EXPECT_EQ(webhook.flaw, "") << body;
  EXPECT_TRUE(webhook.recognised) << body;
  EXPECT_EQ(webhook.events.size(), 1u) << body;
  return webhook.events.empty() ? Event{} : webhook.events.front();
}

// The words of the event's signs.
Text Told(const Event& event) {
  Text words;
  for (const Sign& sign : event.facts.signs) words.push_back(sign.text);
  return words;
}
Text Told(const std::string& field, const std::string& value) {
  return Told(Only(Cloud(field, value)));
}

TEST(ReadWebhook, CloudStatuses) {
  const WebhookBody webhook = ReadWebhook(Cloud("messages", R"({
      "metadata":{"display_phone_number":"+1 555-078","phone_number_id":"106"},
      "statuses":[{"id":"wamid.A","status":"sent","timestamp":"1751142888"},
                  {"id":"wamid.A","status":"Delivered","timestamp":1751142889},
                  {"id":"wamid.A","status":"read"},
                  {"id":"wamid.A","status":"played"},
                  {"id":"wamid.B","status":"failed","errors":[{"code":131042,"title":"T"}]}]})"));
  ASSERT_EQ(webhook.events.size(), 5u);
  Text names, identities;
  for (const Event& event : webhook.events) {
    names.push_back(event.name);
    identities.push_back(event.identity);
    EXPECT_TRUE(event.facts.is_event);
    EXPECT_EQ(event.waba_id, "1022");
    EXPECT_EQ(event.phone_number_id, "106");
    EXPECT_EQ(event.phone_number, "1555078");
  }
  EXPECT_EQ(names, (Text{"message_sent", "message_delivered", "message_read", "message_other",
                         "message_failed"}));
  EXPECT_EQ(identities,
            (Text{"status wamid.A sent", "status wamid.A delivered", "status wamid.A read",
                  "status wamid.A played", "status wamid.B failed"}));
  EXPECT_EQ(webhook.events[1].happened, SystemTime(std::chrono::seconds(1751142889)));
  // What has no time of its own has that of the entry.
  EXPECT_EQ(webhook.events[2].happened, SystemTime(std::chrono::seconds(1743451903)));
  EXPECT_EQ(webhook.events[0].outcome, MessageOutcome::kSent);
  EXPECT_EQ(webhook.events[4].outcome, MessageOutcome::kFailed);
  EXPECT_EQ(Lines(webhook.events[4].facts), Text{"error-list[131042] T"});
}

// The status of a message that has no status but errors.
TEST(ReadWebhook, AFailureWithoutAWordIsAFailure) {
  const Event event = Only(R"({"statuses":[{"id":"a","errors":[{"code":470,"title":"T"}]}]})");
  EXPECT_EQ(event.name, "message_failed");
  EXPECT_EQ(event.outcome, MessageOutcome::kFailed);
}

TEST(ReadWebhook, InboundMessagesAreCountedAndNoErrors) {
  const Event event =
      Only(Cloud("messages", R"({"messages":[{"id":"wamid.A","timestamp":"1750090702",
      "type":"unsupported","errors":[{"code":131051,"title":"Message type unknown"}]}]})"));
  EXPECT_EQ(event.name, "message_received");
  EXPECT_EQ(event.identity, "message wamid.A");
  EXPECT_EQ(event.outcome, MessageOutcome::kNone);
  EXPECT_EQ(Lines(event.facts), Text{});
}

TEST(ReadWebhook, ErrorsThatBelongToNoMessage) {
  for (const std::string& body : {std::string(R"({"errors":[{"code":1014,"title":"T"}]})"),
                                  Cloud("messages", R"({"errors":[{"code":1014,"title":"T"}]})")}) {
    const Event event = Only(body);
    EXPECT_EQ(event.name, "errors");
    EXPECT_EQ(Lines(event.facts), Text{"error-list[1014] T"});
  }
}

TEST(ReadWebhook, SeveralEntriesAndChanges) {
  const WebhookBody webhook = ReadWebhook(R"({"object":"whatsapp_business_account","entry":[
      {"id":"1","changes":[{"field":"account_update","value":{"event":"ACCOUNT_DELETED"}},
                           {"field":"messages","value":{"statuses":[{"id":"a","status":"sent"}]}}]},
      {"id":"2","changes":[{"field":"security","value":{"event":"PIN_CHANGED"}}]},
      7,{"id":"3"},{"id":"4","changes":[7]}]})");
  ASSERT_EQ(webhook.events.size(), 3u);
  EXPECT_EQ(webhook.events[0].waba_id, "1");
  EXPECT_EQ(webhook.events[1].name, "message_sent");
  EXPECT_EQ(webhook.events[2].waba_id, "2");
}

TEST(ReadWebhook, AccountUpdates) {
  EXPECT_EQ(Told("account_update", R"({"event":"ACCOUNT_DELETED"})"),
            Text{"account_update account_deleted"});
  EXPECT_EQ(Told("Account_Update ", R"({"event":"DISABLED_UPDATE",
                 "ban_info":{"waba_ban_state":"REINSTATE"}})"),
            Text{"account_update disabled_update reinstate"});
  EXPECT_EQ(Told("account_update", R"({"ban_info":{"waba_ban_state":"DISABLE"}})"),
            Text{"account_update"});
  EXPECT_EQ(Lines(Only(Cloud("account_update", R"({"event":"ACCOUNT_RESTRICTION",
                 "restriction_info":[{"restriction_type":"A","expiration":7}]})"))
                      .facts),
            Text{"event account_update account_restriction | event ACCOUNT_RESTRICTION, "
                 "expiration 7, restriction_type A"});
}

// There the entry is a business portfolio.
TEST(ReadWebhook, TheAccountOfAPartnersUpdate) {
  const Event event = Only(Cloud("account_update", R"({"event":"PARTNER_REMOVED",
      "waba_info":{"waba_id":"980"},"disconnection_info":{"reason":"PRIMARY_INACTIVITY"}})"));
  EXPECT_EQ(event.waba_id, "980");
  EXPECT_EQ(Told(event), Text{"account_update partner_removed primary_inactivity"});
  EXPECT_EQ(Only(Cloud("account_update", R"({"event":"PARTNER_ADDED"})")).waba_id, "");
  EXPECT_EQ(Only(Cloud("account_update", R"({"event":"AD_ACCOUNT_LINKED"})")).waba_id, "");
}

TEST(ReadWebhook, QualityAndLimits) {
  const auto told = [](const std::string& more) {
    return Told("phone_number_quality_update",
                "{\"display_phone_number\":\"15550783881\"" + more + "}");
  };
  const std::string field = "phone_number_quality_update";
  EXPECT_EQ(told(R"(,"event":"FLAGGED","current_limit":"TIER_10K")"), Text{field + " flagged"});
  EXPECT_EQ(told(R"(,"event":"DOWNGRADE","old_limit":"TIER_10K","current_limit":"TIER_1K")"),
            (Text{field + " downgrade", field + " limit_lowered"}));
  for (const char* lowered :
       {R"(,"old_limit":"TIER_UNLIMITED","current_limit":"TIER_100K")",
        R"(,"old_limit":-1,"current_limit":"2000")",
        R"(,"old_limit":"TIER_2K","max_daily_conversations_per_business":250)"}) {
    EXPECT_EQ(told(lowered), (Text{field, field + " limit_lowered"})) << lowered;
  }
  for (const char* other : {R"(,"old_limit":"TIER_1K","current_limit":"TIER_10K")",
                            R"(,"old_limit":"TIER_1K","current_limit":"TIER_UNLIMITED")",
                            R"(,"old_limit":"TIER_1K","current_limit":"TIER_NEW")",
                            R"(,"current_limit":"TIER_1K")", R"(,"old_limit":"TIER_1K")"}) {
    EXPECT_EQ(told(other), Text{field}) << other;
  }
}

TEST(ReadWebhook, Templates) {
  const Event paused = Only(Cloud("message_template_status_update", R"({"event":"PAUSED",
      "message_template_name":"order","message_template_id":7,"other_info":{"title":"FIRST_PAUSE"}})"));
  EXPECT_EQ(paused.subject, "order");
  EXPECT_EQ(Told(paused), Text{"message_template_status_update paused first_pause"});
  EXPECT_EQ(Only(Cloud("template_category_update", R"({"message_template_id":7})")).subject, "7");
  EXPECT_EQ(Told("template_category_update", R"({"new_category":"MARKETING"})"),
            Text{"template_category_update changed"});
  const auto quality = [](const char* before, const char* after) {
    return Told("message_template_quality_update", std::string("{\"previous_quality_score\":\"") +
                                                       before + "\",\"new_quality_score\":\"" +
                                                       after + "\"}")
        .at(0);
  };
  const std::string field = "message_template_quality_update ";
  EXPECT_EQ(quality("GREEN", "yellow"), field + "worse yellow");
  EXPECT_EQ(quality("YELLOW", "RED"), field + "worse red");
  EXPECT_EQ(quality("RED", "GREEN"), field + "better green");
  EXPECT_EQ(quality("UNKNOWN", "RED"), field + "same red");
  EXPECT_EQ(quality("GREEN", "UNKNOWN"), field + "same unknown");
  EXPECT_EQ(quality("RED", "RED"), field + "same red");
}

TEST(ReadWebhook, OtherAccountFields) {
  EXPECT_EQ(Told("account_alerts",
                 R"({"alert_info":{"alert_severity":"CRITICAL","alert_status":"ACTIVE"}})"),
            Text{"account_alerts critical active"});
  EXPECT_EQ(Told("account_alerts", R"({"alert_info":{"alert_status":"ACTIVE"}})"),
            Text{"account_alerts"});
  EXPECT_EQ(Told("business_capability_update", "{}"), Text{"business_capability_update changed"});
  EXPECT_EQ(Told("phone_number_name_update", R"({"decision":"REJECTED"})"),
            Text{"phone_number_name_update rejected"});
  EXPECT_EQ(Told("account_review_update", R"({"decision":"APPROVED"})"),
            Text{"account_review_update approved"});
  EXPECT_EQ(Told("security", R"({"event":"PIN_CHANGED","requester":"61555822107539"})"),
            Text{"security pin_changed"});
}

// Its name is all that is taken of what nobody knows: it may hold people's messages.
TEST(ReadWebhook, AFieldOfTomorrow) {
  const Event event = Only(Cloud("something_new", R"({"event":"A","text":"Hello"})"));
  EXPECT_EQ(event.name, "other");
  EXPECT_EQ(Lines(event.facts), Text{"event something_new a"});
}

TEST(ReadWebhook, NobodysNumberStandsInADetail) {
  const Event event = Only(Cloud("security", R"({"event":"PIN_CHANGED","requester":"61555822107539",
      "display_phone_number":"15550783881","contact":{"name":"Kerry"}})"));
  EXPECT_EQ(Lines(event.facts), Text{"event security pin_changed | event PIN_CHANGED"});
}

TEST(ReadWebhook, APartnersEvents) {
  const Event event =
      Only(R"({"id":"ev4","event":"phone_number_quality_changed","data":{"id":"AbCH",
      "current_quality_rating":"YELLOW","setup_info":{"phone_number":"+49 30 123"},
      "waba_account":{"id":"AbWA"}}})");
  EXPECT_EQ(event.name, "phone_number_quality_changed");
  EXPECT_EQ(event.channel_id, "AbCH");
  EXPECT_EQ(event.phone_number, "4930123");
  EXPECT_EQ(event.waba_id, "AbWA");
  EXPECT_EQ(event.happened, std::nullopt);
  EXPECT_EQ(Told(event), Text{"phone_number_quality_changed yellow"});
  EXPECT_EQ(Lines(Only(R"({"id":"ev5","event":"account_restriction",
      "data":{"phone_number":"4930123","violation_type":"SPAM"}})")
                      .facts),
            Text{"event account_restriction | SPAM"});
  const Event client = Only(R"({"id":"ev6","event":"client_created","data":{"id":"AbCL"}})");
  EXPECT_EQ(client.channel_id, "");
  EXPECT_EQ(Only(R"({"event":"something_new","data":{}})").name, "other");
}

TEST(ReadWebhook, APartnersTemplatesAndChannels) {
  const Event changed = Only(R"({"id":"e","event":"waba_template_status_changed",
                                 "data":{"name":"order","status":"paused"}})");
  EXPECT_EQ(changed.name, "template_status_changed");
  EXPECT_EQ(changed.subject, "order");
  EXPECT_EQ(Told(changed), Text{"template_status_changed paused"});
  EXPECT_EQ(Lines(Only(R"({"id":"e","event":"channel_status_changed","data":{"id":"AbCH",
                           "status":"error","setup_info":{}}})")
                      .facts),
            (Text{"event channel_status_changed error", "field channel_status error | AbCH"}));
}

TEST(ReadWebhook, TheSameEventHasTheSameIdentity) {
  const auto identity = [](const std::string& body) { return Only(body).identity; };
  EXPECT_EQ(identity(Cloud("account_update", R"({"event":"A","x":{"b":1,"a":2}})")),
            identity(Cloud("account_update", R"({"x":{"a":2,"b":1},"event":"A"})")));
  EXPECT_NE(identity(Cloud("account_update", R"({"event":"A"})")),
            identity(Cloud("account_update", R"({"event":"B"})")));
  EXPECT_NE(identity(Cloud("account_update", R"({"event":"A"})")),
            identity(Cloud("account_review_update", R"({"event":"A"})")));
  EXPECT_NE(identity(R"({"id":"1","event":"channel_live","data":{}})"),
            identity(R"({"id":"2","event":"channel_live","data":{}})"));
  EXPECT_NE(identity(R"({"statuses":[{"id":"a","status":"sent"}]})"),
            identity(R"({"messages":[{"id":"a"}]})"));
}

TEST(ReadWebhook, OneMoreEnvelope) {
  const std::string body = Cloud("account_update", R"({"event":"ACCOUNT_DELETED"})");
  std::string escaped;
  for (const char c : body) escaped += c == '"' ? std::string("\\\"") : std::string(1, c);
  for (const std::string& wrapped :
       {"{\"payload\":" + body + "}", "{\"a\":1,\"body\":\" " + escaped + "\"}", "[" + body + "]",
        "\xEF\xBB\xBF" + body}) {
    EXPECT_EQ(Told(Only(wrapped)), Text{"account_update account_deleted"}) << wrapped;
  }
  EXPECT_EQ(ReadWebhook("[" + body + "," + body + "]").events.size(), 2u);
}

TEST(ReadWebhook, WhatIsNoWebhook) {
  EXPECT_EQ(ReadWebhook("").flaw, "empty");
  EXPECT_EQ(ReadWebhook("<html>").flaw, "not JSON");
  EXPECT_EQ(ReadWebhook(std::string(100, '[') + std::string(100, ']')).flaw, "nested too deeply");
  for (const char* body : {"{}", "[]", "7", R"("a")", R"({"event":"new"})", R"({"entry":[]})",
                           R"({"entry":[{"id":"1"}]})", R"({"a":{"b":{"statuses":[]}}})"}) {
    const WebhookBody webhook = ReadWebhook(body);
    EXPECT_EQ(webhook.flaw, "") << body;
    EXPECT_FALSE(webhook.recognised) << body;
    EXPECT_TRUE(webhook.events.empty()) << body;
  }
  EXPECT_TRUE(ReadWebhook(R"({"object":"whatsapp_business_account","entry":[]})").recognised);
}

TEST(ReadWebhook, TimesThatCannotBeTrue) {
  const auto happened = [](const std::string& time) {
    return Only(R"({"statuses":[{"id":"a","status":"sent","timestamp":)" + time + "}]}").happened;
  };
  EXPECT_EQ(happened("\"1518694708\""), SystemTime(std::chrono::seconds(1518694708)));
  EXPECT_EQ(happened("1518694708123"), SystemTime(std::chrono::milliseconds(1518694708123)));
  for (const char* time : {"0", "-5", "9000000000000000000", "\"soon\"", "null", "{}", "1e300"}) {
    EXPECT_EQ(happened(time), std::nullopt) << time;
  }
}

// None may be lost in silence: the sender is told, and keeps them.
TEST(ReadWebhook, TooManyEventsAreRefused) {
  const auto statuses = [](std::size_t count) {
    std::string body = R"({"statuses":[)";
    for (std::size_t i = 0; i < count; ++i) {
      body += (i == 0 ? "" : ",") + (R"({"status":"sent","id":")" + std::to_string(i) + "\"}");
    }
    return body + "]}";
  };
  EXPECT_EQ(ReadWebhook(statuses(kMaxEvents)).events.size(), kMaxEvents);
  const WebhookBody refused = ReadWebhook(statuses(kMaxEvents + 1));
  EXPECT_EQ(refused.flaw, "too many events");
  EXPECT_TRUE(refused.events.empty());
}

TEST(ReadWebhook, NamesAreSorted) {
  EXPECT_TRUE(std::is_sorted(EventNames().begin(), EventNames().end()));
  EXPECT_EQ(std::count(EventNames().begin(), EventNames().end(), "other"), 1);
}

}  // namespace
}  // namespace wa
