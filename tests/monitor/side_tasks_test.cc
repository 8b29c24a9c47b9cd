#include "monitor/side_tasks.h"

#include <gtest/gtest.h>

#include "condition/classify.h"
#include "load/load_conditions.h"
#include "monitor/side_task_support.h"
#include "support/fake_clock.h"
#include "support/fake_transport.h"

namespace wa {
namespace {

using namespace wa::test;

std::shared_ptr<const Catalogue> Shipped() {
  static const auto catalogue = LoadConditions("").value();
  return catalogue;
}

Config Settings() {
  Config config;
  ProviderSettings provider;
  provider.name = "d360";
  provider.base_url = "https://graph.example";
  provider.status_page = "https://status.example/summary.json";
  config.providers = {provider};
  PartnerSettings partner;
  partner.name = "acme";
  partner.provider = "d360";
  partner.id = "XPA";
  partner.base_url = "https://hub.example";
  partner.api_key = Secret("partner-key");
  partner.discover = true;
  config.partners = {partner};
  WabaSource waba;
  waba.name = "shop";
  waba.waba_id = "100";
  waba.defaults.provider = "d360";
  config.waba_sources = {waba};
  HttpSource http;
  http.name = "cmdb";
  http.url = "https://cmdb.example/sd";
  config.http_sources = {http};
  return config;
}

SourceReaders Readers() {
  SourceReaders readers;
  readers.ask_numbers = [](const WabaSource& source, const ProviderSettings& provider,
                           const std::string&) {
    HttpRequest request;
    request.url = provider.base_url + "/" + source.waba_id;
    return request;
  };
  readers.read_numbers = [](const HttpResponse&) -> Result<SourcePage> {
    return SourcePage{{{"number", "", "", "", "", {}, {}}}, ""};
  };
  readers.read_discovery = [](std::string_view) -> Result<std::vector<DiscoveredAccount>> {
    return std::vector<DiscoveredAccount>(2);
  };
  return readers;
}

std::string Host(const HttpRequest& request) { return std::string(HostOf(request.url)); }

// The loop in small: starts what is due, waits, hands on what came.
class SideTasksTest : public testing::Test {
 protected:
  SideTasksTest() { tasks_.Adopt(config_, Shipped(), clock_.Steady()); }

  FakeTransport::Reply Reply(const HttpRequest& request) {
    if (down_) return {Answer(503, "")};
    if (Host(request) == "hub.example") {
      return {refused_ ? Answer(403, R"({"error":{"message":"Permission denied for partner 'X'"}})")
                       : Answer(200, R"({"partner_channels":[]})")};
    }
    return {Answer(200, R"({"page":{"status":"UP"}})")};
  }
  void Turn(std::size_t room = 100) {
    tasks_.StartDue(clock_.Steady(), room, requests_, budgets_);
    for (const Completion& completion : transport_.Wait(std::min(tasks_.NextAt(), end_))) {
      ASSERT_TRUE(tasks_.Owns(completion.id));
      SideAnswer answer = tasks_.Handle(completion, budgets_);
      hosts_.push_back(answer.host);
      if (answer.counted) counted_.push_back(std::string(Name(answer.counted->operation)));
      for (News& item : answer.news) news_.push_back(std::move(item));
    }
  }
  void Run(Duration by) {
    end_ = clock_.Steady() + by;
    while (clock_.Steady() < end_) Turn();
  }
  std::size_t AskedOf(const std::string& host) const {
    return static_cast<std::size_t>(
        std::count_if(transport_.asked().begin(), transport_.asked().end(),
                      [&](const auto& asked) { return HostOf(asked.url) == host; }));
  }
  FleetSnapshot Shown() const {
    FleetSnapshot snapshot;
    tasks_.Show(snapshot, WallOffset(clock_.Steady(), clock_.System()), clock_.Steady());
    return snapshot;
  }

