#include "web/observations.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "web/server_case.h"

namespace wa {
namespace {

using nlohmann::json;
using test::Fetched;
using test::HttpClient;
using test::kNow;

const std::string kPath = "/api/v1/observations/berlin-shop";
const std::string kToken = "Authorization: Bearer observer-token";
const json kRegistration = json::parse(R"({"status": 403, "operation": "register", "body": {
    "data": {"code": 1005, "title": "Access denied",
             "details": "Please wait 1 hour(s) 38 minute(s) before trying again"},
    "meta": {"developer_message": "Trigger registration error", "http_code": 403,
             "success": false}}})");

class ObservationsTest : public test::DeliveryCase {
 protected:
  void SetUp() override {
    fleet_.Add("berlin-shop");
    config_.observations_token = Secret("observer-token");
    backend_.now = [] { return kNow; };
  }
  Fetched Observe(const json& body, const std::string& path = kPath) {
    return Post(path, body.dump(), {kToken});
  }
};

TEST_F(ObservationsTest, AnswersSoThatTheCallerCanAct) {
  Start();
  const Fetched answer = Observe(kRegistration);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.headers.at("content-type"), "application/json");
  const json said = json::parse(answer.body);
  EXPECT_EQ(said["condition"], "registration-timeout");
  ASSERT_EQ(said["conditions"].size(), 1U);
  EXPECT_EQ(said["conditions"][0]["account"], "berlin-shop");
  EXPECT_EQ(said["conditions"][0]["retry_after_seconds"], 98 * 60);
  EXPECT_EQ(said["conditions"][0]["support"], "no");
  EXPECT_EQ(said["advice"],
            "Do not contact support; do not try again before 2026-11-24T09:50:30Z.");
  const auto told = this->told();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].account, "berlin-shop");
  EXPECT_EQ(told[0].operation, ObservedOperation::kRegister);
  EXPECT_EQ(told[0].digest, std::nullopt);
  EXPECT_FALSE(told[0].event.facts.is_event);
  EXPECT_EQ(told[0].event.facts.http_status, 403);
  EXPECT_TRUE(TakeCounts().empty()) << "it is no webhook";
}

std::vector<std::string> EventSigns(const Told& told) {
  std::vector<std::string> signs;
  for (const Sign& sign : told.event.facts.signs) {
    if (sign.kind == SignKind::kEvent) signs.push_back(sign.text);
  }
  return signs;
}

TEST_F(ObservationsTest, AGoodAnswerIsTheOppositeOfTrouble) {
  Start();
  const json sent = {{"status", 201},
                     {"operation", "send"},
                     {"body", json::parse("{}")},
                     {"at", "2026-11-24T08:00:00Z"}};
  const Fetched answer = Observe(sent);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(json::parse(answer.body), json::parse(R"({"condition": null, "conditions": [],
                            "advice": "Nothing is wrong; there is nothing to do."})"));
  Observe({{"status", 200}});
  // What is wrong in spite of its status is no good news.
  Observe({{"status", 200},
           {"operation", "send"},
           {"body", {{"error", {{"code", 190}, {"message", "expired"}}}}}});
  Observe({{"status", 500}, {"operation", "send"}, {"body", ""}});
  const auto told = this->told();
  ASSERT_EQ(told.size(), 4U);
  EXPECT_EQ(EventSigns(told[0]), std::vector<std::string>{"observation send ok"});
  EXPECT_EQ(told[0].event.happened, kNow - std::chrono::seconds(750));
  EXPECT_EQ(EventSigns(told[1]), std::vector<std::string>{"observation other ok"});
  EXPECT_TRUE(EventSigns(told[2]).empty());
  EXPECT_TRUE(EventSigns(told[3]).empty());
}

TEST_F(ObservationsTest, AnUnknownAnswerIsSaidToBeUnknown) {
  Start();
  const json said = json::parse(Observe({{"status", 418}, {"body", "teapot"}}).body);
  EXPECT_EQ(said["condition"], "unknown-error");
}

