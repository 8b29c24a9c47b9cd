// The JSON API: one account, the summary, the catalogue.
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "base/text.h"
#include "load/load_conditions.h"
#include "web/fleet_for_web.h"
#include "web/refusal.h"
#include "web/routes.h"

namespace wa {
namespace {

using nlohmann::json;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using test::FleetBuilder;
using test::kNow;

std::shared_ptr<const Catalogue> Shipped() {
  static const auto catalogue = *ParseConditions(EmbeddedConditions(), "conditions.toml");
  return catalogue;
}

IncidentRecord RestartAt(SystemTime start, Duration lasted) {
  IncidentRecord record;
  record.id = "berlin-shop/" + FormatUtc(start);
  record.account = "berlin-shop";
  record.key = "unavailable";
  record.condition = record.seen_now = "internal-server-error";
  record.start = start;
  record.earliest_start = start - minutes(1);
  record.last_seen = start + lasted;
  record.ended = start + lasted + minutes(1);
  record.end_reason = IncidentEnd::kRecovered;
  record.http_status = 500;
  return record;
}

class Api : public testing::Test {
 protected:
  Api() {
    builder_.snapshot().providers.resize(2);
    builder_.snapshot().providers[0].name = "d360";
    builder_.snapshot().providers[0].status_page = "https://status.example/";
    builder_.snapshot().providers[1].name = "other";
    builder_.Add("fine");
    builder_.AddWith("berlin-shop", FleetBuilder::Restart(minutes(14)));
    builder_.LastAccount().phone_number = "+49 30 1234567";
  }

  Response Get(const std::string& target) {
    Backend backend = test::MakeBackend(builder_.Build());
    backend.catalogue = [] { return Shipped(); };
    backend.evidence = [this](const std::string&) { return evidence_; };
    backend.past = [this](PastQuery query, const std::function<void(Result<Past>)>& done) {
      asked_ = std::move(query);
      done(past_);
    };
    Request request;
    request.target = target;
    Response answer;
    Router(backend).Handle(request, [&](Response response) { answer = std::move(response); });
    return answer;
  }
  json Ask(const std::string& target) {
    const Response response = Get(target);
    EXPECT_EQ(response.status, 200) << *response.body;
    EXPECT_EQ(response.content_type, kJsonType);
    return json::parse(*response.body);
  }

