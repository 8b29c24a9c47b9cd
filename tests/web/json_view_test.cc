#include "web/json_view.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "web/fleet_for_web.h"

namespace wa {
namespace {

using nlohmann::json;
using test::FleetBuilder;
using test::kNow;

json View(const std::shared_ptr<const FleetSnapshot>& fleet, const AccountQuery& query = {}) {
  return json::parse(AccountsJson(*fleet, query, kNow));
}

TEST(AccountsJson, TellsTotalsOfTheFleetAndOfThePage) {
  AccountQuery query;
  query.text = "shop";
  query.limit = 2;
  query.offset = 1;
  const json view = View(test::MixedFleet(), query);
  EXPECT_EQ(view["version"], 1);
  EXPECT_EQ(view["now"], "2026-11-24T08:12:30.000Z");
  EXPECT_EQ(view["published"], "2026-11-24T08:12:29.000Z");
  EXPECT_EQ(view["uplink"], "up");
  EXPECT_EQ(view["total"], 6);
  EXPECT_EQ(view["matching"], 4);
  EXPECT_EQ(view["limit"], 2);
  EXPECT_EQ(view["offset"], 1);
  EXPECT_EQ(view["states"], json::parse(R"({"ok": 1, "unknown": 1, "wait": 1, "degraded": 1,
                                            "down": 1, "support": 1})"));
  ASSERT_EQ(view["accounts"].size(), 2U);
  EXPECT_EQ(view["accounts"][0]["name"], "hamburg-shop");
}

TEST(AccountsJson, TellsAnAccountCompletely) {
  FleetBuilder fleet;
  AccountStatus& status =
      fleet.AddWith("berlin-shop", FleetBuilder::Restart(std::chrono::milliseconds(760'500)));
  status.incidents[0].detail = "Internal Server Error";
  status.incidents[0].seen_now = &FleetBuilder::BadGateway();
  status.incidents[0].retry_at = kNow + test::seconds(30);
  status.incidents[0].subjects = {"spring_sale"};
  status.incidents[0].contradiction = "A webhook said that it is over.";
  status.last_success.reset();
  status.health.Edit().push_back({"phone_number", HealthLevel::kBlocked});
  fleet.LastAccount().phone_number = "+49 30 1234567";
  fleet.LastAccount().tags.Edit() = {{"env", "prod"}, {"team", "retail"}};
  const auto snapshot = fleet.Build();
  json expected = json::parse(R"({
    "name": "berlin-shop", "provider": "d360", "plan": "regular", "hosting": "cloud",
    "phone": "+49 ** *****67", "tags": {"env": "prod", "team": "retail"},
    "state": "support", "known": true, "why_unknown": null,
    "last_poll": "2026-11-24T08:12:20.000Z", "next_poll": "2026-11-24T08:13:20.000Z",
    "last_success": null, "health": [{"entity": "phone_number", "can_send_message": "blocked"}],
    "incidents": [{
      "id": "internal-server-error/1", "condition": "internal-server-error",
      "title": "The service is restarting or broken", "seen_now": "gateway-error",
      "start": "2026-11-24T07:59:39.500Z", "earliest_start": "2026-11-24T07:58:39.500Z",
      "last_seen": "2026-11-24T08:12:20.000Z", "lasted_seconds": 760.5, "grace_seconds": 600.0,
      "overdue": true, "owner": "provider", "scope": "number", "severity": "critical",
      "contact": "support", "http_status": 500, "detail": "Internal Server Error",
      "subjects": ["spring_sale"], "contradiction": "A webhook said that it is over.",
      "explained_by": null,
      "action": "Wait; contact support if it lasts longer than allowed.",
      "retry_at": "2026-11-24T08:13:00.000Z"}]})");
  expected["maintenance"] = nullptr;
  expected["next_step"] = NextStep(*snapshot->accounts[0], kNow, snapshot->polling_interval);
  const json view = View(snapshot)["accounts"][0];
  EXPECT_EQ(view, expected) << json::diff(expected, view).dump(1);
}

TEST(AccountsJson, TellsWhatIsWiderAndWhatItExplains) {
  FleetBuilder fleet;
  IncidentView explained = FleetBuilder::Restart(test::seconds(700));
  explained.explained_by = "provider/d360";
  fleet.AddWith("berlin-shop", explained);
  fleet.AddSubject("provider/d360", FleetBuilder::InvalidKey(test::seconds(19)));
  AccountQuery nobody;
  nobody.text = "nobody";
  EXPECT_EQ(View(fleet.Build())["accounts"][0]["incidents"][0]["explained_by"], "provider/d360");
  const json view = View(fleet.Build(), nobody);
  ASSERT_EQ(view["subjects"].size(), 1U);
  EXPECT_EQ(view["subjects"][0]["name"], "provider/d360");
  EXPECT_EQ(view["subjects"][0]["incidents"][0]["condition"], "invalid-api-key");
  EXPECT_EQ(view["subjects"][0]["incidents"][0]["explained_by"], nullptr);
}

TEST(AccountsJson, TellsWhyNobodyKnows) {
  FleetBuilder fleet;
  AccountStatus& unknown = fleet.Add("a");
  unknown.known = false;
  unknown.why_unknown = "no canary";
  AccountStatus& stale = fleet.Add("b");
  stale.next_poll = kNow - std::chrono::hours(1);
  fleet.Add("c");
  const json accounts = View(fleet.Build())["accounts"];
  EXPECT_EQ(accounts[0]["known"], false);
  EXPECT_EQ(accounts[0]["why_unknown"], "no canary");
  EXPECT_EQ(accounts[1]["known"], false);
  EXPECT_EQ(accounts[1]["why_unknown"],
            "not polled: the poll due at 2026-11-24T07:12:30Z was not made");
  EXPECT_EQ(accounts[2]["known"], true);
  EXPECT_EQ(accounts[2]["why_unknown"], nullptr);
  EXPECT_EQ(accounts[2]["phone"], nullptr);
}

TEST(AccountsJson, HostileTextStaysText) {
  const std::string hostile = "</script><img onerror='x'>\"\\\n";
  FleetBuilder fleet;
  IncidentView incident = FleetBuilder::Restart(test::seconds(1));
  incident.detail = hostile + "\xff\xfe";
  fleet.AddWith("a", incident);
  fleet.LastAccount().tags.Edit()["note"] = hostile;
  const json account = View(fleet.Build())["accounts"][0];
  EXPECT_EQ(account["incidents"][0]["detail"], hostile + "\uFFFD\uFFFD");
  EXPECT_EQ(account["tags"]["note"], hostile);
}

}  // namespace
}  // namespace wa
