#include "monitor/evidence_book.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace wa {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

const SystemTime kNow{std::chrono::hours(500'000)};

KeptAnswer Good(int second) {
  KeptAnswer answer;
  answer.at = kNow + seconds(second);
  answer.http_status = 200;
  return answer;
}

KeptAnswer Bad(int second, const std::string& condition = "internal-server-error",
               std::size_t bytes = 10) {
  KeptAnswer answer;
  answer.at = kNow + seconds(second);
  answer.http_status = 500;
  answer.conditions = {condition};
  answer.body = std::string(bytes, 'x');
  return answer;
}

std::shared_ptr<const Config> Accounts(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  auto config = std::make_shared<Config>();
  for (const std::string& name : names) {
    auto account = std::make_shared<Account>();
    account->name = name;
    config->accounts.push_back(account);
  }
  return config;
}

// The accounts have slots in the order in which they came.
class Book : public EvidenceBook {
 public:
  explicit Book(const std::vector<std::string>& names, std::size_t most_bytes = kMostBytes)
      : EvidenceBook(most_bytes) {
    Adopt(names);
  }

  void Adopt(const std::vector<std::string>& names) {
    const auto config = Accounts(names);
    std::vector<std::size_t> slots;
    for (const auto& account : config->accounts) {
      slots.push_back(slots_.try_emplace(account->name, slots_.size()).first->second);
    }
    EvidenceBook::Adopt(config, slots);
  }
  void Add(const std::string& name, const KeptAnswer& answer,
           const std::vector<std::string>& incidents) {
    EvidenceBook::Add(slots_.at(name), answer, incidents);
  }

 private:
  std::map<std::string, std::size_t> slots_;
};

TEST(EvidenceBook, KeepsFailuresLongerThanSuccessesAndTheNewestFirst) {
  Book book({"a"});
  for (int i = 0; i < 20; ++i) book.Add("a", Bad(i), {});
  for (int i = 20; i < 40; ++i) book.Add("a", Good(i), {});
  const Evidence evidence = book.Of("a");
  ASSERT_EQ(evidence.recent.size(), EvidenceBook::kGoodKept + EvidenceBook::kBadKept);
  EXPECT_EQ(evidence.recent.front().at, kNow + seconds(39));
  EXPECT_EQ(evidence.recent[EvidenceBook::kGoodKept].at, kNow + seconds(19));
  EXPECT_EQ(evidence.recent.back().at, kNow + seconds(10));
}

TEST(EvidenceBook, KeepsOfAGoodAnswerWhereItsTimeWent) {
  KeptAnswer answer = Good(0);
  answer.poll = PollId(~std::uint64_t{0});  // the largest
  answer.asked = Operation::kTemplates;
  answer.timing = {.resolve = milliseconds(1),
                   .connect = milliseconds(2),
                   .tls = milliseconds(3),
                   .processing = seconds(4),
                   .transfer = microseconds(5),
                   .total = seconds(5000)};  // beyond what is kept exactly
  Book book({"a"});
  book.Add("a", answer, {});
  const KeptAnswer kept = book.Of("a").recent.at(0);
  EXPECT_EQ(kept.poll.Text(), "zzzzzzzzzz");
  EXPECT_EQ(kept.http_status, 200);
  EXPECT_EQ(kept.asked, Operation::kTemplates);
  EXPECT_EQ(kept.timing.resolve, milliseconds(1));
  EXPECT_EQ(kept.timing.connect, milliseconds(2));
  EXPECT_EQ(kept.timing.tls, milliseconds(3));
  EXPECT_EQ(kept.timing.processing, seconds(4));
  EXPECT_EQ(kept.timing.transfer, microseconds(5));
  EXPECT_GT(kept.timing.total, seconds(4000));
}

TEST(EvidenceBook, OfAnIncidentItKeepsTheFirstAndTheLastAndCountsAll) {
  Book book({"a"});
  book.Add("a", Bad(0), {"i1"});
  for (int i = 1; i < 30; ++i) book.Add("a", Bad(i, "gateway-error"), {"i1"});
  book.Add("a", Good(30), {"i1"});
  const IncidentAnswers of = book.Of("a").incidents.at("i1");
  EXPECT_EQ(of.first.at, kNow);
  EXPECT_EQ(of.last.at, kNow + seconds(29));
  EXPECT_EQ(of.counts.at("internal-server-error"), 1U);
  EXPECT_EQ(of.counts.at("gateway-error"), 29U);
  EXPECT_EQ(of.counts.at(""), 1U);
}

TEST(EvidenceBook, AGoodAnswerIsNoEvidenceOfAnIncidentThatItDidNotSee) {
  Book book({"a"});
  book.Add("a", Good(0), {"told-by-a-webhook"});
  EXPECT_TRUE(book.Of("a").incidents.empty());
}

TEST(EvidenceBook, OfWhatIsOverOnlyTheNewestStays) {
  Book book({"a"});
  book.Add("a", Bad(0), {"i1"});
  book.Add("a", Good(1), {});
  book.Add("a", Bad(2), {"i2"});
  book.Add("a", Good(3), {});
  const auto incidents = book.Of("a").incidents;
  ASSERT_EQ(incidents.size(), 1U);
  EXPECT_TRUE(incidents.contains("i2"));
}

TEST(EvidenceBook, DropsWhatIsOldestWhenAllAccountsTogetherAreTooLarge) {
  constexpr std::size_t kMost = 100'000;
  std::vector<std::string> names;
  for (int i = 0; i < 200; ++i) names.push_back("account-" + std::to_string(i));
  Book book(names, kMost);
  for (int i = 0; i < 200; ++i) {
    book.Add("account-" + std::to_string(i), Bad(i, "internal-server-error", 1000), {"i"});
    ASSERT_LE(book.Bytes(), kMost);
  }
  EXPECT_TRUE(book.Of("account-0").recent.empty());
  EXPECT_EQ(book.Of("account-199").recent.size(), 1U);
}

// So that no turn of the loop has to forget many.
TEST(EvidenceBook, TheOldestGoOneByOne) {
  constexpr std::size_t kMost = 100'000;
  std::vector<std::string> names;
  for (int i = 0; i < 200; ++i) names.push_back("account-" + std::to_string(i));
  Book book(names, kMost);
  int kept = 0;
  do {
    book.Add("account-" + std::to_string(kept), Bad(kept, "internal-server-error", 1000), {"i"});
    ++kept;
  } while (!book.Of("account-0").recent.empty());
  EXPECT_TRUE(book.Of("account-0").recent.empty());
  EXPECT_FALSE(book.Of("account-1").recent.empty()) << "one goes for one that comes";
  // What failed again is the newest.
  book.Add("account-1", Bad(kept, "internal-server-error", 100), {"i"});
  for (; !book.Of("account-2").recent.empty() && kept < 200; ++kept) {
    book.Add("account-" + std::to_string(kept), Bad(kept, "internal-server-error", 1000), {"i"});
  }
  EXPECT_FALSE(book.Of("account-1").recent.empty());
  EXPECT_TRUE(book.Of("account-2").recent.empty());
}

TEST(EvidenceBook, ForgetsWhoIsNoLongerConfiguredAndKeepsTheOthers) {
  Book book({"a", "c"});
  book.Add("a", Bad(0), {"i1"});
  book.Add("c", Bad(0), {"i2"});
  book.Adopt({"b", "c", "d"});
  EXPECT_TRUE(book.Of("a").recent.empty());
  EXPECT_TRUE(book.Of("b").recent.empty());
  EXPECT_EQ(book.Of("c").recent.size(), 1U);
  // An answer may come when its account is gone.
  book.Add("a", Bad(1), {});
  EXPECT_TRUE(book.Of("a").recent.empty());
  book.Adopt(std::vector<std::string>());
  EXPECT_EQ(book.Bytes(), 0U);
}

TEST(KeepAnswer, MasksTheBodyAndKeepsOnlyTellingHeaders) {
  HttpResponse response;
  response.status = 500;
  response.headers = {{"x-request-id", "abc-1"}, {"set-cookie", "session=1"}};
  response.body = R"({"error":"no route to +49 30 1234567","token":"EAAG0123456789abcdefgh"})";
  Condition condition;
  condition.slug = "internal-server-error";
  condition.state = AccountState::kWait;
  Finding finding;
  finding.condition = &condition;
  const KeptAnswer answer = KeepAnswer(response, {finding});
  ASSERT_EQ(answer.headers.size(), 1U);
  EXPECT_EQ(answer.headers.front().second, "abc-1");
  EXPECT_EQ(answer.body.find("1234567"), std::string::npos) << answer.body;
  EXPECT_EQ(answer.body.find("EAAG"), std::string::npos) << answer.body;
  EXPECT_NE(answer.body.find("no route to"), std::string::npos) << answer.body;
}

TEST(KeepAnswer, OfAGoodAnswerNothingButItsTimeIsKept) {
  HttpResponse response;
  response.status = 200;
  response.headers = {{"x-request-id", "abc-1"}};
  response.body = "{}";
  const KeptAnswer answer = KeepAnswer(response, {});
  EXPECT_TRUE(answer.body.empty());
  EXPECT_TRUE(answer.headers.empty());
}

}  // namespace
}  // namespace wa
