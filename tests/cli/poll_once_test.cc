#include "cli/poll_once.h"

#include <gtest/gtest.h>

#include "cli/make_accounts.h"
#include "support/fake_transport.h"

namespace wa {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::FakeClock;
using test::FakeTransport;
using test::kCanaryKey;
using test::MakeAccount;
using test::MakeProvider;
using test::MakeResponse;

constexpr char kSlow[] = "https://slow.example.com";
constexpr char kFast[] = "https://fast.example.com";

Config TwoProviders(std::size_t accounts_each) {
  Config config;
  config.providers = {MakeProvider("fast", kFast, 100), MakeProvider("slow", kSlow, 2)};
  for (std::size_t i = 0; i < accounts_each; ++i) {
    const std::string number = std::to_string(100 + i);
    config.accounts.push_back(MakeAccount("f" + number, Plan::kRegular, "fast"));
    config.accounts.push_back(MakeAccount("s" + number, Plan::kRegular, "slow"));
  }
  return config;
}

FakeTransport::Reply Fine(const HttpRequest&) {
  return {MakeResponse(200, test::kGoodBody), milliseconds(50)};
}

// A transport with room for few.
class Narrow final : public Transport {
 public:
  Narrow(Transport& inner, std::size_t most) : inner_(inner), most_(most) {}
  std::size_t Capacity() const override { return most_ - flying_; }
  void Start(TransferId id, HttpRequest request) override {
    ASSERT_LT(flying_, most_);
    ++flying_;
    inner_.Start(id, std::move(request));
  }
  std::vector<Completion> Wait(SteadyTime until) override {
    auto done = inner_.Wait(until);
    flying_ -= done.size();
    return done;
  }
  void Wake() override { inner_.Wake(); }