  FakeClock clock_;
  FakeTransport transport_{clock_, [this](const HttpRequest& request) {
                             FakeTransport::Reply reply = Reply(request);
                             reply.repeats = repeats_;
                             return reply;
                           }};
  Requests requests_{transport_};
  BudgetBook budgets_;
  Config config_ = Settings();
  SideTasks tasks_{Readers()};
  std::vector<std::string> hosts_;
  std::vector<std::string> counted_;
  std::vector<News> news_;
  SteadyTime end_ = SteadyTime::max();
  bool down_ = false;
  bool refused_ = false;
  int repeats_ = 0;
};

TEST_F(SideTasksTest, AsksAllAtOnceAfterAStart) {
  Turn();
  Turn();
  std::sort(hosts_.begin(), hosts_.end());
  EXPECT_EQ(hosts_, (Text{"cmdb.example", "graph.example", "hub.example", "status.example"}));
  std::sort(counted_.begin(), counted_.end());
  EXPECT_EQ(counted_, (Text{"numbers", "status_page"}));
  Text sources;
  for (const Discovered& discovered : Only<Discovered>(news_)) sources.push_back(discovered.source);
  std::sort(sources.begin(), sources.end());
  EXPECT_EQ(sources, (Text{"http_sd/cmdb", "partner/acme", "waba/shop"}));
  EXPECT_EQ(Only<SubjectObserved>(news_).size(), 1U);
  EXPECT_EQ(Only<SubjectTold>(news_).size(), 1U);
  EXPECT_EQ(tasks_.InFlight(), 0U);
}

TEST_F(SideTasksTest, EachIsAskedAtItsOwnInterval) {
  Run(hours(1));
  EXPECT_NEAR(static_cast<double>(AskedOf("status.example")), 60, 2);
  EXPECT_NEAR(static_cast<double>(AskedOf("cmdb.example")), 60, 2);
  EXPECT_NEAR(static_cast<double>(AskedOf("hub.example")), 12, 2);
  EXPECT_NEAR(static_cast<double>(AskedOf("graph.example")), 4, 2);
}

TEST_F(SideTasksTest, WhatWentOutAgainIsPaidFor) {
  config_.partners.front().requests_per_second = 1.0 / 60;
  tasks_.Adopt(config_, Shipped(), clock_.Steady());
  repeats_ = 9;
  Run(hours(2));
  EXPECT_EQ(AskedOf("hub.example"), 12U);  // one in ten minutes, not one in five
}

TEST_F(SideTasksTest, StartsNoMoreThanThereIsRoomFor) {
  tasks_.StartDue(clock_.Steady(), 0, requests_, budgets_);
  EXPECT_TRUE(transport_.asked().empty());
  tasks_.StartDue(clock_.Steady(), 2, requests_, budgets_);
  EXPECT_EQ(tasks_.InFlight(), 2U);
  EXPECT_EQ(tasks_.NextAt(), SteadyTime::max()) << "what waits for room is no reason to wake";
}

TEST_F(SideTasksTest, AnEmptyBudgetHoldsUpOnlyWhatClaimsIt) {
  BudgetClaim claim{{BudgetKind::kPartner, "d360", "acme"}, {1, seconds(1)}};
  ASSERT_TRUE(budgets_.Take({claim}, Urgency::kHealth, clock_.Steady()));
  const SteadyTime start = clock_.Steady();
  tasks_.StartDue(start, 100, requests_, budgets_);
  EXPECT_EQ(AskedOf("hub.example"), 0U);
  EXPECT_EQ(AskedOf("status.example"), 1U);
  EXPECT_GE(tasks_.NextAt(), start + seconds(1));
  EXPECT_LT(tasks_.NextAt(), start + milliseconds(1001));
  Run(seconds(2));
  EXPECT_EQ(AskedOf("hub.example"), 1U);
}

// 1,000 sources that are all due must not take the network from the polls.
TEST_F(SideTasksTest, FewAreUnderWayAtOnce) {
  for (int i = 0; i < 1'000; ++i) {
    config_.http_sources.push_back(config_.http_sources.front());
    config_.http_sources.back().name = "cmdb-" + std::to_string(i);
  }
  tasks_.Adopt(config_, Shipped(), clock_.Steady());
  Run(seconds(15));
  EXPECT_EQ(transport_.most_flying(), 10U);
  EXPECT_GE(AskedOf("cmdb.example"), 1'001U);
}

TEST_F(SideTasksTest, TheCatalogueSaysWhatIsAskedRarely) {
  refused_ = true;
  Run(hours(6));
  EXPECT_LE(AskedOf("hub.example"), 8U);
  const auto observed = Only<SubjectObserved>(news_);
  ASSERT_FALSE(observed.empty());
  EXPECT_EQ(ClassifyPoll(*Shipped(), observed[0].facts).front().condition->slug,
            "partner-permission-denied");
  refused_ = false;
  config_.partners[0].api_key = Secret("new-key");
  tasks_.Adopt(config_, Shipped(), clock_.Steady());
  const std::size_t before = AskedOf("hub.example");
  Run(seconds(1));
  EXPECT_EQ(AskedOf("hub.example"), before + 1);
}

TEST_F(SideTasksTest, AFailureKeepsTheAccounts) {
  Run(seconds(1));
  news_.clear();
  down_ = true;
  Run(hours(1));
  EXPECT_TRUE(Only<Discovered>(news_).empty());
  EXPECT_EQ(Only<SourceFailed>(news_).size(), 2U) << "each once";
  EXPECT_EQ(Shown().sources.at("http_sd/cmdb").accounts, 2U);
  EXPECT_TRUE(Shown().status_pages.empty());
}

TEST_F(SideTasksTest, AReloadThatChangesNothingAsksNobody) {
  Run(seconds(1));
  const std::size_t asked = transport_.asked().size();
  tasks_.Adopt(config_, Shipped(), clock_.Steady());
  Run(seconds(1));
  EXPECT_EQ(transport_.asked().size(), asked);
}

TEST_F(SideTasksTest, ChangedSourcesAreAskedAtOnce) {
  Run(seconds(1));
  const std::size_t asked = transport_.asked().size();
  config_.http_sources[0].url = "https://other.example/sd";
  config_.waba_sources[0].token = Secret("other");
  tasks_.Adopt(config_, Shipped(), clock_.Steady());
  Run(seconds(1));
  EXPECT_EQ(transport_.asked().size(), asked + 2);
}

TEST_F(SideTasksTest, WhatIsGoneTellsNothing) {
  tasks_.StartDue(clock_.Steady(), 100, requests_, budgets_);
  tasks_.Adopt(Config{}, Shipped(), clock_.Steady());
  EXPECT_EQ(tasks_.InFlight(), 4U);
  end_ = clock_.Steady() + hours(1);
  Turn();
  EXPECT_EQ(tasks_.InFlight(), 0U);
  EXPECT_EQ(hosts_.size(), 4U);
  EXPECT_TRUE(counted_.empty());
  EXPECT_TRUE(news_.empty());
  EXPECT_EQ(tasks_.NextAt(), SteadyTime::max());
  EXPECT_TRUE(Shown().partners.empty());
  EXPECT_TRUE(Shown().sources.empty());
}

TEST_F(SideTasksTest, ShowsWhatIsKnown) {
  EXPECT_EQ(Shown().partners.size(), 1U) << "from the start";
  EXPECT_EQ(Shown().sources.size(), 2U);
  EXPECT_TRUE(Shown().status_pages.empty());
  Run(seconds(1));
  const FleetSnapshot shown = Shown();
  EXPECT_TRUE(shown.partners.at("acme").last_success);
  EXPECT_EQ(shown.sources.at("waba/shop").accounts, 1U);
  ASSERT_EQ(shown.status_pages.size(), 1U);
  EXPECT_EQ(shown.status_pages[0].level, 0);
}

// What the catalogue makes of what is told: the wiring is data.
TEST(SideNews, AListingWithoutAnErrorEndsIt) {
  ListedChannel bad;
  bad.facts.is_event = true;
  bad.facts.signs = {{SignKind::kField, {}, "channel_status error", {}},
                     {SignKind::kEvent, {}, "channel_listed error", {}}};
  EXPECT_EQ(Classify(*Shipped(), bad.facts).front().condition->slug, "channel-error");
  ListedChannel good;
  good.facts.is_event = true;
  good.facts.signs = {{SignKind::kEvent, {}, "channel_listed ready", {}}};
  EXPECT_TRUE(Classify(*Shipped(), good.facts).empty());
  const auto ended = EndedBy(*Shipped(), good.facts);
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0]->slug, "channel-error");
}

TEST(SideNews, AStatusPageThatIsReadEndsWhatItDoesNotShow) {
  HttpResponse response = Answer(200, R"({"page":{"status":"UNDERMAINTENANCE"}})");
  const Facts facts = ReadStatusPageAnswer(response)->facts;
  ASSERT_EQ(Classify(*Shipped(), facts).size(), 1U);
  EXPECT_EQ(Classify(*Shipped(), facts)[0].condition->slug, "provider-maintenance");
  ASSERT_EQ(EndedBy(*Shipped(), facts).size(), 1U);
  EXPECT_EQ(EndedBy(*Shipped(), facts)[0]->slug, "provider-incident");
}

}  // namespace
}  // namespace wa
