#include "provider/read_health.h"

#include <gtest/gtest.h>

#include "provider/answer.h"

namespace wa {
namespace {

// An answer with this overall value (JSON) and these entities.
Facts Health(const std::string& overall, const std::string& entities) {
  std::string body = R"({"health_status":{)";
  if (!overall.empty()) body += R"("can_send_message":)" + overall;
  if (!entities.empty()) {
    body += (overall.empty() ? "" : ",") + std::string(R"("entities":)") + entities;
  }
  return Read(200, body + R"(},"id":"1"})");
}

std::string Entity(const std::string& type, const std::string& level,
                   const std::string& more = "") {
  return R"({"entity_type":")" + type + R"(","can_send_message":")" + level + "\"" + more + "}";
}

std::string Sip(const std::string& level) { return R"(,"can_receive_call_sip":")" + level + "\""; }

std::vector<std::pair<std::string, HealthLevel>> Levels(const Facts& facts) {
  std::vector<std::pair<std::string, HealthLevel>> levels;
  for (const EntityHealth& health : facts.health) {
    levels.emplace_back(health.entity, health.can_send_message);
  }
  return levels;
}
using Pairs = std::vector<std::pair<std::string, HealthLevel>>;

TEST(ReadHealth, AvailableGivesNoSign) {
  const Facts facts = Health("\"AVAILABLE\"", "[" + Entity("PHONE_NUMBER", "AVAILABLE") + "," +
                                                  Entity("WABA", "AVAILABLE") + "]");
  EXPECT_EQ(Lines(facts), Text{});
  EXPECT_EQ(Levels(facts),
            (Pairs{{"phone_number", HealthLevel::kAvailable}, {"waba", HealthLevel::kAvailable}}));
}

TEST(ReadHealth, TheWorstEntityIsTheVerdictAndTheEvidence) {
  const std::string blocked =
      Entity("WABA", "BLOCKED",
             R"(,"errors":[{"error_code":141006,"error_description":"No pay.",
                                        "possible_solution":"Pay."},{"error_code":141014}])");
  const std::string limited = Entity("BUSINESS", "LIMITED", R"(,"errors":[{"error_code":141010}])");
  const Facts facts = Health(
      "\"AVAILABLE\"", "[" + Entity("APP", "AVAILABLE") + "," + limited + "," + blocked + "]");
  EXPECT_EQ(Lines(facts),
            Text{"messaging[141006] blocked | waba: No pay. (141006) Pay.; error 141014"});
  EXPECT_EQ(Levels(facts), (Pairs{{"app", HealthLevel::kAvailable},
                                  {"business", HealthLevel::kLimited},
                                  {"waba", HealthLevel::kBlocked}}));
}

TEST(ReadHealth, LimitedExplainsItselfInAdditionalInfo) {
  EXPECT_EQ(Lines(Health("\"LIMITED\"",
                         "[" +
                             Entity("PHONE_NUMBER", "LIMITED",
                                    R"(,"additional_info":["Name not approved.",7,"So."])") +
                             "]")),
            Text{"messaging limited | phone_number: Name not approved.; So."});
}

TEST(ReadHealth, OverallCountsWithoutEntities) {
  EXPECT_EQ(Lines(Health("\"BLOCKED\"", "")), Text{"messaging blocked"});
  EXPECT_EQ(Lines(Health("\"BLOCKED\"", "[]")), Text{"messaging blocked"});
  EXPECT_EQ(Lines(Health("\"BLOCKED\"", R"([{"entity_type":"WABA"}])")), Text{"messaging blocked"});
}

// Blocked overall, but only because of calls over SIP.
TEST(ReadHealth, CallsAreAMatterApart) {
  const std::string sip =
      Entity("PHONE_NUMBER", "AVAILABLE", Sip("BLOCKED") + R"(,"errors":[{"error_code":138024}])");
  const Facts facts = Health("\"BLOCKED\"", "[" + sip + "," + Entity("WABA", "AVAILABLE") + "]");
  EXPECT_EQ(Lines(facts), Text{"calling[138024] blocked | phone_number: error 138024"});
  EXPECT_EQ(Levels(facts),
            (Pairs{{"phone_number", HealthLevel::kAvailable}, {"waba", HealthLevel::kAvailable}}));
}

TEST(ReadHealth, SendingAndCallsCanBothBeBlocked) {
  EXPECT_EQ(Lines(Health("\"BLOCKED\"", "[" + Entity("APP", "BLOCKED", Sip("LIMITED")) + "]")),
            (Text{"messaging blocked | app", "calling limited | app"}));
}

TEST(ReadHealth, AnUnknownWordOnCallsIsNoNews) {
  EXPECT_EQ(Lines(Health("\"AVAILABLE\"", "[" + Entity("APP", "AVAILABLE", Sip("PAUSED")) + "]")),
            Text{});
}

TEST(ReadHealth, ABadOverallValueThatNothingExplainsIsNotGood) {
  EXPECT_EQ(Lines(Health("\"BLOCKED\"", "[" + Entity("APP", "AVAILABLE") + "]")),
            Text{"messaging overall blocked, entities available"});
}

