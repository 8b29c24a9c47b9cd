#include "monitor/status_page.h"

#include <gtest/gtest.h>

#include "monitor/side_task_support.h"

namespace wa {
namespace {

using namespace wa::test;

constexpr const char* kUp = R"({"page":{"status":"UP"}})";
constexpr const char* kIssues =
    R"({"page":{"status":"HASISSUES"},"activeIncidents":[{"name":"x","impact":"MAJOROUTAGE"}]})";

ProviderSettings D360() {
  ProviderSettings provider;
  provider.name = "d360";
  provider.status_page = "https://status.example/summary.json";
  return provider;
}

class StatusPageTest : public testing::Test {
 protected:
  HttpRequest Ask() {
    now_ = std::max(now_, page_.NextAt());
    HttpRequest request = page_.Ask(now_);
    EXPECT_EQ(page_.NextAt(), SteadyTime::max());
    return request;
  }
  std::vector<News> Say(HttpResponse response) {
    now_ += milliseconds(100);
    return page_.Handle(Answered(now_, std::move(response)));
  }
  std::vector<News> AskAndSay(HttpResponse response) {
    Ask();
    return Say(std::move(response));
  }
  Duration Rest() const { return page_.NextAt() - now_; }

  const PollingConfig polling_{};
  SteadyTime now_ = kStart;
  StatusPage page_{D360(), polling_, kStart};
};

TEST_F(StatusPageTest, TellsOfItsProvider) {
  EXPECT_EQ(page_.Level(kStart), std::nullopt);
  EXPECT_EQ(Ask().url, "https://status.example/summary.json");
  const auto told = Only<SubjectTold>(Say(Answer(200, kIssues)));
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].subject, "provider/d360");
  EXPECT_EQ(told[0].at, now_);
  EXPECT_TRUE(told[0].facts.is_event);
  EXPECT_TRUE(Has(told[0].facts, "page_status hasissues"));
  ASSERT_TRUE(page_.Level(now_));
  EXPECT_EQ(page_.Level(now_)->page, "d360");
  EXPECT_EQ(page_.Level(now_)->component, "all");
  EXPECT_EQ(page_.Level(now_)->level, 3);
}

TEST_F(StatusPageTest, IsAskedOnceAMinuteAlsoWhileThereAreIssues) {
  int asked = 0;
  for (const SteadyTime end = now_ + hours(1); page_.NextAt() < end; ++asked) {
    AskAndSay(Answer(200, kIssues));
  }
  EXPECT_GE(asked, 60);
  EXPECT_LE(asked, 62);
}

TEST_F(StatusPageTest, WhatDidNotChangeIsNotSentAgainButToldAgain) {
  AskAndSay(Answer(200, kIssues, {{"etag", "\"abc\""}}));
  const HttpRequest request = Ask();
  EXPECT_EQ(request.headers.back(),
            (std::pair<std::string, std::string>("If-None-Match", "\"abc\"")));
  const auto told = Only<SubjectTold>(Say(Answer(304, "")));
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].at, now_);
  EXPECT_TRUE(Has(told[0].facts, "page_status hasissues"));
  EXPECT_TRUE(page_.Level(now_));
}

TEST_F(StatusPageTest, ATagThatWouldSplitAHeaderIsNotSentBack) {
  AskAndSay(Answer(200, kUp, {{"etag", "a\r\nX: y"}}));
  EXPECT_EQ(Ask().headers.size(), 1U);
}

TEST_F(StatusPageTest, AFailureIsNoInformation) {
  AskAndSay(Answer(200, kIssues));
  const SteadyTime read = now_;
  EXPECT_TRUE(Only<SubjectTold>(AskAndSay(Answer(500, ""))).empty());
  EXPECT_TRUE(Only<SubjectTold>(AskAndSay(Answer(200, "<html>"))).empty());
  Ask();
  now_ += seconds(10);
  EXPECT_TRUE(Only<SubjectTold>(page_.Handle(Silent(now_))).empty());
  EXPECT_TRUE(page_.Level(read + minutes(5)));
  EXPECT_FALSE(page_.Level(read + minutes(5) + milliseconds(1))) << "and what it said is forgotten";
}

TEST_F(StatusPageTest, NothingModifiedBeforeAnythingWasReadIsNoInformation) {
  EXPECT_TRUE(Only<SubjectTold>(AskAndSay(Answer(304, ""))).empty());
}

TEST_F(StatusPageTest, WhyItCannotBeReadIsToldOnce) {
  auto failed = Only<PageFailed>(AskAndSay(Answer(404, "")));
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0].provider, "d360");
  EXPECT_EQ(failed[0].why, "HTTP 404");
  EXPECT_TRUE(AskAndSay(Answer(404, "")).empty());
  failed = Only<PageFailed>(AskAndSay(Answer(200, "<html>")));
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0].why,
            "it is neither the summary.json of an Instatus page nor Meta's data/orgs.json");
  Ask();
  now_ += seconds(10);
  failed = Only<PageFailed>(page_.Handle(Silent(now_)));
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0].why, "No answer (timeout): late");
  AskAndSay(Answer(200, kUp));
  EXPECT_EQ(AskAndSay(Answer(404, "")).size(), 1U) << "it was read meanwhile";
}

// A simulator, or a gateway, may be both.
TEST_F(StatusPageTest, APageAtTheHostOfTheProviderIsTrustedAsThat) {
  EXPECT_EQ(Ask().ca_file, "");
  ProviderSettings same = D360();
  same.ca_file = "ca.pem";
  same.base_url = "https://status.example";
  page_.Adopt(same, polling_, now_);
  Say(Answer(200, kUp));
  EXPECT_EQ(Ask().ca_file, "ca.pem");
  Say(Answer(200, kUp));
  ProviderSettings other = same;
  other.base_url = "https://provider.example";
  page_.Adopt(other, polling_, now_);
  EXPECT_EQ(Ask().ca_file, "") << "a public page is known to a public authority";
}

TEST_F(StatusPageTest, WaitsAsLongAsItIsAskedTo) {
  AskAndSay(Answer(429, "", {{"retry-after", "600"}}));
  EXPECT_GE(Rest(), minutes(10));
}

TEST_F(StatusPageTest, AnotherAddressIsAnotherPage) {
  AskAndSay(Answer(200, kIssues, {{"etag", "\"abc\""}}));
  page_.Adopt(D360(), polling_, now_);
  EXPECT_GT(Rest(), seconds(29)) << "the same is no reason";
  Ask();
  ProviderSettings moved = D360();
  moved.status_page = "https://other.example/summary.json";
  page_.Adopt(moved, polling_, now_);
  EXPECT_TRUE(Say(Answer(200, kIssues)).empty()) << "of the old page";
  EXPECT_FALSE(page_.Level(now_));
  const HttpRequest request = Ask();
  EXPECT_EQ(request.url, "https://other.example/summary.json");
  EXPECT_EQ(request.headers.size(), 1U);
}

}  // namespace
}  // namespace wa
