#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "load/load_conditions.h"
#include "monitor/news_desk.h"
#include "monitor/tally.h"

namespace wa {
namespace {

using namespace std::chrono_literals;

const SteadyTime kNow{100h};

std::shared_ptr<const Account> Channel(const std::string& name, const std::string& channel_id) {
  auto account = std::make_shared<Account>();
  account->name = name;
  account->provider = "d360";
  account->channel_id = channel_id;
  return account;
}

// A provider, its partner, and two channels of which nobody has a key.
Config TestConfig() {
  Config config;
  config.providers.resize(1);
  config.providers[0].name = "d360";
  config.providers[0].status_page = "https://status.test/summary.json";
  config.partners.resize(1);
  config.partners[0].name = "acme";
  config.partners[0].provider = "d360";
  config.partners[0].id = "AcmePA";
  config.accounts = {Channel("berlin", "BerlinCH"), Channel("lisbon", "LisbonCH")};
  return config;
}

Facts MessageFacts(int status, std::string text) {
  Facts facts;
  facts.http_status = status;
  facts.signs = {{SignKind::kMessage, std::nullopt, std::move(text), {}}};
  return facts;
}

// Told, and not asked of the account or subject itself.
Facts Told(SignKind kind, std::string text) {
  Facts facts;
  facts.is_event = true;
  facts.signs = {{kind, std::nullopt, std::move(text), {}}};
  return facts;
}
Facts ChannelInError() { return Told(SignKind::kField, "channel_status error"); }
Facts PageWithIssues() { return Told(SignKind::kField, "page_status hasissues"); }

Facts Fine() {
  Facts facts;
  facts.http_status = 200;
  return facts;
}

class NewsTest : public testing::Test {
 protected:
  NewsTest() { Adopt(TestConfig()); }

  void Adopt(const Config& config) {
    tally_.Adopt(config.providers);
    const FleetChanges changes = fleet_.Adopt(std::make_shared<const Config>(config));
    desk_.Adopt(config, changes);
  }

  void Hear(News news, UplinkState uplink = UplinkState::kUp) {
    desk_.Handle(std::move(news), uplink);
  }
  // The answer of a partner's API.
  void HearPartner(Facts facts, SteadyTime at = kNow) {
    Hear(SubjectObserved{"partner/acme", at - 1s, at, std::move(facts), std::nullopt});
  }
  void HearChannel(const std::string& channel_id, Facts facts, SteadyTime at = kNow) {
    Hear(ChannelTold{"acme", channel_id, at, std::move(facts)});
  }

  // Slugs of what is open, as "a b".
  std::string Open(const std::string& name) const {
    const auto slot = fleet_.Find(name);
    if (!slot) return "nobody";
    std::string slugs;
    for (const Incident& incident : fleet_[*slot].tracker().open()) {
      slugs += (slugs.empty() ? "" : " ") + incident.condition->slug;
    }
    return slugs;
  }
  const AccountWatch& Watch(const std::string& name) const { return fleet_[*fleet_.Find(name)]; }

  // What is written to the log meanwhile, without its time.
  template <typename Action>
  static std::string Logged(Action action) {
    testing::internal::CaptureStderr();
    action();
    const std::string line = testing::internal::GetCapturedStderr();
    const std::size_t level = line.find("level=");
    return level == line.npos ? line : line.substr(level);
  }

