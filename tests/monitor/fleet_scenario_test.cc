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

constexpr int kMany = 5000;

void AnswerAll(Story& story, int accounts, const FakeTransport::Reply& reply) {
  for (int i = 0; i < accounts; ++i) story.Answer("a" + std::to_string(i), reply);
}

// How many accounts have something, how many of these are explained by `by`, and how many page.
struct Ills {
  std::size_t ill = 0;
  std::size_t explained = 0;
  std::size_t paging = 0;
};
Ills Count(Story& story, const std::string& by) {
  Ills count;
  for (const auto& status : story.monitor().Snapshot()->accounts) {
    for (const IncidentView& incident : status->incidents) {
      ++count.ill;
      if (incident.explained_by == by) ++count.explained;
      if (incident.explained_by.empty() && incident.Overdue()) ++count.paging;
    }
  }
  return count;
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

// The bucket of all credentials at the provider, together.
double Remaining(const FleetSnapshot& snapshot, BudgetKind kind) {
  for (const BudgetView& budget : snapshot.budgets) {
    if (budget.kind == kind) return budget.remaining;
  }
  ADD_FAILURE() << "no budget";
  return 0.0;
}

TEST(Reconfigured, WhoStaysKeepsPhaseBudgetsIncidentsAndCounters) {
  constexpr int kAccounts = 20;
  Story story(Fleet(kAccounts));
  story.Reconfigure(
      [](Config& config) { config.providers.front().credential_requests_per_hour = 240; });
  story.Answer("a0", Http500());
  story.Answer("a1", InvalidKey());
  story.Advance(minutes(20));
  const auto before = story.monitor().Snapshot();
  // Another account comes and one goes, and a setting that concerns neither budgets nor phase.
  story.Answer("b", Healthy());
  story.Reconfigure([](Config& config) {
    Remove(config, "a19");
    auto news = std::make_shared<Account>(*config.accounts.front());
    news->name = "b";
    news->api_key = Secret("key-of-b");
    config.accounts.push_back(std::move(news));
    config.polling.timeout = seconds(9);
  });
  story.monitor().Step();
  const auto after = story.monitor().Snapshot();
  ASSERT_NE(before, after);
  EXPECT_EQ(after->accounts.size(), std::size_t{kAccounts});
  for (const auto& status : before->accounts) {
    const AccountStatus* same = after->Find(status->account->name);
    if (status->account->name == "a19") {
      EXPECT_EQ(same, nullptr);
      continue;
    }
    ASSERT_NE(same, nullptr) << status->account->name;
    EXPECT_EQ(same->next_poll, status->next_poll) << status->account->name;
    EXPECT_EQ(same->unavailable, status->unavailable);
    ASSERT_EQ(same->incidents.size(), status->incidents.size());
    for (std::size_t i = 0; i < same->incidents.size(); ++i) {
      EXPECT_EQ(same->incidents[i].id, status->incidents[i].id);
      EXPECT_EQ(same->incidents[i].start, status->incidents[i].start);
      EXPECT_EQ(same->incidents[i].sightings, status->incidents[i].sightings);
    }
  }
  EXPECT_EQ(after->tallies.at("d360").incidents, before->tallies.at("d360").incidents);
  EXPECT_NEAR(Remaining(*after, BudgetKind::kCredential),
              Remaining(*before, BudgetKind::kCredential), 2.0)
      << "a turn's worth, and not full again";
}

TEST(Reconfigured, AFleetIsAskedNoMoreOftenForIt) {
  Story story(Fleet(200));
  story.Advance(minutes(10));
  const std::size_t before = story.transport().asked().size();
  for (int i = 0; i < 20; ++i) {
    story.Reconfigure([&](Config& config) { config.polling.timeout = seconds(9 + i % 2); });
    story.Advance(seconds(30));
  }
  const std::size_t asked = story.transport().asked().size() - before;
  EXPECT_NEAR(static_cast<double>(asked), 2000.0, 220.0) << "in ten minutes, once a minute each";
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

TEST(Causes, AnOutageOfThousandsIsOneIncidentAndKeepsAllOverARestart) {
  // Each would page after two minutes.
  std::vector<Story::AccountSpec> fleet = Fleet(kMany);
  for (Story::AccountSpec& account : fleet) account.plan = Plan::kPremium;
  Story story(std::move(fleet));
  story.Advance(seconds(70));
  AnswerAll(story, kMany, Http500());
  story.Advance(minutes(2) + seconds(30));
  ASSERT_EQ(story.SubjectIncidents("provider/d360").size(), 1U) << "at minute two";
  const IncidentView outage = story.SubjectIncidents("provider/d360").front();
  EXPECT_EQ(outage.condition->slug, "provider-outage");
  EXPECT_TRUE(outage.Overdue());
  const Ills ills = Count(story, "provider/d360");
  EXPECT_EQ(ills.ill, std::size_t{kMany});
  EXPECT_EQ(ills.explained, std::size_t{kMany});

  const SystemTime start = story.Only("a77").start;
  story.KillAndRestart(seconds(10));
  ASSERT_EQ(story.SubjectIncidents("provider/d360").size(), 1U) << "shown at once";
  EXPECT_EQ(story.SubjectIncidents("provider/d360").front().id, outage.id);
  EXPECT_EQ(story.Only("a77").start, start);
  EXPECT_EQ(Count(story, "provider/d360").explained, std::size_t{kMany});

  for (int minute = 0; minute < 3; ++minute) {
    story.Advance(minutes(1));
    EXPECT_EQ(Count(story, "provider/d360").paging, 0U) << minute;
    EXPECT_LT(story.monitor().Snapshot()->poll_lag, seconds(30)) << "no ticket about ourselves";
  }
  EXPECT_TRUE(story.Only("a77").Overdue()) << "its own clock runs on";
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

TEST(Causes, WithoutANetworkThousandsAreUnknownAndTheirClocksStand) {
  Story story(Fleet(kMany), WithCanary());
  story.Answer("a0", Http500());
  story.Advance(minutes(2));
  const IncidentView before = story.Only("a0");
  story.AnswerCanary(Silent(TransportReason::kDns));
  AnswerAll(story, kMany, Silent(TransportReason::kDns));
  // The last answers may still be on their way.
  story.Advance(minutes(2));
  const SystemTime last_seen = story.Only("a0").last_seen;
  story.Advance(minutes(4));
  EXPECT_EQ(story.Only("a0").id, before.id);
  EXPECT_EQ(story.Only("a0").last_seen, last_seen);
  EXPECT_FALSE(story.Only("a0").Overdue());
  EXPECT_EQ(Count(story, "").ill, 1U);
  const auto snapshot = story.monitor().Snapshot();
  for (const auto& status : snapshot->accounts) {
    ASSERT_EQ(story.State(status->account->name), AccountState::kUnknown) << status->account->name;
  }
  EXPECT_EQ(story.SubjectIncidents("exporter/uplink").size(), 1U);
  EXPECT_TRUE(story.SubjectIncidents("provider/d360").empty());
  EXPECT_LT(snapshot->poll_lag, seconds(30)) << "no ticket about ourselves";

  AnswerAll(story, kMany, Healthy());
  story.Advance(minutes(3));
  EXPECT_TRUE(story.Incidents("a0").empty());
  EXPECT_EQ(story.State("a4999"), AccountState::kOk);
  EXPECT_TRUE(story.SubjectIncidents("exporter/uplink").empty());
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
