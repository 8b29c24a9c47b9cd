#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "model/maintenance_form.h"
#include "model/order.h"
#include "web/fleet_for_web.h"
#include "web/routes.h"

// Maintenance and cases at support, as people and their programs tell them.
namespace wa {
namespace {

using nlohmann::json;
using test::kNow;

constexpr char kToken[] = "Bearer desk-token";

class DeskApiTest : public testing::Test {
 protected:
  void SetUp() override {
    test::FleetBuilder fleet;
    fleet.Add("berlin-shop");
    ProviderSettings provider;
    provider.name = "d360";
    fleet.snapshot().providers = {provider};
    snapshot_ = *fleet.Build();
    config_.observations_token = Secret("desk-token");
  }

  Response Ask(const std::string& method, const std::string& target, const std::string& body = "",
               const std::string& token = kToken) {
    Backend backend = test::MakeBackend(std::make_shared<const FleetSnapshot>(snapshot_));
    backend.config = [this] { return std::make_shared<const Config>(config_); };
    backend.order = [this](Order order, const std::function<void(OrderOutcome)>& done) {
      orders_.push_back(std::move(order));
      done(outcome_);
    };
    Request request;
    request.method = method;
    request.target = target;
    request.body = body;
    if (!body.empty()) request.body_fate = BodyFate::kRead;
    if (!token.empty()) request.authorization = Secret(token);
    Response answer;
    Router(backend).Handle(request, [&](Response response) { answer = std::move(response); });
    return answer;
  }
  json Get(const std::string& target) { return json::parse(*Ask("GET", target, "", "").body); }
  std::string Error(const Response& response) { return json::parse(*response.body)["detail"]; }

  void Show(const Maintenance& maintenance) {
    MaintenanceView view;
    view.maintenance = std::make_shared<const Maintenance>(maintenance);
    view.next = std::get<TimeSpan>(maintenance.when);
    snapshot_.maintenance = std::make_shared<const std::vector<MaintenanceView>>(1, view);
  }