  FleetBuilder builder_;
  Result<Past> past_ = Past();
  PastQuery asked_;
  Evidence evidence_;
};

TEST_F(Api, TellsOfOneAccountWhatTheListTells) {
  const json one = Ask("/api/v1/accounts/berlin-shop");
  EXPECT_EQ(one["version"], 1);
  EXPECT_EQ(one["account"], Ask("/api/v1/accounts?q=berlin-shop")["accounts"][0]);
  EXPECT_EQ(one["account"]["phone"], "+49 ** *****67");
}

TEST_F(Api, TellsOfPollsAsTheyCame) {
  KeptAnswer failure;
  failure.poll = PollId(33);
  failure.at = kNow - seconds(10);
  failure.http_status = 500;
  failure.conditions = {"internal-server-error"};
  failure.headers = {{"x-request-id", "abc"}};
  failure.body = "oops";
  failure.timing.connect = milliseconds(20);
  failure.timing.total = milliseconds(1250);
  KeptAnswer silence;
  silence.at = kNow - seconds(70);
  silence.why_none = "no answer within 10s";
  evidence_.recent = {failure, silence};
  const json polls = Ask("/api/v1/accounts/berlin-shop")["polls"];
  ASSERT_EQ(polls.size(), 2U);
  EXPECT_EQ(polls[0], json::parse(R"({"poll": "0000000011",
      "at": "2026-11-24T08:12:20.000Z", "asked": "health", "conditions": ["internal-server-error"], "http_status": 500, "why_none": null,
      "headers": [{"name": "x-request-id", "value": "abc"}], "body": "oops",
      "timing": {"resolve_seconds": 0.0, "connect_seconds": 0.02, "tls_seconds": 0.0,
                 "processing_seconds": 0.0, "transfer_seconds": 0.0, "total_seconds": 1.25}})"));
  EXPECT_EQ(polls[1]["http_status"], nullptr);
  EXPECT_EQ(polls[1]["why_none"], "no answer within 10s");
}

TEST_F(Api, TellsOfRestartsAgainstTheAllowance) {
  for (int day = 0; day < 4; ++day) {
    past_->page.incidents.push_back(RestartAt(kNow - hours(2 + 24 * day), minutes(4)));
  }
  past_->runs = {{kNow - hours(24 * 31), kNow}};
  const json past = Ask("/api/v1/accounts/berlin-shop")["past"];
  EXPECT_TRUE(asked_.answers);
  EXPECT_EQ(asked_.incidents.account, "berlin-shop");
  const json& restarts = past["restarts"];
  EXPECT_EQ(restarts["days"], 30);
  EXPECT_EQ(restarts["restarts"], 4);
  EXPECT_EQ(restarts["outages"], 0);
  EXPECT_EQ(restarts["restart_seconds"], 960);
  EXPECT_EQ(restarts["used_today_seconds"], 240);
  EXPECT_EQ(restarts["allowance_per_day_seconds"], 600);
  EXPECT_EQ(restarts["usual_hour_utc"], 6);
  EXPECT_TRUE(restarts["would_premium_help"].is_string());
  const json& line = past["time_line"];
  EXPECT_EQ(line["from"], "2026-11-23T08:12:30.000Z");
  EXPECT_EQ(line["to"], "2026-11-24T08:12:30.000Z");
  ASSERT_EQ(line["spans"].size(), 2U) << line;
  EXPECT_EQ(line["spans"][0]["kind"], "maybe");
  EXPECT_EQ(line["spans"][0]["state"], nullptr);
  EXPECT_EQ(line["spans"][1]["kind"], "incident");
  EXPECT_EQ(line["spans"][1]["state"], "wait");
}

TEST_F(Api, SaysWhyThePastIsMissing) {
  past_ = Fail(ErrorCode::kIo, "the disk is gone");
  const json one = Ask("/api/v1/accounts/berlin-shop");
  EXPECT_EQ(one["past"], nullptr);
  EXPECT_EQ(one["why_no_past"], "the disk is gone");
}

TEST_F(Api, TellsOfNumberAndWebhooks) {
  AccountStatus& status = builder_.Add("known");
  NumberFacts& number = status.number.Edit();
  number.quality_level = 1;
  number.messaging_limit = 1000;
  number.templates = {{"approved", 3}};
  status.last_event = kNow;
  status.messages = MessageCounts{7, 2, {{"cloud-payment-problem", 2}}};
  const json one = Ask("/api/v1/accounts/known");
  EXPECT_EQ(one["number"], json::parse(R"({"quality": "yellow",
      "messaging_limit": {"unlimited": false, "users_per_day": 1000}, "status": null,
      "name_status": null, "throughput": null, "verification": null, "webhook": null,
      "templates": {"approved": 3}})"));
  EXPECT_EQ(one["webhooks"], json::parse(R"({"last_event": "2026-11-24T08:12:30.000Z",
      "messages_sent": 7, "messages_failed": 2, "failures": {"cloud-payment-problem": 2}})"));
  builder_.Add("unlimited").number.Edit().messaging_limit = std::numeric_limits<double>::infinity();
  EXPECT_EQ(Ask("/api/v1/accounts/unlimited")["number"]["messaging_limit"],
            json::parse(R"({"unlimited": true, "users_per_day": null})"));
  EXPECT_EQ(Ask("/api/v1/accounts/fine")["number"]["messaging_limit"], nullptr);
}

TEST_F(Api, SummarisesTheFleetAndItsProviders) {
  builder_.snapshot().status_pages = {{"d360", "all", 2}, {"other", "all", 0}};
  builder_.AddSubject("provider/other", FleetBuilder::Restart(minutes(3)));
  const json summary = Ask("/api/v1/summary");
  EXPECT_EQ(summary["total"], 2);
  EXPECT_EQ(summary["states"]["support"], 1);
  EXPECT_EQ(summary["sentence"], "1 account needs you, 1 is fine.");
  ASSERT_EQ(summary["providers"].size(), 2U);
  EXPECT_EQ(summary["providers"][0], json::parse(R"({"name": "d360", "kind": "360dialog",
      "status_page": {"url": "https://status.example/",
                      "components": [{"component": "all", "level": 2}]},
      "has_incident": false, "incidents": []})"));
  EXPECT_EQ(summary["providers"][1]["status_page"], nullptr);
  EXPECT_EQ(summary["providers"][1]["has_incident"], true);
  EXPECT_EQ(summary["providers"][1]["incidents"][0]["condition"], "internal-server-error");
}

TEST_F(Api, ListsTheCatalogue) {
  const json answer = Ask("/api/v1/conditions");
  EXPECT_EQ(answer["version"], 1);
  EXPECT_EQ(answer["conditions"].size(), Shipped()->conditions()->size());
  EXPECT_FALSE(answer["restart_allowances"].empty());
}

TEST_F(Api, WhomNobodyKnowsIsAProblem) {
  const Response response = Get("/api/v1/accounts/berlin-shoq");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.content_type, kProblemType);
  EXPECT_EQ(json::parse(*response.body)["detail"],
            "no account of this name is configured; did you mean berlin-shop? (the names are at "
            "/api/v1/accounts)");
}

TEST_F(Api, AnUnreadablePastOfIncidentsIsAProblem) {
  past_ = Fail(ErrorCode::kIo, "the disk is gone");
  const Response response = Get("/api/v1/incidents");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.content_type, kProblemType);
  EXPECT_EQ(Get("/incidents").content_type, kPlainText);
}

}  // namespace
}  // namespace wa
