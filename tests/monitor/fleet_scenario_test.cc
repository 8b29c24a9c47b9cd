#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
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

TEST(Reconfigured, WhoLosesItsKeyIsNotKnownAnyMore) {
  Story story(Fleet(2));
  story.Advance(minutes(5));
  ASSERT_EQ(story.State("a1"), AccountState::kOk);
  story.Reconfigure([](Config& config) {
    auto keyless = std::make_shared<Account>(*config.accounts.back());
    ASSERT_EQ(keyless->name, "a1");
    keyless->api_key = Secret();
    config.accounts.back() = std::move(keyless);
  });
  story.Advance(minutes(1));
  EXPECT_EQ(story.State("a1"), AccountState::kUnknown);
  EXPECT_EQ(story.State("a0"), AccountState::kOk);
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

TEST(Reconfigured, AnotherGraceCountsForAnIncidentThatIsOpenAndForTheNext) {
  Story story(Fleet(2));
  story.Answer("a0", Http500());
  story.Advance(minutes(4));
  EXPECT_FALSE(story.Only("a0").Overdue());
  story.Reconfigure(
      [](Config& config) { config.conditions["internal-server-error"].grace = seconds(90); });
  story.Advance(seconds(30));
  EXPECT_EQ(story.Only("a0").grace, seconds(90));
  EXPECT_TRUE(story.Only("a0").Overdue());
  story.Answer("a1", Http500());
  story.Advance(minutes(2));
  EXPECT_EQ(story.Only("a1").grace, seconds(90));
  story.KillAndRestart();
  EXPECT_EQ(story.Only("a1").grace, seconds(90)) << "also of what was stored";
  story.Reconfigure([](Config& config) { config.conditions.clear(); });
  story.Advance(seconds(30));
  EXPECT_EQ(story.Only("a0").grace, minutes(10));
}

// The question of an hour ago is not asked again: nothing else would ever end what it showed.
FakeTransport::Reply WithoutWebhook() {
  return Http(200,
              R"({"health_status":{"can_send_message":"AVAILABLE","entities":[]},"url":null})");
}

TEST(Reconfigured, WhatAQuestionShowedThatIsNotAskedAnyMoreIsOver) {
  Story story(Fleet(1));
  story.Answer("a0", WithoutWebhook());
  story.Advance(minutes(15));
  ASSERT_EQ(story.Only("a0").condition->slug, "webhook-missing");
  const IncidentView before = story.Only("a0");
  story.Reconfigure([](Config& config) { config.polling.webhook_interval = Duration(0); });
  story.Advance(minutes(2));
  EXPECT_TRUE(story.Incidents("a0").empty());
  EXPECT_FALSE(story.Status("a0").number->webhook);
  const IncidentRecord& stored = story.store().incidents().at(before.id);
  EXPECT_EQ(stored.end_reason, IncidentEnd::kUnasked);
  EXPECT_EQ(stored.ended, before.last_seen) << "what happened since is not known";
}

TEST(Reconfigured, AlsoIfTheQuestionWasDroppedWhileTheExporterWasStopped) {
  Story story(Fleet(1));
  story.Answer("a0", WithoutWebhook());
  story.Advance(minutes(15));
  const std::string id = story.Only("a0").id;
  story.Reconfigure([](Config& config) { config.polling.webhook_interval = Duration(0); });
  story.KillAndRestart(minutes(1));
  story.Advance(minutes(1));
  EXPECT_TRUE(story.Incidents("a0").empty());
  EXPECT_EQ(story.store().incidents().at(id).end_reason, IncidentEnd::kUnasked);
}

TEST(Reconfigured, WhoSharesAKeyIsShownAtOnce) {
  Story story(Fleet(3));
  story.Advance(minutes(1));
  EXPECT_EQ(*story.Status("a0").shares_key_with, "");
  story.Reconfigure([](Config& config) {
    auto twin = std::make_shared<Account>(*config.accounts[2]);
    twin->api_key = config.accounts[0]->api_key;
    config.accounts[2] = twin;
  });
  story.Advance(seconds(5));
  EXPECT_EQ(*story.Status("a0").shares_key_with, "a2");
  EXPECT_EQ(*story.Status("a1").shares_key_with, "");
  EXPECT_EQ(*story.Status("a2").shares_key_with, "a0");
}

// A token of Meta's is good for many numbers.
TEST(Reconfigured, WhereATokenIsOfManyNumbersNobodySharesAKeyByMistake) {
  Story story(Fleet(2));
  story.AnswerFirst([](const HttpRequest&) { return Healthy(); });
  story.Reconfigure([](Config& config) {
    config.providers[0].kind = ProviderKind::kMeta;
    for (auto& account : config.accounts) {
      auto number = std::make_shared<Account>(*account);
      number->kind = ProviderKind::kMeta;
      number->api_key = Secret("key-of-a0");
      account = number;
    }
  });
  story.Advance(seconds(5));
  EXPECT_EQ(*story.Status("a0").shares_key_with, "");
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

TEST(Causes, AnOutageIsShownAtOnceAfterARestartHoweverSlowTheDiskIs) {
  Story story(Fleet(5));
  story.Advance(minutes(10));
  for (int i = 0; i < 5; ++i) story.Answer("a" + std::to_string(i), Http500());
  story.Advance(minutes(5));
  const IncidentView outage = story.SubjectIncidents("provider/d360").front();
  story.store().HoldBack(true);
  story.KillAndRestart(seconds(10));
  ASSERT_EQ(story.monitor().Snapshot()->accounts.size(), 5U) << "nothing changed since";
  ASSERT_EQ(story.SubjectIncidents("provider/d360").size(), 1U);
  EXPECT_EQ(story.SubjectIncidents("provider/d360").front().id, outage.id);
  EXPECT_EQ(story.SubjectIncidents("provider/d360").front().last_seen, outage.last_seen)
      << "a start is no sighting";
  EXPECT_EQ(story.Only("a0").explained_by, "provider/d360");
}

TEST(Causes, WhatIsNotExplainedAnyMoreIsAskedInTime) {
  PollingConfig polling = WithCanary();
  polling.interval = minutes(10);
  polling.trouble_interval = minutes(1);
  Story story({{"a", Plan::kPremium}}, polling);
  story.Advance(minutes(21));
  story.AnswerCanary(Silent(TransportReason::kDns));
  story.Answer("a", Silent(TransportReason::kDns));
  story.Advance(minutes(20));
  ASSERT_EQ(story.SubjectIncidents("exporter/uplink").size(), 1U);
  story.AnswerCanary(Healthy());
  story.Answer("a", Http500());
  while (story.Incidents("a").empty()) story.Advance(seconds(1));
  const SystemTime start = story.Only("a").start;
  story.Advance(seconds(6));
  story.KillAndRestart(seconds(1));
  ASSERT_EQ(story.Only("a").explained_by, "exporter/uplink") << "and asked at once";
  story.Advance(start + minutes(1) - story.Now());
  EXPECT_EQ(story.Only("a").explained_by, "") << "our network is back";
  story.Advance(start + minutes(2) + seconds(5) - story.Now());
  EXPECT_TRUE(story.Only("a").Overdue()) << "it was allowed two minutes";
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

// Who was asked just before our network came back is silent, and the canaries answer when they are
// asked about it.
std::string BlamedAfter(Duration down, std::vector<Story::AccountSpec> fleet) {
  const std::vector<Story::AccountSpec> accounts = fleet;
  Story story(std::move(fleet), WithCanary());
  story.Advance(minutes(5));
  const SteadyTime back = story.clock().Steady() + down;
  story.AnswerFirst([&](const HttpRequest&) -> std::optional<FakeTransport::Reply> {
    if (story.clock().Steady() < back) return Silent();
    return std::nullopt;
  });
  std::string blamed;
  for (const SteadyTime end = back + minutes(2); story.clock().Steady() < end;) {
    story.Advance(seconds(1));
    for (const auto& account : accounts) {
      if (!story.Incidents(account.name).empty()) blamed = account.name;
    }
  }
  EXPECT_EQ(story.monitor().Snapshot()->uplink, "up");
  return blamed;
}

TEST(Causes, WhoWasAskedWhileOurNetworkWasDownIsNotBlamedOnceItIsBack) {
  for (int down = 120; down < 150; ++down) {
    EXPECT_EQ(BlamedAfter(seconds(down), Fleet(3)), "") << down << " s";
  }
}

TEST(Causes, NorByTheAnswerOfAnotherProvider) {
  for (int down = 120; down < 150; ++down) {
    const std::string blamed =
        BlamedAfter(seconds(down), {{"a"}, {"b", Plan::kRegular, "other"}, {"c"}});
    EXPECT_EQ(blamed, "") << down << " s";
  }
}

TEST(Causes, CanariesThatNeverAnswerHideNobodysSilence) {
  PollingConfig polling = WithCanary();
  polling.interval = minutes(2);
  Story story({{"a"}, {"b", Plan::kRegular, "other"}}, polling);
  story.AnswerCanary(Silent());
  story.Advance(minutes(5));
  story.Answer("a", Silent());
  story.Advance(minutes(60));
  EXPECT_EQ(story.Only("a").condition->slug, "unreachable");
  EXPECT_TRUE(story.Only("a").Overdue());
}

constexpr const char* kStatusPage = "https://status.test/summary.json";

struct StatusPages : testing::Test {
  Story story{Fleet(5), WithCanary()};
  std::string page = R"({"page":{"status":"UP"}})";
  int asked = 0;

  StatusPages() {
    story.AnswerFirst([this](const HttpRequest& request) -> std::optional<FakeTransport::Reply> {
      if (request.url != kStatusPage) return std::nullopt;
      ++asked;
      return Http(200, page);
    });
    story.Reconfigure([](Config& config) { config.providers[0].status_page = kStatusPage; });
  }
  void AnswerAll(const FakeTransport::Reply& reply) {
    for (int i = 0; i < 5; ++i) story.Answer("a" + std::to_string(i), reply);
  }
  void TellsOfAnIncident() {
    page = R"({"page":{"status":"HASISSUES"},"activeIncidents":[{"name":"API down"}]})";
  }
  std::vector<std::string> OfTheProvider() {
    std::vector<std::string> slugs;
    for (const IncidentView& incident : story.SubjectIncidents("provider/d360")) {
      slugs.push_back(incident.condition->slug);
    }
    std::sort(slugs.begin(), slugs.end());
    return slugs;
  }
};

TEST_F(StatusPages, AreReadFromTheStartAndOnceAMinute) {
  story.Advance(minutes(10));
  EXPECT_GE(asked, 10);
  EXPECT_LE(asked, 12);
  EXPECT_TRUE(OfTheProvider().empty());
  TellsOfAnIncident();
  story.Advance(seconds(70));
  EXPECT_EQ(OfTheProvider(), std::vector<std::string>{"provider-incident"});
}

TEST_F(StatusPages, HowMuchSoonerAnOutageWasSeen) {
  story.Advance(minutes(10));
  AnswerAll(Http500());
  story.Advance(minutes(10));
  EXPECT_EQ(OfTheProvider(), std::vector<std::string>{"provider-outage"});
  EXPECT_TRUE(story.monitor().Snapshot()->status_page_leads.empty());
  TellsOfAnIncident();
  story.Advance(minutes(2));
  ASSERT_EQ(OfTheProvider(), (std::vector<std::string>{"provider-incident", "provider-outage"}));
  const auto leads = story.monitor().Snapshot()->status_page_leads;
  ASSERT_EQ(leads.size(), 1U);
  EXPECT_GT(leads.at("d360"), minutes(7));
  EXPECT_LT(leads.at("d360"), minutes(10));
  story.KillAndRestart(seconds(10));
  story.Advance(seconds(10));
  EXPECT_EQ(story.monitor().Snapshot()->status_page_leads, leads) << "both are still open";
}

// What 360dialog was never heard to say: that it does not know a field.
FakeTransport::Reply UnknownField() {
  return Http(400, R"({"error":{"code":100,"message":"(#100) Tried accessing nonexisting field )"
                   R"((name_status) on node type"}})");
}

struct HealthFields : testing::Test {
  Story story{Fleet(2)};
  FakeTransport::Reply with_fields = UnknownField();
  int asked_with_fields = 0;

  HealthFields() {
    story.AnswerFirst([this](const HttpRequest& request) -> std::optional<FakeTransport::Reply> {
      if (request.url.find("/health_status?fields=") == std::string::npos) return std::nullopt;
      ++asked_with_fields;
      return with_fields;
    });
  }
};

TEST_F(HealthFields, ThatAreRefusedAreNoTroubleOfTheAccount) {
  story.Advance(minutes(30));
  for (const char* account : {"a0", "a1"}) {
    EXPECT_EQ(story.State(account), AccountState::kOk) << account;
    EXPECT_TRUE(story.Incidents(account).empty()) << account;
  }
  EXPECT_LE(asked_with_fields, 2) << "what was under way at once";
  EXPECT_EQ(story.Opened("unknown-error"), 0U);
}

TEST_F(HealthFields, AreTriedAgainAfterADay) {
  story.Advance(std::chrono::hours(23));
  const int refused = asked_with_fields;
  with_fields = Healthy();
  story.Advance(std::chrono::hours(2));
  EXPECT_GT(asked_with_fields, refused + 60) << "from then on always";
}

TEST_F(HealthFields, AnotherChoiceIsTriedAtOnce) {
  story.Advance(minutes(5));
  const int refused = asked_with_fields;
  with_fields = Healthy();
  story.Reconfigure([](Config& config) { config.providers[0].health_fields = {"status"}; });
  story.Advance(minutes(3));
  EXPECT_GT(asked_with_fields, refused);
}

TEST_F(HealthFields, AnyOtherBadAnswerIsTheAccounts) {
  with_fields = Http500();
  story.Advance(minutes(2));
  EXPECT_EQ(story.Only("a0").condition->slug, "internal-server-error");
}

// Without canaries: what else says that it is our own network.
struct Signs : testing::Test {
  Story story{{{.name = "a"}, {.name = "b"}, {.name = "c", .provider = "other"}}};

  void Silence(std::initializer_list<const char*> accounts, TransportReason reason) {
    for (const char* account : accounts) story.Answer(account, Silent(reason));
  }
  const std::vector<IncidentView>& Uplink() { return story.SubjectIncidents("exporter/uplink"); }
};

TEST_F(Signs, AllProvidersSilentAtOnceIsOurNetwork) {
  story.Advance(minutes(5));
  Silence({"a", "b", "c"}, TransportReason::kTimeout);
  story.Advance(minutes(20));
  ASSERT_EQ(Uplink().size(), 1U);
  EXPECT_EQ(Uplink().front().condition->slug, "uplink-down");
  EXPECT_EQ(Uplink().front().detail, "No provider answers, although there are several.");
  for (const char* account : {"a", "b", "c"}) {
    EXPECT_TRUE(story.Incidents(account).empty()) << account;
    EXPECT_EQ(story.State(account), AccountState::kUnknown) << account;
  }
  EXPECT_EQ(story.monitor().Snapshot()->own_incidents.at("uplink-down"), 1U);
  for (const char* account : {"a", "b", "c"}) story.Answer(account, Healthy());
  story.Advance(minutes(5));
  EXPECT_TRUE(Uplink().empty());
  EXPECT_EQ(story.State("a"), AccountState::kOk);
}

TEST_F(Signs, OneSilentProviderOfTwoIsTheProviders) {
  story.Advance(minutes(5));
  Silence({"a", "b"}, TransportReason::kConnect);
  story.Advance(minutes(20));
  EXPECT_TRUE(Uplink().empty());
  EXPECT_NE(story.State("a"), AccountState::kOk);
  EXPECT_EQ(story.State("c"), AccountState::kOk);
}

TEST_F(Signs, OneProviderThatIsNotReachedOfTwoIsTheProviders) {
  story.Advance(minutes(5));
  Silence({"a", "b"}, TransportReason::kDns);
  story.Advance(minutes(20));
  EXPECT_TRUE(Uplink().empty());
  EXPECT_NE(story.State("a"), AccountState::kOk);
}

class OnlyProvider : public testing::TestWithParam<std::pair<TransportReason, bool>> {};

TEST_P(OnlyProvider, IsOurNetworkOnlyIfRequestsDoNotLeaveUs) {
  const auto& [reason, is_ours] = GetParam();
  Story story(Fleet(2));
  story.Advance(minutes(5));
  for (const char* account : {"a0", "a1"}) story.Answer(account, Silent(reason));
  story.Advance(minutes(20));
  const auto& uplink = story.SubjectIncidents("exporter/uplink");
  EXPECT_EQ(uplink.size(), is_ours ? 1U : 0U);
  if (is_ours && !uplink.empty()) {
    EXPECT_EQ(uplink.front().detail, "Requests do not leave our own network: no answer.");
    EXPECT_TRUE(uplink.front().Overdue());
  }
  EXPECT_TRUE(story.Incidents("a0").empty()) << "nobody can tell";
  EXPECT_EQ(story.State("a0"), AccountState::kUnknown);
}

INSTANTIATE_TEST_SUITE_P(EachReason, OnlyProvider,
                         testing::Values(std::pair(TransportReason::kDns, true),
                                         std::pair(TransportReason::kRoute, true),
                                         std::pair(TransportReason::kConnect, false),
                                         std::pair(TransportReason::kTls, false),
                                         std::pair(TransportReason::kTimeout, false),
                                         std::pair(TransportReason::kReset, false)),
                         [](const auto& reason) { return std::string(Name(reason.param.first)); });

}  // namespace
}  // namespace wa::test
