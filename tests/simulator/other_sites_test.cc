#include <gtest/gtest.h>

#include <string>

#include "simulator/running_simulator.h"

namespace wa::simulator {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

class OtherSitesTest : public RunningSimulator {
 protected:
  void SetUp() override {
    StartText(R"(
[[account]]
name = "cellar"
kind = "onprem"
key = "canary-token-cellar"
phone_number_id = "71"
waba_id = "81"
channel_id = "91"
[[account.step]]
at = "1m"
nodes = { "wa-1:app" = "connected", "wa-2:app" = "disconnected", "wa-3:app" = "connecting", "wa-4:app" = "connected" }
[[account.step]]
at = "2m"
listed = false
answer = "onprem-overloaded"
[[fleet]]
name = "shop-{n}"
count = 3
key = "canary-key-{n}"
[[status_page]]
name = "d360"
[[status_page.step]]
at = "1m"
incident = "Message delivery delays"
impact = "PARTIALOUTAGE"
[[status_page.step]]
at = "2m"
maintenance = "Database maintenance"
[[status_page]]
name = "meta"
path = "/meta/summary.json"
[[status_page]]
name = "products"
path = "/data/orgs.json"
form = "meta"
[[discovery]]
name = "all"
[[discovery]]
name = "closed"
token = "canary-discovery-token"
accounts = ["cellar"]
)");
  }
};

constexpr const char* kCellar = "Authorization: Bearer canary-token-cellar";

TEST_F(OtherSitesTest, OnPremisesOfOneNodeAndOfSeveral) {
  EXPECT_EQ(JsonWith(kCellar, "/v1/health").at("health"), json({{"gateway_status", "connected"}}));
  clock_.Advance(1min);
  const json nodes = JsonWith(kCellar, "/v1/health").at("health");
  ASSERT_EQ(nodes.size(), 4U);
  EXPECT_EQ(nodes.at("wa-1:app"),
            json({{"gateway_status", "connected"}, {"role", "primary_master"}}));
  EXPECT_EQ(nodes.at("wa-2:app").at("gateway_status"), "disconnected");
  EXPECT_EQ(nodes.at("wa-4:app").at("role"), "coreapp");
}

TEST_F(OtherSitesTest, OnPremisesAsItsScriptSays) {
  clock_.Advance(2min);
  EXPECT_EQ(AskWith(kCellar, "/v1/health").status, 503);
}

TEST_F(OtherSitesTest, OnPremisesDeniesOthers) {
  EXPECT_EQ(AskWith("Authorization: Bearer nobodys-token", "/v1/health").status, 403);
  EXPECT_EQ(AskWith("Authorization: Bearer canary-key-1", "/v1/health").status, 403);
  EXPECT_EQ(Ask("canary-token-cellar", "/v1/health").status, 401) << "not at 360dialog";
  EXPECT_EQ(AskWith(kCellar, "/v1/nothing").status, 404);
}

TEST_F(OtherSitesTest, AStatusPageHasIncidentsAndMaintenance) {
  const json up = JsonWith("Accept: */*", "/summary.json");
  EXPECT_EQ(up.at("page").at("status"), "UP");
  EXPECT_FALSE(up.contains("activeIncidents"));
  clock_.Advance(1min);
  const json trouble = JsonWith("Accept: */*", "/summary.json");
  EXPECT_EQ(trouble.at("page").at("status"), "HASISSUES");
  const json& incident = trouble.at("activeIncidents").at(0);
  EXPECT_EQ(incident.at("name"), "Message delivery delays");
  EXPECT_EQ(incident.at("impact"), "PARTIALOUTAGE");
  EXPECT_NE(incident.at("started").get<std::string>().find(" GMT+0000 (Coordinated"),
            std::string::npos);
  EXPECT_EQ(JsonWith("Accept: */*", "/meta/summary.json").at("page").at("status"), "UP");
  clock_.Advance(30s);
  EXPECT_EQ(JsonWith("Accept: */*", "/summary.json").at("activeIncidents").at(0).at("started"),
            incident.at("started"));
  clock_.Advance(30s);
  const json maintenance = JsonWith("Accept: */*", "/summary.json");
  EXPECT_EQ(maintenance.at("page").at("status"), "UNDERMAINTENANCE");
  EXPECT_EQ(maintenance.at("activeMaintenances").at(0).at("status"), "INPROGRESS");
}

TEST_F(OtherSitesTest, ControlReachesStatusPages) {
  EXPECT_EQ(Tell("/status_pages/meta/answer", R"({"incident": "x"})").status, 200);
  EXPECT_EQ(JsonWith("Accept: */*", "/meta/summary.json").at("page").at("status"), "HASISSUES");
  EXPECT_EQ(Tell("/status_pages/meta/answer", R"({"quality_rating": "RED"})").status, 400);
}

TEST_F(OtherSitesTest, AStatusPageInMetasForm) {
  const auto service = [&] {
    return JsonWith("Accept: */*", "/data/orgs.json").at(0).at("services").at(0);
  };
  EXPECT_EQ(service().at("status"), "No known issues");
  EXPECT_EQ(Tell("/status_pages/products/answer", R"({"incident": "x"})").status, 200);
  EXPECT_EQ(service().at("status"), "High disruptions");
}

TEST_F(OtherSitesTest, DiscoveryListsAccounts) {
  const json all = JsonWith("Accept: */*", "/sd/all");
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all.at(0), json::parse(R"({"targets": ["cellar"], "labels": {"phone_number_id": "71",
      "waba_id": "81", "channel_id": "91"}})"));
  EXPECT_EQ(all.at(3).at("targets").at(0), "shop-3");
  clock_.Advance(2min);
  EXPECT_EQ(JsonWith("Accept: */*", "/sd/all").size(), 3U) << "cellar is not listed any more";
}

TEST_F(OtherSitesTest, DiscoveryMayWantAToken) {
  EXPECT_EQ(AskWith("Accept: */*", "/sd/closed").status, 401);
  EXPECT_EQ(JsonWith("Authorization: Bearer canary-discovery-token", "/sd/closed").size(), 1U);
  EXPECT_EQ(AskWith("Accept: */*", "/sd/nothing").status, 404);
  const json record = LookJson("/requests?api=discovery");
  EXPECT_EQ(record.at("requests").at(0).at("account"), "discovery/closed");
  EXPECT_EQ(record.at("requests").at(2).at("account"), nullptr);
}

}  // namespace
}  // namespace wa::simulator
