#include <gtest/gtest.h>

#include <string>

#include "simulator/digest.h"
#include "simulator/running_simulator.h"

namespace wa::simulator {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr int kCount = 40;

class ControlFleetTest : public RunningSimulator {
 protected:
  void SetUp() override {
    StartText(R"(
[[fleet]]
name = "shop-{n}"
count = 40
key = "canary-key-{n}"
[[limit]]
name = "per-key"
of = "credential"
requests = 1
per = "30s"
)");
  }
  static std::string Key(int n) { return "canary-key-" + std::to_string(n); }
  json Fleet() { return LookJson("/fleets").at("fleets").at(0); }
};

TEST_F(ControlFleetTest, ChangesAShareOfAFleet) {
  EXPECT_EQ(Fleet().at("by_answer"), json({{"ok", kCount}}));
  const Reply changed = Tell("/fleets/shop/answer", R"({"answer": "api-disabled", "share": 0.5})");
  EXPECT_EQ(json::parse(changed.body).at("fleet"), "shop");
  const json by_answer = Fleet().at("by_answer");
  const int disabled = by_answer.at("api-disabled");
  EXPECT_GT(disabled, 5);
  EXPECT_LT(disabled, kCount - 5);
  EXPECT_EQ(LookJson("/accounts?fleet=shop").at("accounts").size(), 40U);
  Client().Ask({Control("/fleets/shop/answer"), "", "DELETE"});
  EXPECT_EQ(Fleet().at("by_answer"), json({{"ok", kCount}}));
}

TEST_F(ControlFleetTest, AnAccountsOwnAnswerComesFirst) {
  Tell("/fleets/shop/answer", R"({"answer": "api-disabled"})");
  Change("shop-7", R"({"answer": "stack-not-running"})");
  EXPECT_EQ(Ask(Key(7)).status, 502);
  EXPECT_EQ(Ask(Key(8)).status, 400);
}

TEST_F(ControlFleetTest, ChangesTheKeysOfAFleet) {
  EXPECT_EQ(Ask(Key(3)).status, 200);
  const Reply changed = Tell("/fleets/shop/key", R"({"key": "canary-new-{n}"})");
  EXPECT_EQ(json::parse(changed.body).at("keys_changed"), kCount);
  clock_.Advance(30s);
  EXPECT_EQ(Ask(Key(3)).status, 401);
  EXPECT_EQ(Ask("canary-new-3").status, 200);
  EXPECT_EQ(Tell("/fleets/shop/key", R"({"key": "one-for-all"})").status, 400);
  EXPECT_EQ(Tell("/accounts/shop-1/answer", R"({"answer": "ok", "share": 0.5})").status, 400);
}

TEST_F(ControlFleetTest, CountsWhatALimitSees) {
  EXPECT_EQ(Ask(Key(1)).status, 200);
  clock_.Advance(10s);
  const Reply beyond = Ask(Key(1));
  EXPECT_EQ(beyond.status, 400);
  EXPECT_NE(beyond.body.find("1 request every 30 seconds"), std::string::npos) << beyond.body;
  EXPECT_EQ(Ask(Key(2)).status, 200);
  clock_.Advance(20s);
  EXPECT_EQ(Ask(Key(1)).status, 200);
  const json limit = LookJson("/limits").at("limits").at(0);
  EXPECT_EQ(limit.at("name"), "per-key");
  EXPECT_EQ(limit.at("allowed"), 1);
  EXPECT_EQ(limit.at("per_seconds"), 30.0);
  EXPECT_EQ(limit.at("subjects"), 2);
  EXPECT_EQ(limit.at("requests"), 4);
  EXPECT_EQ(limit.at("beyond"), 1);
  EXPECT_EQ(limit.at("most_in_window"), 2);
  const std::string digest = Sha256Hex(Key(1)).substr(0, 16);
  EXPECT_EQ(limit.at("most_by"), digest);
  const json detail = LookJson("/limits?limit=per-key").at("limits").at(0).at("by_subject");
  EXPECT_EQ(detail.at(digest).at("requests"), 3);
  EXPECT_EQ(LookJson("/limits?limit=nobody").at("limits").size(), 0U);
  const std::string metrics = Look("/metrics").body;
  EXPECT_NE(metrics.find("waba_simulator_limit_beyond_total{limit=\"per-key\"} 1\n"),
            std::string::npos);
}

TEST_F(ControlFleetTest, CountsByApiKeyAndSecond) {
  Ask(Key(1));
  Ask(Key(2));
  clock_.Advance(40s);
  Ask(Key(1));
  AskWith("Authorization: Bearer nobodys-token", "/v1/health");
  const json apis = LookJson("/apis");
  EXPECT_EQ(apis.at("360dialog").at("requests"), 3);
  EXPECT_EQ(apis.at("onprem").at("requests"), 1);
  EXPECT_GE(apis.at("360dialog").at("last_seconds").get<double>(), 40.0);
  const json key = *LookJson("/keys?account=shop-1").at("keys").begin();
  EXPECT_EQ(key.at("requests"), 2);
  EXPECT_GE(key.at("shortest_gap_seconds").get<double>(), 40.0);
  const json arrivals = LookJson("/arrivals?api=360dialog").at("360dialog").at("per_second");
  int sum = 0;
  for (const json& count : arrivals) sum += count.get<int>();
  EXPECT_EQ(sum, 3);
  EXPECT_GE(arrivals.size(), 40U);
  const json mine = LookJson("/requests?account=shop-1&limit=1").at("requests");
  ASSERT_EQ(mine.size(), 1U);
  EXPECT_EQ(mine.at(0).at("id"), 3);
  EXPECT_EQ(LookJson("/requests?api=onprem").at("requests").size(), 1U);
  EXPECT_EQ(LookJson("/requests?key=" + KeyDigest(Key(2))).at("requests").size(), 1U);
  for (const char* path : {"/requests?acount=a", "/keys?limit=1", "/arrivals?api=x"}) {
    EXPECT_EQ(Look(path).status, 400) << path;
  }
}

TEST_F(ControlFleetTest, KnowsItsMethods) {
  EXPECT_EQ(Look("/fleets/shop/key").status, 405);
  EXPECT_EQ(Look("/fleets/shop/nothing").status, 404);
  EXPECT_EQ(Tell("/fleets", "{}").status, 405);
  EXPECT_EQ(json::parse(Tell("/fleets/shpo/answer", "{}").body).at("error"),
            "no fleet 'shpo'; did you mean 'shop'?");
}

}  // namespace
}  // namespace wa::simulator
