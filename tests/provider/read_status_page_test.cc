#include "provider/read_status_page.h"

#include <gtest/gtest.h>

#include "provider/answer.h"

namespace wa {
namespace {

std::optional<StatusPageAnswer> ReadPage(std::string body, int status = 200) {
  HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  return ReadStatusPageAnswer(response);
}

TEST(ReadStatusPage, AllIsWell) {
  const auto answer = ReadPage(R"({"page":{"name":"P","url":"https://s","status":"UP"}})");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->level, 0);
  EXPECT_TRUE(answer->facts.is_event);
  EXPECT_EQ(Lines(answer->facts), (Text{"field page_status up", "event status_page up"}));
}

TEST(ReadStatusPage, AnIncidentIsAsBadAsItsImpact) {
  const auto answer = ReadPage(
      R"({"page":{"status":"HASISSUES"},"activeIncidents":[)"
      R"({"name":"Delays","impact":"DEGRADEDPERFORMANCE"},)"
      R"({"name":"Down","impact":"MAJOROUTAGE"},{"name":"Part","impact":"PARTIALOUTAGE"}]})");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->level, 3);
  EXPECT_EQ(Lines(answer->facts), (Text{"field page_status hasissues | Delays, Down, Part",
                                        "event status_page hasissues"}));
}

TEST(ReadStatusPage, AnIncidentOfUnknownImpactIsDegraded) {
  EXPECT_EQ(ReadPage(R"({"page":{"status":"HASISSUES"}})")->level, 1);
  EXPECT_EQ(
      ReadPage(R"({"page":{"status":"HASISSUES"},"activeIncidents":[{"impact":"NEW"}]})")->level,
      1);
}

TEST(ReadStatusPage, Maintenance) {
  const auto answer = ReadPage(
      R"({"page":{"status":"UNDERMAINTENANCE"},"activeMaintenances":[{"name":"Database"}]})");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->level, -1);
  EXPECT_EQ(answer->facts.signs.at(0).text, "page_status undermaintenance");
}

TEST(ReadStatusPage, OfMetasProductsOneCountsAndItsWorstServiceDecides) {
  const auto answer = ReadPage(
      R"([{"id":"graph-api","services":[{"name":"Graph API","status":"High disruptions"}]},)"
      R"({"id":"whatsapp-business-api","services":[)"
      R"({"name":"Embedded Signup","status":"Resolved"},)"
      R"({"name":"Cloud API","status":"Medium disruptions"},)"
      R"({"name":"Flows","status":"Low disruptions"}]}])");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->level, 2);
  EXPECT_EQ(
      Lines(answer->facts),
      (Text{"field page_status medium disruptions | Cloud API: medium disruptions, Flows: low "
            "disruptions",
            "event status_page medium disruptions"}));
}

TEST(ReadStatusPage, MetaIsWellWhenAllIsResolved) {
  const auto answer =
      ReadPage(R"([{"id":"whatsapp-business-api","services":[{"name":"Flows","status":"Resolved"},)"
               R"({"name":"Cloud API","status":"No known issues"}]}])");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->level, 0);
  EXPECT_EQ(answer->facts.signs.at(0).text, "page_status resolved");
}

TEST(ReadStatusPage, WhatMetaNeverSaidIsNotWell) {
  for (const char* status : {"Odd disruptions", "Outage"}) {
    const auto answer = ReadPage(R"([{"id":"whatsapp-business-api","services":[{"status":")" +
                                 std::string(status) + R"("}]}])");
    EXPECT_EQ(answer->level, 1) << status;
  }
}

TEST(ReadStatusPage, WhatIsNoneSaysNothing) {
  const char* good = R"({"page":{"status":"UP"}})";
  for (const int status : {204, 304, 404, 500}) EXPECT_FALSE(ReadPage(good, status)) << status;
  for (const char* body :
       {"", "<html>", "[]", R"([{"id":"graph-api","services":[{"status":"Resolved"}]}])",
        R"([{"id":"whatsapp-business-api","services":[]}])", R"([{"id":"whatsapp-business-api"}])",
        R"({"page":"up"})", R"({"page":{}})", R"({"page":{"status":7}})"}) {
    EXPECT_FALSE(ReadPage(body)) << body;
  }
}

}  // namespace
}  // namespace wa