 private:
  Transport& inner_;
  std::size_t most_;
  std::size_t flying_ = 0;
};

TEST(PollOnce, AsksEachAccountOnceWithItsOwnSettings) {
  FakeClock clock;
  FakeTransport transport(clock, Fine);
  Config config = TwoProviders(2);
  config.polling.timeout = seconds(7);
  config.polling.max_answer = 5000;
  const auto polled = PollOnce(config, config.accounts, transport, clock);
  ASSERT_EQ(polled.size(), 4u);
  for (std::size_t i = 0; i < polled.size(); ++i) {
    EXPECT_EQ(polled[i].account, config.accounts[i]);
    EXPECT_TRUE(polled[i].outcome);
  }
  ASSERT_EQ(transport.asked().size(), 4u);
  EXPECT_EQ(transport.asked().front().secret, kCanaryKey);
  const HttpRequest request = PollRequest(config, *config.accounts[1]);
  EXPECT_EQ(request.url.substr(0, request.url.find('?')), std::string(kSlow) + "/health_status");
  EXPECT_EQ(request.timeout, seconds(7));
  EXPECT_EQ(request.max_body_bytes, 5000u);
}

// The list of all numbers of a business account has pages, and one answer is all that is read.
TEST(PollOnce, ANumberAtMetaIsAskedAboutAlone) {
  Config config;
  config.providers = {MakeProvider("graph", "https://graph.example.com")};
  config.providers[0].kind = ProviderKind::kMeta;
  config.providers[0].api_version = "v26.0";
  Account account = *MakeAccount("berlin-shop");
  account.provider = "graph";
  account.kind = ProviderKind::kMeta;
  account.phone_number_id = "701";
  account.waba_id = "9";
  const HttpRequest request = PollRequest(config, account);
  EXPECT_EQ(request.url.find("https://graph.example.com/v26.0/701?fields="), 0u) << request.url;
  EXPECT_EQ(request.secret_header, "Authorization");
}

TEST(PollOnce, NoProviderIsAskedMoreOftenThanItsBudgetAllows) {
  FakeClock clock;
  FakeTransport transport(clock, Fine);
  const Config config = TwoProviders(9);
  PollOnce(config, config.accounts, transport, clock);
  std::vector<SteadyTime> slow;
  for (const auto& asked : transport.asked()) {
    if (asked.url.find(kSlow) == 0) slow.push_back(asked.at);
  }
  ASSERT_EQ(slow.size(), 9u);
  // A bucket of 2 that gets 2 a second: the n-th request (from 0) comes at (n - 1) / 2 s at the
  // earliest.
  for (std::size_t n = 2; n < slow.size(); ++n) {
    EXPECT_GE(slow[n] - slow[0], milliseconds(500) * (n - 1) - milliseconds(1)) << n;
  }
  EXPECT_LE(slow.back() - slow.front(), milliseconds(3600));
  EXPECT_EQ(LeastTime(config), milliseconds(3500));
}

TEST(PollOnce, KeepsToTheCapacity) {
  FakeClock clock;
  FakeTransport inner(clock, Fine);
  Narrow transport(inner, 3);
  Config config = TwoProviders(20);
  for (ProviderSettings& provider : config.providers) provider.requests_per_second = 1000;
  EXPECT_EQ(PollOnce(config, config.accounts, transport, clock).size(), 40u);
}

TEST(PollOnce, AnAnswerThatTakesLongIsWaitedFor) {
  FakeClock clock;
  FakeTransport transport(clock, [](const HttpRequest&) {
    return FakeTransport::Reply{MakeResponse(200, ""), seconds(9)};
  });
  const Config config = TwoProviders(1);
  EXPECT_EQ(PollOnce(config, config.accounts, transport, clock).size(), 2u);
}

// Which fields 360dialog takes is not documented.
TEST(PollOnce, WhoRefusesAFieldIsAskedAgainWithout) {
  FakeClock clock;
  FakeTransport transport(clock, [](const HttpRequest& request) -> FakeTransport::Reply {
    if (request.url.find("quality_rating") == std::string::npos) return Fine(request);
    return {MakeResponse(
        400, R"({"error":{"message":"Tried accessing nonexisting field quality_rating"}})")};
  });
  Config config = TwoProviders(2);
  config.providers[0].health_fields = {"quality_rating"};
  config.providers[1].health_fields.clear();
  const auto polled = PollOnce(config, config.accounts, transport, clock);
  ASSERT_EQ(polled.size(), 4u);
  for (const Polled& one : polled) {
    ASSERT_TRUE(one.outcome);
    EXPECT_EQ(one.outcome->status, 200);
    EXPECT_EQ(one.without_fields, one.account->provider == "fast");
  }
}

TEST(LeastTime, IsNothingForAFewAccounts) {
  Config config = TwoProviders(2);
  EXPECT_EQ(LeastTime(config), Duration(0));
}

TEST(AskCanaries, SaysWhoAnswers) {
  FakeClock clock;
  FakeTransport transport(clock, [](const HttpRequest& request) -> FakeTransport::Reply {
    if (request.url == "https://a.example/") return {MakeResponse(503, "")};
    if (request.url == "https://b.example/") {
      return {tl::unexpected(test::MakeFailure(TransportReason::kTooLarge, "too much"))};
    }
    return {tl::unexpected(test::MakeFailure(TransportReason::kDns, "no such name"))};
  });
  Config config;
  config.polling.canary_urls = {"https://a.example/", "https://b.example/", "https://c.example/"};
  const auto opinions = AskCanaries(config, transport, clock);
  ASSERT_EQ(opinions.size(), 3u);
  EXPECT_TRUE(opinions[0].answered);
  EXPECT_EQ(opinions[0].detail, "HTTP 503");
  EXPECT_TRUE(opinions[1].answered);
  EXPECT_FALSE(opinions[2].answered);
  EXPECT_EQ(opinions[2].detail, "no such name");
  for (const auto& asked : transport.asked()) EXPECT_EQ(asked.secret, "");
}

TEST(AskCanaries, NobodyIsAskedWhereNobodyIsNamed) {
  FakeClock clock;
  FakeTransport transport(clock, Fine);
  EXPECT_TRUE(AskCanaries(Config{}, transport, clock).empty());
  EXPECT_TRUE(transport.asked().empty());
}

}  // namespace
}  // namespace wa