TEST(ReadHealth, NoVerdictIsMissing) {
  EXPECT_EQ(Lines(Read(200, "{}")), Text{"messaging missing"});
  EXPECT_EQ(Lines(Read(200, R"({"health_status":{}})")), Text{"messaging missing"});
  EXPECT_EQ(Lines(Read(200, R"({"health_status":null})")), Text{"messaging missing"});
  EXPECT_EQ(Lines(Health("null", "")), Text{"messaging missing"});
}

TEST(ReadHealth, AVerdictOfAnotherTypeOrWordIsUnknown) {
  EXPECT_EQ(Lines(Health("7", "")), Text{"messaging unreadable"});
  EXPECT_EQ(Lines(Health("\"Paused\"", "")), Text{"messaging paused"});
  const Facts facts =
      Health("\"PAUSED\"", "[" + Entity("APP", "PAUSED") + "," + Entity("WABA", "AVAILABLE") + "]");
  EXPECT_EQ(Lines(facts), Text{"messaging paused | app"});
  EXPECT_EQ(Levels(facts),
            (Pairs{{"app", HealthLevel::kUnknown}, {"waba", HealthLevel::kAvailable}}));
}

TEST(ReadHealth, AKnownTroubleTellsMoreThanAnUnknownWord) {
  EXPECT_EQ(Lines(Health("\"LIMITED\"",
                         "[" + Entity("APP", "PAUSED") + "," + Entity("WABA", "LIMITED") + "]")),
            Text{"messaging limited | waba"});
}

// They become labels: few, and each once.
TEST(ReadHealth, EntitiesOfOneSortAreOneAndUnknownSortsAreOther) {
  const Facts facts =
      Health("\"BLOCKED\"", "[" + Entity("WABA", "AVAILABLE") + "," + Entity("waba", "BLOCKED") +
                                "," + Entity("FLOW", "LIMITED") + "," + Entity("X", "AVAILABLE") +
                                R"(,{"entity_type":[],"can_send_message":"AVAILABLE"}])");
  EXPECT_EQ(Levels(facts),
            (Pairs{{"waba", HealthLevel::kBlocked}, {"other", HealthLevel::kLimited}}));
}

TEST(ReadHealth, EndlessEvidenceIsCut) {
  std::string entities = "[" + Entity("APP", "BLOCKED", R"(,"errors":[{"error_description":"e"})");
  entities.pop_back();
  for (int i = 0; i < 20000; ++i) entities += R"(,{"error_description":"again and again"})";
  const Facts facts = Health("\"BLOCKED\"", entities + "]}]");
  ASSERT_EQ(facts.signs.size(), 1u);
  EXPECT_EQ(facts.signs[0].detail.size(), 512u);
}

TEST(ReadHealth, WhatIsNotTheJsonAskedForIsUnreadable) {
  EXPECT_EQ(Lines(Read(200, "<html>Log in</html>")),
            Text{"unreadable not JSON | <html>Log in</html>"});
  EXPECT_EQ(Lines(Read(200, "")), Text{"unreadable empty"});
  EXPECT_EQ(Lines(Read(200, "[1]")), Text{"unreadable not a JSON object | [1]"});
  EXPECT_EQ(Lines(Read(200, R"({"health_status":{"can)")).size(), 1u);
  EXPECT_EQ(Read(200, R"({"health_status":{"can)").signs[0].text, "not JSON");
}

TEST(ReadHealth, DeepNestingNeitherCrashesNorPasses) {
  for (const int depth : {33, 1000, 500000}) {
    const std::string open(static_cast<std::size_t>(depth), '[');
    const std::string close(static_cast<std::size_t>(depth), ']');
    EXPECT_EQ(Read(200, open + close).signs.at(0).text, "nested too deeply") << depth;
    EXPECT_EQ(Read(200, open).signs.at(0).text, "nested too deeply") << depth;
  }
  EXPECT_EQ(Read(200, std::string(32, '[') + std::string(32, ']')).signs.at(0).text,
            "not a JSON object");
  // Brackets inside a string nest nothing, nor does an escaped quote end it.
  EXPECT_EQ(Lines(Read(200, R"({"x":"\"[)" + std::string(99, '[') + R"(","error":"E"})")),
            Text{"message E"});
}

TEST(ReadHealth, AnErrorInPlaceOfTheHealthIsNotCalledAMissingVerdict) {
  EXPECT_EQ(Lines(Read(200, R"({"error":"E"})")), Text{"message E"});
  EXPECT_EQ(Lines(Read(200, R"({"error":"E","health_status":{"can_send_message":"BLOCKED"}})")),
            (Text{"message E", "messaging blocked"}));
}

TEST(ReadHealth, OtherStatusesHaveNoVerdict) {
  const Facts facts = Read(500, R"({"health_status":{"can_send_message":"AVAILABLE"}})");
  ASSERT_EQ(facts.signs.size(), 1u);
  EXPECT_EQ(facts.signs[0].kind, SignKind::kHttp);
  EXPECT_TRUE(facts.health.empty());
}

TEST(ReadHealth, ARedirectSaysWhereTo) {
  EXPECT_EQ(Lines(Read(302, "", {{"location", "https://login.example.com/"}})),
            Text{"http HTTP 302 | https://login.example.com/"});
}

}  // namespace
}  // namespace wa
