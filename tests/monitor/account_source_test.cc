#include "monitor/account_source.h"

#include <gtest/gtest.h>

#include "monitor/side_task_support.h"

namespace wa {
namespace {

using namespace wa::test;

// Pages of the form "a b >next", or "!why" for what cannot be read.
Result<SourcePage> ReadWords(const HttpResponse& response) {
  if (response.body.starts_with("!")) return Fail(ErrorCode::kConfig, response.body.substr(1));
  SourcePage page;
  std::string word;
  for (const char c : response.body + " ") {
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      if (word[0] == '>') page.next = word.substr(1);
      if (word[0] != '>') page.accounts.emplace_back().name = word;
      word.clear();
    }
  }
  return page;
}

SourceKind Words() {
  SourceKind kind;
  kind.name = "waba/shop";
  kind.interval = minutes(15);
  kind.read = &ReadWords;
  kind.ask = [](const std::string& after) {
    HttpRequest request;
    request.url = "https://graph.example/?after=" + after;
    return request;
  };
  return kind;
}

class AccountSourceTest : public testing::Test {
 protected:
  HttpRequest Ask() {
    now_ = std::max(now_, source_.NextAt());
    HttpRequest request = source_.Ask(now_);
    EXPECT_EQ(source_.NextAt(), SteadyTime::max()) << "it waits for the answer";
    return request;
  }
  std::vector<News> Say(HttpResponse response) {
    now_ += milliseconds(100);
    return source_.Handle(Answered(now_, std::move(response)));
  }
  std::vector<News> AskAndSay(HttpResponse response) {
    Ask();
    return Say(std::move(response));
  }
  std::vector<News> AskAndSay(const std::string& words) { return AskAndSay(Answer(200, words)); }
  Duration Rest() const { return source_.NextAt() - now_; }
  SourceTallies Tallies() const {
    return source_.Tallies(WallOffset(kStart, SystemTime(seconds(1'000))));
  }

  const PollingConfig polling_{};
  SteadyTime now_ = kStart;
  AccountSource source_{Words(), polling_, &TestVerdict, kStart};
};

Text Failures(const std::vector<News>& news) {
  Text why;
  for (const SourceFailed& failed : Only<SourceFailed>(news)) {
    why.push_back(failed.source + ": " + failed.why);
  }
  return why;
}

TEST_F(AccountSourceTest, NamesItsAccountsAtOnceAndWhenTheyChange) {
  EXPECT_EQ(source_.NextAt(), kStart);
  const auto discovered = Only<Discovered>(AskAndSay("a b"));
  ASSERT_EQ(discovered.size(), 1U);
  EXPECT_EQ(discovered[0].source, "waba/shop");
  EXPECT_EQ(NamesOf(discovered[0]), (Text{"a", "b"}));
  EXPECT_GT(Rest(), minutes(7));
  EXPECT_LE(Rest(), minutes(23));
  EXPECT_TRUE(AskAndSay("a b").empty());
  EXPECT_EQ(NamesOf(Only<Discovered>(AskAndSay("a")).at(0)), Text{"a"});
  EXPECT_EQ(Tallies().accounts, 1U);
  EXPECT_EQ(Tallies().last_success, SystemTime(seconds(1'000)) + (now_ - kStart));
}

TEST_F(AccountSourceTest, PagesMakeOneListOnlyTogether) {
  EXPECT_TRUE(AskAndSay("a >p2").empty());
  EXPECT_EQ(source_.NextAt(), now_);
  EXPECT_EQ(Ask().url, "https://graph.example/?after=p2");
  EXPECT_EQ(NamesOf(Only<Discovered>(Say(Answer(200, "b"))).at(0)), (Text{"a", "b"}));
  EXPECT_EQ(Ask().url, "https://graph.example/?after=") << "the next list begins at its beginning";
}

TEST_F(AccountSourceTest, AFailureKeepsTheListAndIsToldOnce) {
  AskAndSay("a b");
  EXPECT_EQ(Failures(AskAndSay(Answer(500, R"({"error":{"message":"down","code":2}})"))),
            Text{"waba/shop: HTTP 500: down"});
  EXPECT_LE(Rest(), minutes(5)) << "soon again";
  EXPECT_TRUE(AskAndSay(Answer(500, R"({"error":{"message":"down","code":2}})")).empty());
  EXPECT_EQ(Failures(AskAndSay("!entry 3 has no targets")),
            Text{"waba/shop: entry 3 has no targets"});
  EXPECT_EQ(Tallies().accounts, 2U);
  EXPECT_TRUE(AskAndSay("a b").empty()) << "nothing changed";
  EXPECT_EQ(Failures(AskAndSay("!entry 3 has no targets")).size(), 1U) << "it was well between";
}

TEST_F(AccountSourceTest, AFailedPageDiscardsTheOthers) {
  AskAndSay("a >p2");
  AskAndSay(Answer(502, ""));
  EXPECT_EQ(NamesOf(Only<Discovered>(AskAndSay("b")).at(0)), Text{"b"});
}

TEST_F(AccountSourceTest, SilenceIsAFailureToo) {
  Ask();
  now_ += seconds(10);
  EXPECT_EQ(Failures(source_.Handle(Silent(now_))), Text{"waba/shop: No answer (timeout): late"});
}

TEST_F(AccountSourceTest, PagesThatGoInCirclesEnd) {
  AskAndSay("a >p2");
  AskAndSay("b >p3");
  EXPECT_EQ(Failures(AskAndSay("c >p2")), Text{"waba/shop: its pages do not end"});
}

TEST_F(AccountSourceTest, PagesWithoutEndEnd) {
  std::vector<News> news;
  int pages = 0;
  while (news.empty() && pages < 5'000) news = AskAndSay("a >p" + std::to_string(++pages));
  EXPECT_EQ(pages, 1'001);
}

TEST_F(AccountSourceTest, ARefusalIsConfirmedOnceAndThenRare) {
  int asked = 0;
  for (const SteadyTime end = now_ + hours(6); source_.NextAt() < end; ++asked) {
    const auto news = AskAndSay(Answer(401, R"({"error":{"message":"bad token","code":190}})"));
    EXPECT_TRUE(std::holds_alternative<CredentialRefused>(news.back())) << "each time";
  }
  EXPECT_LE(asked, 8);
}

TEST_F(AccountSourceTest, ARateLimitIsWaitedFor) {
  AskAndSay(Answer(429, "", {{"retry-after", "1800"}}));
  EXPECT_GE(Rest(), minutes(30));
}

TEST_F(AccountSourceTest, NewSettingsAreTriedAtOnceAndToldAgain) {
  AskAndSay("a");
  source_.Adopt(Words(), false, polling_, now_);
  EXPECT_GT(Rest(), minutes(7)) << "the same settings are no reason";
  Ask();
  source_.Adopt(Words(), true, polling_, now_);
  EXPECT_TRUE(Say(Answer(200, "z")).empty()) << "the answer to the old question";
  EXPECT_LE(source_.NextAt(), now_);
  EXPECT_EQ(Only<Discovered>(AskAndSay("a")).size(), 1U);
}

SourceReaders Readers() {
  SourceReaders readers;
  readers.ask_numbers = [](const WabaSource& source, const ProviderSettings& provider,
                           const std::string& after) {
    HttpRequest request;
    request.url = provider.base_url + "/" + source.waba_id + "?" + after;
    return request;
  };
  readers.read_numbers = &ReadWords;
  readers.read_discovery = [](std::string_view json) -> Result<std::vector<DiscoveredAccount>> {
    if (json == "bad") return Fail(ErrorCode::kConfig, "bad indeed");
    DiscoveredAccount account;
    account.name = std::string(json);
    return std::vector{account};
  };
  return readers;
}

TEST(HttpSourceKind, AsksAsPrometheusDoes) {
  HttpSource source;
  source.name = "cmdb";
  source.url = "https://cmdb.example/sd";
  source.ca_file = "/etc/ca.pem";
  source.token = Secret("cmdb-token");
  const SourceKind kind = HttpSourceKind(source, Readers());
  EXPECT_EQ(kind.name, "http_sd/cmdb");
  EXPECT_EQ(kind.interval, seconds(60));
  EXPECT_TRUE(kind.claims.empty()) << "it is nobody's API";
  const HttpRequest request = kind.ask("");
  EXPECT_EQ(request.url, "https://cmdb.example/sd");
  EXPECT_EQ(request.ca_file, "/etc/ca.pem");
  EXPECT_EQ(request.secret_header, "Authorization");
  EXPECT_EQ(request.secret.Reveal(), "Bearer cmdb-token");
  EXPECT_EQ(request.headers.back().first, "X-Prometheus-Refresh-Interval-Seconds");
  EXPECT_EQ(request.headers.back().second, "60");
  EXPECT_EQ(kind.read(Answer(200, "x"))->accounts.at(0).name, "x");
  EXPECT_EQ(kind.read(Answer(200, "x"))->next, "");
  EXPECT_EQ(kind.read(Answer(200, "bad")).error().message, "bad indeed");
}

TEST(HttpSourceKind, WithoutATokenThereIsNone) {
  EXPECT_TRUE(HttpSourceKind(HttpSource{}, Readers()).ask("").secret.empty());
}

// By which all of them are asked about at once, and share a budget.
TEST(WabaSourceKind, ItsNumbersBelongToTheBusinessAccount) {
  WabaSource source;
  source.waba_id = "100";
  const SourceKind kind = WabaSourceKind(source, {}, Readers());
  const Result<SourcePage> page = kind.read(Answer(200, "1001 1002 >next"));
  ASSERT_TRUE(page);
  ASSERT_EQ(page->accounts.size(), 2U);
  EXPECT_EQ(page->accounts[0].waba_id, "100");
  EXPECT_EQ(page->accounts[1].waba_id, "100");
  EXPECT_EQ(page->next, "next");
  EXPECT_EQ(kind.read(Answer(200, "!no list")).error().message, "no list");
}

TEST(WabaSourceKind, ClaimsTheBudgetsOfItsProvider) {
  WabaSource source;
  source.name = "shop";
  source.waba_id = "100";
  source.token = Secret("token");
  ProviderSettings provider;
  provider.name = "meta";
  provider.base_url = "https://graph.example";
  provider.waba_requests_per_hour = 50;
  const SourceKind kind = WabaSourceKind(source, provider, Readers());
  EXPECT_EQ(kind.name, "waba/shop");
  EXPECT_EQ(kind.ask("p2").url, "https://graph.example/100?p2");
  ASSERT_EQ(kind.claims.size(), 2U);
  EXPECT_EQ(kind.claims[1].name.kind, BudgetKind::kWaba);
  ASSERT_TRUE(kind.counted);
  EXPECT_EQ(kind.counted->provider, "meta");
  EXPECT_EQ(kind.counted->operation, Operation::kNumbers);
}

// By it one question is about all of them, and events of the business account find them.
TEST(WabaSourceKind, ItsNumbersAreOfItsBusinessAccount) {
  WabaSource source;
  source.waba_id = "100";
  const SourceKind kind = WabaSourceKind(source, ProviderSettings{}, Readers());
  const auto page = kind.read(Answer(200, "a b >p2"));
  ASSERT_TRUE(page);
  ASSERT_EQ(page->accounts.size(), 2U);
  EXPECT_EQ(page->accounts[0].waba_id, "100");
  EXPECT_EQ(page->accounts[1].waba_id, "100");
  EXPECT_EQ(page->next, "p2");
  EXPECT_EQ(kind.read(Answer(200, "!bad")).error().message, "bad");
}

}  // namespace
}  // namespace wa
