#include "monitor/partner_client.h"

#include <gtest/gtest.h>

#include "monitor/side_task_support.h"

namespace wa {
namespace {

using namespace wa::test;

constexpr const char* kDenied =
    R"({"meta":{"success":false,"http_code":403,"developer_message":"Permission denied for partner 'X'"}})";

PartnerSettings WithKey() {
  PartnerSettings partner;
  partner.name = "acme";
  partner.provider = "d360";
  partner.id = "AbCdEfPA";
  partner.base_url = "https://hub.example";
  partner.api_key = Secret("partner-key");
  partner.page_size = 2;
  partner.discover = true;
  return partner;
}

PartnerSettings WithLogin() {
  PartnerSettings partner = WithKey();
  partner.api_key = Secret();
  partner.username = Secret("ops@example.com");
  partner.password = Secret("correct-horse");
  return partner;
}

std::string Entry(const std::string& id, const std::string& status = "ready",
                  const std::string& more = "") {
  return R"({"id":")" + id + R"(","status":")" + status +
         R"(","setup_info":{"phone_number":"49301"},"waba_account":{"id":"W1"})" + more + "}";
}

HttpResponse Page(std::size_t total, const std::vector<std::string>& entries) {
  std::string list;
  for (const std::string& entry : entries) list += (list.empty() ? "" : ",") + entry;
  return Answer(200,
                R"({"total":)" + std::to_string(total) + R"(,"partner_channels":[)" + list + "]}");
}

HttpResponse TokenAnswer(const std::string& token, int good_for) {
  return Answer(
      200, R"({"access_token":")" + token + R"(","expires_in":)" + std::to_string(good_for) + "}");
}