  FleetSnapshot snapshot_;
  Config config_;
  OrderOutcome outcome_{OrderResult::kMade, "", ""};
  std::vector<Order> orders_;
};

const json kForm{{"reason", "moving"},
                 {"accounts", {"berlin-shop"}},
                 {"from", "2026-11-24T08:00:00Z"},
                 {"to", "2026-11-24T09:00:00Z"}};

Maintenance Made() {
  MaintenanceForm form;
  form.reason = "moving";
  form.accounts = {"berlin-shop"};
  form.from = "2026-11-24T08:00:00Z";
  form.to = "2026-11-24T09:00:00Z";
  return ReadMaintenance(form).value();
}

TEST_F(DeskApiTest, MaintenanceIsAnnouncedAndShown) {
  Show(Made());
  outcome_.id = Made().id;
  const Response made = Ask("POST", "/api/v1/maintenance", kForm.dump());
  EXPECT_EQ(made.status, 201) << *made.body;
  ASSERT_EQ(orders_.size(), 1u);
  EXPECT_EQ(std::get<AnnounceMaintenance>(orders_[0]).maintenance, Made());
  const json item = json::parse(*made.body);
  EXPECT_EQ(item["id"], Made().id);
  EXPECT_EQ(item["holds"], true);
  EXPECT_EQ(item["source"], "api");
  EXPECT_EQ(item["next"]["to"], "2026-11-24T09:00:00.000Z");
  EXPECT_EQ(Get("/api/v1/maintenance")["maintenance"][0], item);
  EXPECT_EQ(Get("/api/v1/maintenance/" + Made().id), item);
  const json account = Get("/api/v1/accounts")["accounts"][0];
  EXPECT_EQ(account["maintenance"],
            (json{{"id", Made().id}, {"reason", "moving"}, {"until", "2026-11-24T09:00:00.000Z"}}));
}

TEST_F(DeskApiTest, WithoutMaintenanceThereIsNone) {
  EXPECT_EQ(Get("/api/v1/maintenance")["maintenance"], json::array());
  EXPECT_EQ(Get("/api/v1/accounts")["accounts"][0]["maintenance"], nullptr);
  EXPECT_EQ(Ask("GET", "/api/v1/maintenance/m0").status, 404);
}

TEST_F(DeskApiTest, MaintenanceIsEnded) {
  Show(Made());
  outcome_ = {OrderResult::kDone, Made().id, ""};
  EXPECT_EQ(Ask("POST", "/api/v1/maintenance/" + Made().id + "/end").status, 200);
  ASSERT_EQ(orders_.size(), 1u);
  EXPECT_EQ(std::get<EndMaintenance>(orders_[0]).id, Made().id);
  EXPECT_EQ(Ask("POST", "/api/v1/maintenance/" + Made().id).status, 404);
  EXPECT_EQ(orders_.size(), 1u);
}

TEST_F(DeskApiTest, WhoWritesNeedsTheToken) {
  for (const char* path : {"/api/v1/maintenance", "/api/v1/maintenance/m0/end", "/api/v1/cases",
                           "/api/v1/cases/c0/answered", "/api/v1/cases/c0/close"}) {
    EXPECT_EQ(Ask("POST", path, kForm.dump(), "").status, 401) << path;
    EXPECT_EQ(Ask("POST", path, kForm.dump(), "Bearer wrong").status, 401) << path;
  }
  config_.observations_token = Secret();
  EXPECT_EQ(Ask("POST", "/api/v1/maintenance", kForm.dump()).status, 403);
  EXPECT_TRUE(orders_.empty());
  EXPECT_EQ(Ask("DELETE", "/api/v1/maintenance/m0").status, 405);
}

TEST_F(DeskApiTest, WhatIsWrongIsNamedAllAtOnce) {
  const Response refused = Ask("POST", "/api/v1/maintenance",
                               R"({"reason": 7, "acounts": [], "accounts": ["berlin-shp"],
                                   "providers": ["d36o"], "from": "now", "to": "later"})");
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(
      Error(refused),
      "'reason' must be a text; 'reason' is missing: say in a few words what is being done; "
      "'from' 'now' is no time: write a moment such as \"2026-12-01T22:00:00+01:00\", or with "
      "time_zone \"2026-12-01 22:00\" (once) or \"22:00\" (again and again); accounts: no "
      "account of this name is configured; did you mean berlin-shop?; providers: no provider "
      "of this name is configured; did you mean d360?; there is no key 'acounts'; did you "
      "mean 'accounts'?");
  EXPECT_EQ(Ask("POST", "/api/v1/maintenance", "[1]").status, 400);
  EXPECT_EQ(Ask("POST", "/api/v1/maintenance", "{").status, 400);
  EXPECT_TRUE(orders_.empty());
}

TEST_F(DeskApiTest, WhatTheLoopSaysIsAnswered) {
  outcome_ = {OrderResult::kRefused, "", "its time is over"};
  const Response refused = Ask("POST", "/api/v1/maintenance", kForm.dump());
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(Error(refused), "its time is over");
  outcome_ = {};
  const Response again = Ask("POST", "/api/v1/maintenance", kForm.dump());
  EXPECT_EQ(again.status, 503);
  EXPECT_EQ(Error(again), "not on the disk: send it again");
  outcome_ = {OrderResult::kNotFound, "", "there is no maintenance of this id"};
  EXPECT_EQ(Ask("POST", "/api/v1/maintenance/m0/end").status, 404);
}

SupportCase Case() {
  SupportCase made;
  made.id = "c1";
  made.account = "berlin-shop";
  made.reference = "<script>alert(1)</script>";
  made.opened = kNow - std::chrono::hours(5);
  made.answer_due = kNow - std::chrono::hours(1);
  made.incident = "i";
  made.condition = "internal-server-error";
  made.start = kNow - std::chrono::hours(6);
  return made;
}

TEST_F(DeskApiTest, ACaseIsOpenedAndShown) {
  snapshot_.cases = std::make_shared<const std::vector<SupportCase>>(1, Case());
  outcome_.id = "c1";
  const Response made = Ask(
      "POST", "/api/v1/cases",
      R"({"account": "berlin-shop", "reference": "4711", "opened_at": "2026-11-24T08:00:00Z"})");
  EXPECT_EQ(made.status, 201) << *made.body;
  ASSERT_EQ(orders_.size(), 1u);
  const auto& order = std::get<OpenCase>(orders_[0]);
  EXPECT_EQ(order.account, "berlin-shop");
  EXPECT_EQ(order.reference, "4711");
  EXPECT_EQ(order.opened, kNow - std::chrono::seconds(750));
  const json item = json::parse(*made.body);
  EXPECT_EQ(item["answer_overdue"], true);
  EXPECT_EQ(item["closing_note"], nullptr);
  EXPECT_EQ(Get("/api/v1/cases")["cases"], json::array({item}));
  EXPECT_EQ(Get("/api/v1/cases?account=berlin-shop")["cases"].size(), 1u);
  EXPECT_EQ(Get("/api/v1/cases?account=other")["cases"].size(), 0u);
  EXPECT_EQ(Get("/api/v1/cases/c1"), item);
}

TEST_F(DeskApiTest, ARecoveryDraftsTheClosingNote) {
  SupportCase recovered = Case();
  recovered.reference = "4711";
  recovered.answered = kNow - std::chrono::hours(2);
  recovered.recovered = kNow;
  recovered.outages = 1;
  recovered.downtime = std::chrono::hours(6);
  snapshot_.cases = std::make_shared<const std::vector<SupportCase>>(1, recovered);
  const json item = Get("/api/v1/cases/c1");
  EXPECT_EQ(item["answer_overdue"], false);
  EXPECT_EQ(
      item["closing_note"],
      "Case 4711: the account berlin-shop has been well again since 2026-11-24 08:12:30 "
      "UTC.\nIt had \"internal-server-error\" since 2026-11-24 02:12:30 UTC. Total downtime, "
      "as far as it was seen: 6h.\nThe case was opened at 2026-11-24 03:12:30 UTC. Your first "
      "answer came at 2026-11-24 06:12:30 UTC, in time: it was due by 2026-11-24 07:12:30 "
      "UTC.\nPlease close the case.\n");
}

TEST_F(DeskApiTest, ACaseIsAnsweredAndClosed) {
  snapshot_.cases = std::make_shared<const std::vector<SupportCase>>(1, Case());
  outcome_ = {OrderResult::kDone, "c1", ""};
  EXPECT_EQ(Ask("POST", "/api/v1/cases/c1/answered", R"({"at": "2026-11-24T08:00:00Z"})").status,
            200);
  EXPECT_EQ(Ask("POST", "/api/v1/cases/c1/close").status, 200);
  ASSERT_EQ(orders_.size(), 2u);
  EXPECT_EQ(std::get<AnswerCase>(orders_[0]).answered, kNow - std::chrono::seconds(750));
  EXPECT_EQ(std::get<CloseCase>(orders_[1]).closed, std::nullopt);
  EXPECT_EQ(Ask("POST", "/api/v1/cases/c1/reopen").status, 404);
  EXPECT_EQ(Ask("POST", "/api/v1/cases/c1/close", R"({"at": "yesterday"})").status, 400);
}

TEST_F(DeskApiTest, CasesOfNobodyAreNotFoundUnlessSomeAreLeft) {
  const Response nobody = Ask("GET", "/api/v1/cases?account=berlin-shoq");
  EXPECT_EQ(nobody.status, 404);
  EXPECT_EQ(Error(nobody), "no account of this name is configured; did you mean berlin-shop?");
  SupportCase left;
  left.id = "c1";
  left.account = "gone";
  snapshot_.cases = std::make_shared<const std::vector<SupportCase>>(1, left);
  EXPECT_EQ(Get("/api/v1/cases?account=gone")["cases"].size(), 1U);
  EXPECT_TRUE(Get("/api/v1/cases?account=berlin-shop")["cases"].empty());
}

TEST_F(DeskApiTest, ACaseOfNobodyIsRefused) {
  EXPECT_EQ(Ask("POST", "/api/v1/cases", R"({"account": "berlin-shp"})").status, 404);
  EXPECT_EQ(Error(Ask("POST", "/api/v1/cases", R"({"reference": "a\nb"})")),
            "'account' is missing: the name of the account; 'reference' must be a line of at most "
            "100 characters");
  EXPECT_TRUE(orders_.empty());
}

}  // namespace
}  // namespace wa
