#include "provider/service_discovery.h"

#include <gtest/gtest.h>

#include <string>

namespace wa {
namespace {

std::string WhyNot(std::string_view json) {
  const auto accounts = ReadServiceDiscovery(json);
  return accounts ? "read" : accounts.error().message;
}

TEST(ServiceDiscoveryTest, ReadsGroupsAndTheirLabels) {
  const auto accounts = ReadServiceDiscovery(R"([
    {"targets": ["shop-1", "shop-2"],
     "labels": {"plan": "regular", "phone_number_id": "106", "waba_id": "102",
                "channel_id": "AbCH", "phone_number": "+49 30 1234567", "tag_team": "retail",
                "__meta_url": "http://192.0.2.1/"}},
    {"targets": ["shop-3"]},
    {"targets": []}])");
  ASSERT_TRUE(accounts) << accounts.error().message;
  ASSERT_EQ(accounts->size(), 3u);
  DiscoveredAccount expected;
  expected.name = "shop-2";
  expected.plan = Plan::kRegular;
  expected.phone_number_id = "106";
  expected.waba_id = "102";
  expected.channel_id = "AbCH";
  expected.phone_number = "+49 30 1234567";
  expected.tags = {{"team", "retail"}};
  EXPECT_EQ((*accounts)[1], expected);
  DiscoveredAccount bare;
  bare.name = "shop-3";
  EXPECT_EQ((*accounts)[2], bare);
}

TEST(ServiceDiscoveryTest, AnEmptyListNamesNobody) {
  const auto accounts = ReadServiceDiscovery("[]");
  ASSERT_TRUE(accounts);
  EXPECT_TRUE(accounts->empty());
}

TEST(ServiceDiscoveryTest, SaysWhereItStopsBeingJson) {
  EXPECT_EQ(WhyNot("[\n  {\"targets\": [\"a\",]}\n]"), "line 2, column 20: not JSON");
  EXPECT_EQ(WhyNot(""), "line 1, column 1: empty");
  EXPECT_EQ(WhyNot(std::string(100, '[') + std::string(100, ']')),
            "line 1, column 1: nested too deeply");
}

TEST(ServiceDiscoveryTest, SaysWhichGroupIsWrong) {
  EXPECT_EQ(WhyNot(R"({"targets": []})"),
            "it must be a list of groups, as [{\"targets\": [\"NAME\"]}]");
  EXPECT_EQ(WhyNot(R"([{"targets": []}, {"labels": {}}])"),
            "group 2: a group needs a list of 'targets', the accounts' names");
  EXPECT_EQ(WhyNot("[7]"), "group 1: a group needs a list of 'targets', the accounts' names");
  EXPECT_EQ(WhyNot(R"([{"targets": [7]}])"),
            "group 1: a target must be a string, the account's name");
  EXPECT_EQ(WhyNot(R"([{"targets": [], "labels": []}])"),
            "group 1: 'labels' must be an object of strings");
  EXPECT_EQ(WhyNot(R"([{"targets": [], "labels": {"waba_id": 1}}])"),
            "group 1: label 'waba_id' must be a string");
  EXPECT_EQ(WhyNot(R"([{"targets": [], "labels": {"plan": "gold"}}])"),
            "group 1: label 'plan' must be one of: unknown, basic, regular, premium");
  EXPECT_EQ(WhyNot(R"([{"targets": [], "labels": {"api_key_file": "/etc/shadow"}}])"),
            "group 1: label 'api_key_file' is none of phone_number, phone_number_id, waba_id, "
            "channel_id, plan and tag_NAME");
}

}  // namespace
}  // namespace wa