// One partner's client, and the time.
class PartnerClientTest : public testing::Test {
 protected:
  void Begin(const PartnerSettings& settings) {
    settings_ = settings;
    client_.emplace(settings, polling_, &TestVerdict, now_);
  }
  // The question that is due next, at its time.
  HttpRequest Ask() {
    now_ = std::max(now_, client_->NextAt());
    HttpRequest request = client_->Ask(now_);
    EXPECT_EQ(client_->NextAt(), SteadyTime::max()) << "it waits for the answer";
    return request;
  }
  std::vector<News> Say(HttpResponse response) {
    now_ += milliseconds(100);
    return client_->Handle(Answered(now_, std::move(response)));
  }
  std::vector<News> AskAndSay(HttpResponse response) {
    Ask();
    return Say(std::move(response));
  }
  std::vector<News> AskInVain() {
    Ask();
    now_ += seconds(10);
    return client_->Handle(Silent(now_));
  }
  // A whole listing of one page.
  std::vector<News> List(const std::vector<std::string>& entries) {
    return AskAndSay(Page(entries.size(), entries));
  }
  // For how long it rests.
  Duration Rest() const { return client_->NextAt() - now_; }
  PartnerTallies Tallies() const {
    return client_->Tallies(WallOffset(kStart, SystemTime(seconds(1'000))));
  }

  const PollingConfig polling_{};
  PartnerSettings settings_;
  std::optional<PartnerClient> client_;
  SteadyTime now_ = kStart;
};

Text Described(const std::vector<News>& news) {
  Text lines;
  for (const ChannelChange& change : Only<ChannelChange>(news)) {
    lines.push_back(change.partner + " " + change.channel_id + " " +
                    std::string(Name(change.kind)) +
                    (change.detail.empty() ? "" : ": " + change.detail));
  }
  return lines;
}

TEST_F(PartnerClientTest, AWholeListingTellsOfChannelsAccountsAndThePartner) {
  Begin(WithKey());
  EXPECT_EQ(client_->NextAt(), kStart) << "at once";
  const std::vector<News> news = List({Entry("A"), Entry("B", "error")});
  const auto told = Only<ChannelTold>(news);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[1].partner, "acme");
  EXPECT_EQ(told[1].channel_id, "B");
  EXPECT_EQ(told[1].at, now_);
  EXPECT_TRUE(Has(told[1].facts, "channel_status error"));
  const auto discovered = Only<Discovered>(news);
  ASSERT_EQ(discovered.size(), 1U);
  EXPECT_EQ(discovered[0].source, "partner/acme");
  EXPECT_EQ(NamesOf(discovered[0]), (Text{"A", "B"}));
  const auto observed = Only<SubjectObserved>(news);
  ASSERT_EQ(observed.size(), 1U);
  EXPECT_EQ(observed[0].subject, "partner/acme");
  EXPECT_EQ(observed[0].ended, now_);
  EXPECT_EQ(observed[0].facts.http_status, 200);
  EXPECT_TRUE(observed[0].facts.signs.empty());
  EXPECT_TRUE(Only<ChannelChange>(news).empty()) << "the first listing is no change";
  EXPECT_GT(Rest(), minutes(2));
  EXPECT_LE(Rest(), minutes(8));
}

TEST_F(PartnerClientTest, PagesFollowEachOtherAndOnlyTheLastMakesAListing) {
  Begin(WithKey());
  EXPECT_NE(Ask().url.find("limit=2&offset=0"), std::string::npos);
  const std::vector<News> first = Say(Page(3, {Entry("A"), Entry("B")}));
  EXPECT_EQ(Only<ChannelTold>(first).size(), 2U);
  EXPECT_EQ(first.size(), 2U) << "nothing else";
  EXPECT_EQ(client_->NextAt(), now_);
  EXPECT_NE(Ask().url.find("offset=2"), std::string::npos);
  const std::vector<News> last = Say(Page(3, {Entry("C")}));
  EXPECT_EQ(NamesOf(Only<Discovered>(last).at(0)), (Text{"A", "B", "C"}));
}

TEST_F(PartnerClientTest, WithoutATotalAShortPageIsTheLast) {
  Begin(WithKey());
  AskAndSay(Answer(200, R"({"partner_channels":[)" + Entry("A") + "," + Entry("B") + "]}"));
  const auto last = AskAndSay(Answer(200, R"({"partner_channels":[]})"));
  EXPECT_EQ(NamesOf(Only<Discovered>(last).at(0)), (Text{"A", "B"}));
}

TEST_F(PartnerClientTest, AnEmptyPartnerIsAListingToo) {
  Begin(WithKey());
  const auto discovered = Only<Discovered>(List({}));
  ASSERT_EQ(discovered.size(), 1U);
  EXPECT_TRUE(discovered[0].accounts.empty());
}

TEST_F(PartnerClientTest, AccountsAreToldWhenTheyChange) {
  Begin(WithKey());
  List({Entry("A")});
  EXPECT_TRUE(Only<Discovered>(List({Entry("A", "error")})).empty());
  EXPECT_EQ(Only<Discovered>(List({Entry("A"), Entry("B")})).size(), 1U);
}

TEST_F(PartnerClientTest, WithoutDiscoveryThereAreNoAccounts) {
  PartnerSettings settings = WithKey();
  settings.discover = false;
  Begin(settings);
  const std::vector<News> news = List({Entry("A")});
  EXPECT_TRUE(Only<Discovered>(news).empty());
  EXPECT_EQ(Only<ChannelTold>(news).size(), 1U);
}

TEST_F(PartnerClientTest, SaysWhichChannelsCameWentAndMoved) {
  Begin(WithKey());
  List({Entry("A"), Entry("B"), Entry("C")});
  const auto moved = R"({"id":"B","status":"ready","setup_info":{"phone_number":"49302"},)"
                     R"("waba_account":{"id":"W2"}})";
  EXPECT_EQ(Described(List({Entry("A", "error"), moved, Entry("D")})),
            (Text{"acme A moved: status ready -> error",
                  "acme B moved: business account W1 -> W2, another number", "acme D added"}));
  EXPECT_EQ(Described(List({Entry("A", "error"), moved, Entry("D")})), Text{"acme C removed"})
      << "not before a second listing does not show it";
  EXPECT_EQ(Tallies().changes, (std::array<std::uint64_t, 3>{1, 1, 2}));
  EXPECT_TRUE(Described(List({Entry("A", "error"), moved, Entry("D")})).empty());
}

TEST_F(PartnerClientTest, AListingThatIsEmptyForOnceTakesNobodyAway) {
  Begin(WithKey());
  List({Entry("A"), Entry("B")});
  EXPECT_TRUE(Only<Discovered>(AskAndSay(Page(0, {}))).empty());
  EXPECT_TRUE(Described(List({Entry("A"), Entry("B")})).empty());
}

TEST_F(PartnerClientTest, WhatCameAndWentMeanwhileIsToldAfterARestart) {
  Begin(WithKey());
  std::vector<DiscoveredAccount> remembered(2);
  remembered[0].name = remembered[0].channel_id = "A";
  remembered[0].waba_id = "W1";
  remembered[0].phone_number = "49301";
  remembered[1].name = remembered[1].channel_id = "B";
  client_->Remember(remembered);
  EXPECT_EQ(Described(List({Entry("A"), Entry("C")})), Text{"acme C added"});
  EXPECT_EQ(Described(List({Entry("A"), Entry("C")})), Text{"acme B removed"});
}

TEST_F(PartnerClientTest, ATerminatedChannelIsRemoved) {
  Begin(WithKey());
  List({Entry("A"), Entry("B")});
  const auto news = List({Entry("A"), Entry("B", "ready", R"(,"terminated_at":"2026-01-01")")});
  EXPECT_EQ(Described(news), Text{"acme B removed"});
  EXPECT_EQ(NamesOf(Only<Discovered>(news).at(0)), Text{"A"});
}

// While pages are read, what stands behind one that goes slips to the page before.
TEST_F(PartnerClientTest, AChannelThatSlipsBetweenPagesStaysUntilTheNextListing) {
  Begin(WithKey());
  AskAndSay(Page(4, {Entry("A"), Entry("B")}));
  AskAndSay(Page(4, {Entry("C"), Entry("D")}));
  AskAndSay(Page(4, {Entry("A"), Entry("B")}));
  const auto slipped = AskAndSay(Page(3, {Entry("D")}));
  EXPECT_TRUE(Only<Discovered>(slipped).empty());
  EXPECT_TRUE(Described(slipped).empty());
  AskAndSay(Page(3, {Entry("A"), Entry("B")}));
  const auto confirmed = AskAndSay(Page(3, {Entry("D")}));
  EXPECT_EQ(Described(confirmed), Text{"acme C removed"});
  EXPECT_EQ(NamesOf(Only<Discovered>(confirmed).at(0)), (Text{"A", "B", "D"}));
}

TEST_F(PartnerClientTest, AMissingChannelThatComesBackWasNeverGone) {
  Begin(WithKey());
  AskAndSay(Page(3, {Entry("A"), Entry("B")}));
  AskAndSay(Page(3, {Entry("C")}));
  for (const char* last : {"X", "C", "X", "C"}) {
    AskAndSay(Page(3, {Entry("A"), Entry("B")}));
    for (const std::string& line : Described(AskAndSay(Page(3, {Entry(last)})))) {
      EXPECT_EQ(line.find("acme C"), std::string::npos) << line;
    }
  }
}

TEST_F(PartnerClientTest, APageThatRepeatsEndsTheListingAsAFailure) {
  Begin(WithKey());
  AskAndSay(Page(9, {Entry("A"), Entry("B")}));
  const auto news = AskAndSay(Page(9, {Entry("A"), Entry("B")}));
  const auto observed = Only<SubjectObserved>(news);
  ASSERT_EQ(observed.size(), 1U);
  EXPECT_TRUE(Has(observed[0].facts, "the page of channels at offset 2 repeats"));
  EXPECT_EQ(news.size(), 1U);
  EXPECT_GE(Rest(), seconds(30)) << "not again at once";
  EXPECT_NE(Ask().url.find("offset=0"), std::string::npos);
}

TEST_F(PartnerClientTest, AnEmptyPageBeforeTheEndIsAFailure) {
  Begin(WithKey());
  List({Entry("A"), Entry("B")});
  const auto news = AskAndSay(Page(2, {}));
  ASSERT_EQ(news.size(), 1U) << "no channel is gone";
  EXPECT_TRUE(Has(Only<SubjectObserved>(news).at(0).facts, "is empty, before the end"));
}

TEST_F(PartnerClientTest, AListingThatShrinksUnderUsEnds) {
  Begin(WithKey());
  AskAndSay(Page(9, {Entry("A"), Entry("B")}));
  EXPECT_EQ(Only<Discovered>(AskAndSay(Page(2, {}))).size(), 1U);
}

TEST_F(PartnerClientTest, AFailureIsToldOfThePartnerAndChangesNothing) {
  Begin(WithKey());
  List({Entry("A")});
  const auto news = AskInVain();
  ASSERT_EQ(news.size(), 1U);
  const auto& observed = std::get<SubjectObserved>(news[0]);
  EXPECT_EQ(observed.subject, "partner/acme");
  ASSERT_TRUE(observed.failure);
  EXPECT_EQ(observed.failure->reason, TransportReason::kTimeout);
  EXPECT_EQ(observed.ended - observed.started, seconds(10));
  EXPECT_LE(Rest(), minutes(2)) << "soon again, since it may pass";
  EXPECT_TRUE(Described(List({Entry("A")})).empty());
}

TEST_F(PartnerClientTest, AListingGoesOnWithThePageThatFailed) {
  Begin(WithKey());
  AskAndSay(Page(3, {Entry("A"), Entry("B")}));
  AskInVain();
  EXPECT_NE(Ask().url.find("offset=2"), std::string::npos);
  EXPECT_EQ(NamesOf(Only<Discovered>(Say(Page(3, {Entry("C")}))).at(0)), (Text{"A", "B", "C"}));
}

TEST_F(PartnerClientTest, AfterThreeFailuresItBeginsAnew) {
  Begin(WithKey());
  AskAndSay(Page(3, {Entry("A"), Entry("B")}));
  for (int i = 0; i < 3; ++i) AskInVain();
  EXPECT_NE(Ask().url.find("offset=0"), std::string::npos);
}

TEST_F(PartnerClientTest, ARateLimitIsWaitedFor) {
  Begin(WithKey());
  AskAndSay(Answer(429, "{}", {{"retry-after", "1800"}}));
  EXPECT_GE(Rest(), minutes(30));
}

TEST_F(PartnerClientTest, ARefusalIsConfirmedOnceAndThenAskedAboutRarely) {
  Begin(WithKey());
  const auto news = AskAndSay(Answer(403, kDenied));
  EXPECT_TRUE(Has(Only<SubjectObserved>(news).at(0).facts, "Permission denied"));
  EXPECT_EQ(Only<CredentialRefused>(news).at(0).source, "partner/acme");
  EXPECT_LE(Rest(), minutes(2));
  int asked = 0;
  for (const SteadyTime end = now_ + hours(6); client_->NextAt() < end; ++asked) {
    AskAndSay(Answer(403, kDenied));
  }
  EXPECT_GE(asked, 5);
  EXPECT_LE(asked, 8);
}

TEST_F(PartnerClientTest, NewSettingsAreTriedAtOnce) {
  Begin(WithKey());
  AskAndSay(Answer(403, kDenied));
  AskAndSay(Answer(403, kDenied));
  PartnerSettings changed = WithKey();
  client_->Adopt(changed, polling_, now_);
  EXPECT_GT(Rest(), minutes(10)) << "the same settings are no reason";
  changed.api_key = Secret("another-key");
  client_->Adopt(changed, polling_, now_);
  EXPECT_EQ(client_->NextAt(), now_);
  EXPECT_EQ(Ask().secret.Reveal(), "another-key");
}

TEST_F(PartnerClientTest, AnAnswerToOldSettingsSaysNothing) {
  Begin(WithKey());
  Ask();
  PartnerSettings changed = WithKey();
  changed.api_key = Secret("another-key");
  client_->Adopt(changed, polling_, now_);
  EXPECT_EQ(client_->NextAt(), SteadyTime::max()) << "one question at a time";
  EXPECT_TRUE(Say(Answer(403, kDenied)).empty());
  EXPECT_LE(client_->NextAt(), now_);
}

TEST_F(PartnerClientTest, AChangeOfKeyKeepsWhatIsKnownOfTheChannels) {
  Begin(WithKey());
  List({Entry("A")});
  PartnerSettings changed = WithKey();
  changed.api_key = Secret("another-key");
  client_->Adopt(changed, polling_, now_);
  const auto news = List({Entry("B")});
  EXPECT_EQ(Described(news), Text{"acme B added"});
  EXPECT_EQ(Described(List({Entry("B")})), Text{"acme A removed"});
}

TEST_F(PartnerClientTest, AnotherPartnerIsComparedWithNobody) {
  Begin(WithKey());
  List({Entry("A")});
  PartnerSettings changed = WithKey();
  changed.id = "OtherPA";
  client_->Adopt(changed, polling_, now_);
  EXPECT_TRUE(Described(List({Entry("B")})).empty());
}

TEST_F(PartnerClientTest, LogsInOnceAndKeepsTheToken) {
  Begin(WithLogin());
  EXPECT_EQ(Ask().url, "https://hub.example/api/v2/token");
  EXPECT_TRUE(Say(TokenAnswer("token-1", 86400)).empty());
  EXPECT_EQ(client_->NextAt(), now_);
  EXPECT_EQ(Ask().secret.Reveal(), "Bearer token-1");
  Say(Page(1, {Entry("A")}));
  EXPECT_EQ(Ask().secret.Reveal(), "Bearer token-1");
}

TEST_F(PartnerClientTest, LogsInAgainBeforeTheTokenEnds) {
  Begin(WithLogin());
  AskAndSay(TokenAnswer("token-1", 600));
  const SteadyTime got = now_;
  while (Ask().login.empty()) {
    EXPECT_LT(now_, got + minutes(9));
    Say(Page(1, {Entry("A")}));
  }
  EXPECT_GE(now_, got + minutes(9));
  EXPECT_LT(now_, got + minutes(9) + settings_.interval * 3 / 2 + seconds(10));
}

TEST_F(PartnerClientTest, ATokenThatWasGoodAndIsRefusedIsReplacedOnce) {
  Begin(WithLogin());
  AskAndSay(TokenAnswer("token-1", 86400));
  AskAndSay(Page(1, {Entry("A")}));
  EXPECT_TRUE(AskAndSay(Answer(401, "{}")).empty()) << "not the partner's trouble yet";
  EXPECT_EQ(client_->NextAt(), now_);
  EXPECT_FALSE(Ask().login.empty());
  Say(TokenAnswer("token-2", 86400));
  EXPECT_EQ(Ask().secret.Reveal(), "Bearer token-2");
  const auto news = Say(Answer(401, "{}"));
  ASSERT_EQ(Only<SubjectObserved>(news).size(), 1U) << "a new token that is refused is trouble";
  EXPECT_EQ(std::get<SubjectObserved>(news[0]).facts.http_status, 401);
  EXPECT_GT(Rest(), seconds(30));
}

TEST_F(PartnerClientTest, TokensThatAreAlwaysRefusedAreAskedForRarely) {
  Begin(WithLogin());
  int asked = 0;
  for (const SteadyTime end = now_ + hours(6); client_->NextAt() < end; ++asked) {
    const bool is_login = !Ask().login.empty();
    Say(is_login ? TokenAnswer("token", 86400) : Answer(401, "{}"));
  }
  EXPECT_LE(asked, 2 * 9);
}

TEST_F(PartnerClientTest, AWrongPasswordIsConfirmedOnceAndThenRare) {
  Begin(WithLogin());
  const char* wrong = R"({"error":"invalid_grant","error_description":"correct-horse is wrong"})";
  const auto facts = Only<SubjectObserved>(AskAndSay(Answer(403, wrong))).at(0).facts;
  EXPECT_TRUE(Has(facts, "invalid_grant"));
  for (const Sign& sign : facts.signs) {
    EXPECT_EQ((sign.text + sign.detail).find("correct-horse"), std::string::npos);
  }
  AskAndSay(Answer(403, wrong));
  EXPECT_GT(Rest(), minutes(10));
}

TEST_F(PartnerClientTest, ClaimsThePartnersOwnBudget) {
  PartnerSettings settings = WithKey();
  settings.requests_per_second = 3;
  Begin(settings);
  const auto claims = client_->Claims();
  ASSERT_EQ(claims.size(), 1U);
  EXPECT_EQ(claims[0].name, (BudgetName{BudgetKind::kPartner, "d360", "acme"}));
  EXPECT_EQ(claims[0].limit, (BudgetLimit{3, seconds(1)}));
}

TEST_F(PartnerClientTest, CountsWhatItAskedAndWhatFailed) {
  Begin(WithLogin());
  EXPECT_EQ(Tallies().last_success, std::nullopt);
  AskInVain();
  AskAndSay(TokenAnswer("token-1", 86400));
  AskAndSay(Answer(503, ""));
  AskAndSay(Answer(200, "<html>"));
  AskAndSay(Page(2, {Entry("A"), Entry("B", "error")}));
  const PartnerTallies tallies = Tallies();
  const auto& login = tallies.operations[static_cast<std::size_t>(PartnerOperation::kLogin)];
  const auto& channels = tallies.operations[static_cast<std::size_t>(PartnerOperation::kChannels)];
  EXPECT_EQ(login.requests, 2U);
  EXPECT_EQ(login.failures[static_cast<std::size_t>(RequestFailure::kTimeout)], 1U);
  EXPECT_EQ(channels.requests, 3U);
  EXPECT_EQ(channels.failures[static_cast<std::size_t>(RequestFailure::kHttp5xx)], 1U);
  EXPECT_EQ(channels.failures[static_cast<std::size_t>(RequestFailure::kBody)], 1U);
  EXPECT_EQ(tallies.channels, (std::map<std::string, std::size_t>{{"error", 1}, {"ready", 1}}));
  EXPECT_EQ(tallies.last_success, SystemTime(seconds(1'000)) + (now_ - kStart));
}

TEST(CountByStatus, BearsAProviderThatAlwaysSaysSomethingNew) {
  KnownChannels channels;
  for (int i = 0; i < 100; ++i) channels[std::to_string(i)].status = "s" + std::to_string(i);
  channels["unsaid"];
  const auto counts = CountByStatus(channels);
  EXPECT_EQ(counts.size(), 32U);
  EXPECT_EQ(counts.at("other"), 70U);
  EXPECT_EQ(counts.at("unknown"), 1U);
}

}  // namespace
}  // namespace wa