  const std::shared_ptr<const Catalogue> catalogue_ = LoadConditions("").value();
  const WallOffset wall_{kNow, SystemTime(1'800'000'000s)};
  Tally tally_{*catalogue_};
  FleetWatch fleet_{*catalogue_, tally_, wall_};
  std::vector<Discovered> discovered_;
  AnswerLog answers_{wall_};
  std::vector<std::string> refused_;
  NewsDesk desk_{*catalogue_, fleet_, answers_,
                 [this](Discovered found) { discovered_.push_back(std::move(found)); },
                 [this](const std::string& source) { refused_.push_back(source); }};
};

TEST_F(NewsTest, WhoeverKeepsTheCredentialsHearsThatOneIsRefused) {
  Hear(CredentialRefused{"partner/acme"});
  EXPECT_EQ(refused_, std::vector<std::string>{"partner/acme"});
}

TEST_F(NewsTest, WhatASourceNamesGoesToTheConfiguration) {
  DiscoveredAccount account;
  account.name = "MunichCH";
  Hear(Discovered{"partner/acme", {account}});
  ASSERT_EQ(discovered_.size(), 1u);
  EXPECT_EQ(discovered_[0].source, "partner/acme");
  EXPECT_EQ(discovered_[0].accounts, std::vector<DiscoveredAccount>{account});
}

TEST_F(NewsTest, AnAnswerIsAnObservationOfItsSubject) {
  HearPartner(MessageFacts(403, "Permission denied for this partner"));
  EXPECT_EQ(Open("partner/acme"), "partner-permission-denied");
  // Two good answers, half an interval apart, end it.
  HearPartner(Fine(), kNow + 1min);
  HearPartner(Fine(), kNow + 2min);
  EXPECT_EQ(Open("partner/acme"), "");
}

TEST_F(NewsTest, WhoIsNotConfiguredIsNobody) {
  Hear(SubjectObserved{"partner/other", kNow, kNow, MessageFacts(403, "x"), std::nullopt});
  Hear(SubjectTold{"provider/other", kNow, PageWithIssues()});
  HearChannel("MunichCH", ChannelInError());
  for (const char* name : {"partner/acme", "provider/d360", "berlin", "lisbon"}) {
    EXPECT_EQ(Open(name), "") << name;
  }
}

// A silence is evidence only if another host answers us.
TEST_F(NewsTest, ASilenceCountsOnlyIfOurNetworkWorks) {
  const TransportFailure silence{TransportReason::kTimeout, "late", {}, 0};
  Facts facts;
  facts.signs = {{SignKind::kTransport, std::nullopt, "timeout", {}}};
  const SubjectObserved observed{"partner/acme", kNow - 10s, kNow, facts, silence};
  Hear(observed, UplinkState::kUnknown);
  Hear(observed, UplinkState::kDown);
  EXPECT_EQ(Open("partner/acme"), "");
  Hear(observed, UplinkState::kUp);
  EXPECT_EQ(Open("partner/acme"), "unreachable");
}

// A CA file that cannot be read keeps us from asking, however well the network works: it has a name
// of its own, which accuses nobody else.
TEST_F(NewsTest, TroubleOfOurOwnNeedsNoSecondOpinion) {
  const TransportFailure local{TransportReason::kLocal, "no such CA file", {}, 0};
  Facts facts;
  facts.signs = {{SignKind::kTransport, std::nullopt, "local", {}}};
  Hear(SubjectObserved{"partner/acme", kNow, kNow, facts, local}, UplinkState::kUnknown);
  EXPECT_EQ(Open("partner/acme"), "local-trouble");
}

// Something came back: the way there works.
TEST_F(NewsTest, ABrokenAnswerNeedsNoSecondOpinion) {
  const TransportFailure broken{TransportReason::kTooLarge, "too large", {}, 200};
  Facts facts;
  facts.signs = {{SignKind::kTransport, std::nullopt, "too-large", {}}};
  Hear(SubjectObserved{"partner/acme", kNow, kNow, facts, broken}, UplinkState::kUnknown);
  EXPECT_NE(Open("partner/acme"), "");
}

TEST_F(NewsTest, AStatusPageIsAReportAboutItsProvider) {
  Hear(SubjectTold{"provider/d360", kNow, PageWithIssues()});
  EXPECT_EQ(Open("provider/d360"), "provider-incident");
}

TEST_F(NewsTest, AListedChannelIsAReportAndAnObservationOfItsAccount) {
  Facts facts = ChannelInError();
  facts.number.quality_level = 2;
  HearChannel("BerlinCH", facts);
  EXPECT_EQ(Open("berlin"), "channel-error");
  EXPECT_EQ(Open("lisbon"), "");
  // Nothing else tells of an account without a key.
  const auto status = Watch("berlin").Status(std::nullopt, wall_);
  EXPECT_EQ(status->number->quality_level, 2);
}

TEST_F(NewsTest, AChannelIsFoundWhereTheConfigurationHasItNow) {
  Config config = TestConfig();
  config.accounts = {Channel("berlin", "OtherCH"), Channel("lisbon", "BerlinCH")};
  Adopt(config);
  HearChannel("BerlinCH", ChannelInError());
  EXPECT_EQ(Open("berlin"), "");
  EXPECT_EQ(Open("lisbon"), "channel-error");
  config.accounts = {config.accounts[0]};
  Adopt(config);
  HearChannel("BerlinCH", ChannelInError(), kNow + 1min);  // of nobody
  EXPECT_EQ(Open("lisbon"), "nobody");
}

TEST_F(NewsTest, ChangesAndFailuresAreLinesInTheLog) {
  EXPECT_EQ(Logged([&] {
              Hear(ChannelChange{"acme", "MunichCH", ChannelChangeKind::kAdded, ""});
            }),
            "level=info msg=\"channel added\" partner=acme channel=MunichCH\n");
  EXPECT_EQ(
      Logged([&] {
        Hear(ChannelChange{"acme", "MunichCH", ChannelChangeKind::kMoved, "status ready -> error"});
      }),
      "level=info msg=\"channel moved\" partner=acme channel=MunichCH "
      "detail=\"status ready -> error\"\n");
  EXPECT_EQ(Logged([&] {
              Hear(SourceFailed{"http_sd/inventory", "HTTP 500"});
            }),
            "level=warning msg=\"source of accounts cannot be read; its last list stays\" "
            "source=http_sd/inventory why=\"HTTP 500\"\n");
}

}  // namespace
}  // namespace wa