TEST_F(ObservationsTest, EachOfAThousandIsJudgedByItself) {
  Start();
  json batch = json::array();
  for (int i = 0; i < 1000; ++i) batch.push_back(kRegistration);
  batch[10] = {{"status", 200}};
  batch[500] = {{"status", "many"}};
  batch[999] = "nothing";
  const Fetched answer = Observe(batch);
  ASSERT_EQ(answer.status, 200) << answer.body;
  const json said = json::parse(answer.body);
  ASSERT_EQ(said.size(), 1000U);
  EXPECT_EQ(said[0]["condition"], "registration-timeout");
  EXPECT_EQ(said[10]["condition"], nullptr);
  EXPECT_EQ(said[500], json::parse(R"({"error": "status: the HTTP status that was received, a )"
                                   R"(number from 100 to 599"})"));
  EXPECT_TRUE(said[999].contains("error"));
  EXPECT_EQ(said[998]["condition"], "registration-timeout");
  EXPECT_EQ(told().size(), 998U);
  EXPECT_EQ(deliveries_, 1);
  batch.push_back(kRegistration);
  const Fetched more = Observe(batch);
  EXPECT_EQ(more.status, 413);
  EXPECT_EQ(json::parse(more.body)["detail"], "at most 1000 observations at once");
  EXPECT_EQ(deliveries_, 1);
}

TEST_F(ObservationsTest, AnEmptyListTellsNothing) {
  Start();
  const Fetched answer = Observe(json::array());
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "[]\n");
  EXPECT_EQ(deliveries_, 0);
}

TEST_F(ObservationsTest, OnlyWithTheToken) {
  Start();
  for (const std::vector<std::string>& headers : {std::vector<std::string>{},
                                                  {"Authorization: Bearer observer-toke"},
                                                  {"Authorization: Basic b2JzZXJ2ZXI="},
                                                  {kToken, kToken}}) {
    const Fetched answer = Post(kPath, kRegistration.dump(), headers);
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(answer.headers.at("www-authenticate"), "Bearer");
  }
  EXPECT_EQ(Post("/api/v1/observations/nobody", "{}").status, 401)
      << "who has no token learns no names";
  EXPECT_EQ(deliveries_, 0);
}

TEST_F(ObservationsTest, WithoutAConfiguredTokenTheyAreClosed) {
  config_.observations_token = Secret();
  Start();
  EXPECT_EQ(Post(kPath, "{}", {"Authorization: Bearer "}).status, 404);
  EXPECT_EQ(deliveries_, 0);
}

TEST_F(ObservationsTest, RefusesWhatItCannotUse) {
  options_.max_body = 2000;
  Start();
  const auto error = [](const Fetched& answer) { return json::parse(answer.body)["detail"]; };
  const Fetched unknown = Observe(kRegistration, "/api/v1/observations/berlin-shoq");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(error(unknown), "no account of this name is configured; did you mean berlin-shop?");
  EXPECT_EQ(Observe(kRegistration, kPath + "/more").status, 404);
  const Fetched garbage = Post(kPath, "status=403", {kToken});
  EXPECT_EQ(garbage.status, 400);
  EXPECT_EQ(error(garbage), "not JSON");
  const Fetched malformed = Observe({{"body", "x"}});
  EXPECT_EQ(malformed.status, 400);
  EXPECT_EQ(error(malformed),
            "status: the HTTP status that was received, a number from 100 to 599");
  EXPECT_EQ(Observe({{"status", 500}, {"body", std::string(2000, 'x')}}).status, 413);
  EXPECT_EQ(HttpClient().With(kToken).Get(port_, kPath).status, 405);
  EXPECT_EQ(deliveries_, 0);
}

TEST_F(ObservationsTest, WhatIsNotOnTheDiskIsToBeSentAgain) {
  Start();
  outcome_ = Delivered::kNot;
  const Fetched answer = Observe(kRegistration);
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.headers.at("retry-after"), "5");
}

}  // namespace
}  // namespace wa
