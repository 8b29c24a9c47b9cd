#include "drill/seen.h"

#include <gtest/gtest.h>

namespace wa::drill {
namespace {

TEST(Seen, ReadsAccountsAndWhatIsWider) {
  const auto seen = ReadAccounts(R"({"accounts": [
      {"name": "a", "state": "ok", "incidents": []},
      {"name": "b", "state": "wait", "incidents": [{"condition": "x", "overdue": true}]}],
      "subjects": [{"name": "provider/b", "incidents": [{"condition": "y", "overdue": false}]}]})");
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->well, 1U);
  ASSERT_EQ(seen->incidents.at("b").size(), 1U);
  EXPECT_TRUE(seen->incidents.at("b")[0].overdue);
  EXPECT_EQ(seen->incidents.at("provider/b")[0].condition, "y");
}

TEST(Seen, ReadsAlertsAndNotices) {
  const auto alerts = ReadAlerts(R"({"status": "success", "data": {"alerts": [
      {"labels": {"alertname": "A", "account": "a", "condition": "x", "severity": "info"},
       "state": "pending"}]}})");
  ASSERT_TRUE(alerts);
  EXPECT_EQ(alerts->at(0).alert, "A");
  EXPECT_FALSE(alerts->at(0).firing);
  const auto notice = ReadNotice(R"({"receiver": "page", "alerts": [
      {"labels": {"alertname": "A", "account": "a", "provider": "p"}, "status": "firing"}]})",
                                 SteadyTime(std::chrono::seconds(1)));
  ASSERT_TRUE(notice);
  EXPECT_EQ(notice->receiver, "page");
  EXPECT_TRUE(notice->alerts.at(0).firing);
  EXPECT_EQ(notice->alerts.at(0).provider, "p");
}

TEST(Seen, KnowsATargetByItsAddress) {
  constexpr const char* kTargets = R"({"status": "success", "data": {"activeTargets": [
      {"scrapeUrl": "http://127.0.0.1:1/metrics", "health": "up"},
      {"scrapeUrl": "http://127.0.0.1:2/metrics", "health": "down"}]}})";
  EXPECT_TRUE(IsTargetUp(kTargets, "127.0.0.1:1").value());
  EXPECT_FALSE(IsTargetUp(kTargets, "127.0.0.1:2").value());
  EXPECT_FALSE(IsTargetUp(kTargets, "127.0.0.1:3").value());
}

TEST(Seen, ReadsConfigurationsAndWhereAlertmanagersAre) {
  EXPECT_EQ(ReadPrometheusConfig(R"({"data": {"yaml": "a: b"}})").value(), "a: b");
  EXPECT_EQ(ReadAlertmanagerConfig(R"({"config": {"original": "c: d"}})").value(), "c: d");
  const auto urls = ReadAlertmanagers(R"({"status": "success", "data": {"activeAlertmanagers": [
      {"url": "http://127.0.0.1:9093/am/api/v2/alerts"}], "droppedAlertmanagers": []}})");
  ASSERT_TRUE(urls);
  EXPECT_EQ(*urls, std::vector<std::string>{"http://127.0.0.1:9093/am"});
}

TEST(Seen, ReadsTheNumberOfTheOnlySeries) {
  EXPECT_EQ(ReadNumber(R"({"data": {"result": [{"metric": {}, "value": [1.5, "0.25"]}]}})"), 0.25);
  EXPECT_FALSE(ReadNumber(R"({"data": {"result": []}})"));
  EXPECT_FALSE(ReadNumber(R"({"data": {"result": [{"value": [1]}]}})"));
}

TEST(Seen, RefusesWhatItDoesNotUnderstand) {
  for (const char* strange : {"", "[]", "null", "{}", "not JSON", R"({"status": "error"})"}) {
    EXPECT_FALSE(ReadAccounts(strange)) << strange;
    EXPECT_FALSE(ReadAlerts(strange)) << strange;
    EXPECT_FALSE(ReadAlertmanagers(strange)) << strange;
    EXPECT_FALSE(ReadAlertmanagerConfig(strange)) << strange;
    EXPECT_FALSE(ReadPrometheusConfig(strange)) << strange;
    EXPECT_FALSE(ReadNotice(strange, SteadyTime())) << strange;
    EXPECT_FALSE(IsTargetUp(strange, "a")) << strange;
    EXPECT_TRUE(ConditionsIn(strange).empty()) << strange;
  }
}

}  // namespace
}  // namespace wa::drill
