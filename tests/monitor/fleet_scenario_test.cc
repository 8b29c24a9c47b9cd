#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "support/story.h"

// What concerns more than one account: another configuration, and causes that many share.
namespace wa::test {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

std::vector<Story::AccountSpec> Fleet(int accounts) {
  std::vector<Story::AccountSpec> fleet;
  for (int i = 0; i < accounts; ++i) fleet.push_back({"a" + std::to_string(i)});
  return fleet;
}

PollingConfig WithCanary() {
  PollingConfig polling;
  polling.canary_urls = {"https://canary.test/"};
  return polling;
}

void Remove(Config& config, const std::string& name) {
  std::erase_if(config.accounts, [&](const auto& account) { return account->name == name; });
}

TEST(Reconfigured, WhoStaysKeepsItsIncidentAndItsPhase) {
  Story story(Fleet(2));
  story.Advance(minutes(5));
  story.Answer("a0", Http500());
  story.Advance(minutes(2));
  const IncidentView before = story.Only("a0");
  const std::size_t asked = story.Asked("a1").size();
  story.Reconfigure([](Config& config) { Remove(config, "a1"); });
  story.Advance(minutes(2));
  EXPECT_EQ(story.Only("a0").id, before.id);
  EXPECT_EQ(story.Only("a0").start, before.start);
  EXPECT_EQ(story.monitor().Snapshot()->Find("a1"), nullptr);
  EXPECT_EQ(story.Asked("a1").size(), asked);
}

TEST(Reconfigured, WhoGoesHasNoOpenIncidentInTheStore) {
  Story story(Fleet(1));
  story.Answer("a0", Http500());
  story.Advance(minutes(2));
  const std::string id = story.Only("a0").id;
  story.Reconfigure([](Config& config) { Remove(config, "a0"); });
  story.Advance(seconds(5));
  EXPECT_EQ(story.store().incidents().at(id).end_reason, IncidentEnd::kRemoved);
}

TEST(Reconfigured, AnotherPlanCountsForAnIncidentThatIsOpen) {
  Story story(Fleet(1));
  story.Answer("a0", Http500());
  story.Advance(minutes(4));
  EXPECT_FALSE(story.Only("a0").Overdue());
  story.Reconfigure([](Config& config) {
    auto premium = std::make_shared<Account>(*config.accounts.front());
    premium->plan = Plan::kPremium;
    config.accounts = {premium};
  });
  story.Advance(seconds(30));
  EXPECT_EQ(story.Only("a0").grace, minutes(2));
  EXPECT_TRUE(story.Only("a0").Overdue());
}

TEST(Causes, AnOutageOfTheProviderShowsAtMinuteTwoAndExplainsItsAccounts) {
  Story story(Fleet(20));
  story.Advance(minutes(10));
  for (int i = 0; i < 20; ++i) story.Answer("a" + std::to_string(i), Http500());
  story.Advance(seconds(110));
  EXPECT_TRUE(story.SubjectIncidents("provider/d360").empty()) << "not before two minutes";
  story.Advance(minutes(2));
  ASSERT_EQ(story.SubjectIncidents("provider/d360").size(), 1U);
  const IncidentView outage = story.SubjectIncidents("provider/d360").front();
  EXPECT_EQ(outage.condition->slug, "provider-outage");
  EXPECT_TRUE(outage.Overdue());
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(story.Only("a" + std::to_string(i)).explained_by, "provider/d360");
    EXPECT_FALSE(story.Only("a" + std::to_string(i)).Overdue()) << "long before minute ten";
  }
}

TEST(Causes, AnOutageEndsWithItsAccountsAndExplainsNobodyAnyMore) {
  Story story(Fleet(5));
  story.Advance(minutes(10));
  for (int i = 0; i < 5; ++i) story.Answer("a" + std::to_string(i), Http500());
  story.Advance(minutes(5));
  ASSERT_EQ(story.SubjectIncidents("provider/d360").size(), 1U);
  for (int i = 1; i < 5; ++i) story.Answer("a" + std::to_string(i), Healthy());
  story.Advance(minutes(5));
  EXPECT_TRUE(story.SubjectIncidents("provider/d360").empty());
  EXPECT_EQ(story.Only("a0").explained_by, "");
}

TEST(Causes, AnOutageSurvivesARestart) {
  Story story(Fleet(5));
  story.Advance(minutes(10));
  for (int i = 0; i < 5; ++i) story.Answer("a" + std::to_string(i), Http500());
  story.Advance(minutes(5));
  const std::string id = story.SubjectIncidents("provider/d360").front().id;
  story.KillAndRestart(seconds(10));
  ASSERT_EQ(story.SubjectIncidents("provider/d360").size(), 1U) << "shown at once";
  EXPECT_EQ(story.SubjectIncidents("provider/d360").front().id, id);
  EXPECT_EQ(story.Only("a0").explained_by, "provider/d360");
}

TEST(Causes, WithoutANetworkNoAccountIsCalledDown) {
  Story story(Fleet(5), WithCanary());
  story.AnswerCanary(Healthy());
  story.Advance(minutes(5));
  story.AnswerCanary(Silent(TransportReason::kDns));
  for (int i = 0; i < 5; ++i) story.Answer("a" + std::to_string(i), Silent(TransportReason::kDns));
  story.Advance(minutes(20));
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(story.Incidents("a" + std::to_string(i)).empty());
    EXPECT_EQ(story.State("a" + std::to_string(i)), AccountState::kUnknown);
  }
  ASSERT_EQ(story.SubjectIncidents("exporter/uplink").size(), 1U);
  EXPECT_EQ(story.SubjectIncidents("exporter/uplink").front().condition->slug, "uplink-down");
  EXPECT_TRUE(story.SubjectIncidents("exporter/uplink").front().Overdue());
}

}  // namespace
}  // namespace wa::test
