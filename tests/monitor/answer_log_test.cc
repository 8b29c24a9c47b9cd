#include "monitor/answer_log.h"

#include <gtest/gtest.h>

#include "monitor/subjects.h"

namespace wa {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const SteadyTime kStart{hours(100)};
const SystemTime kWall{seconds(1'790'000'000)};

Condition ConditionOf(std::string_view slug) {
  Condition condition;
  condition.slug = slug;
  return condition;
}
const Condition kRestart = ConditionOf("internal-server-error");
const Condition kGateway = ConditionOf("gateway-error");

Facts Answer(int status, const std::string& text) {
  Facts facts;
  facts.http_status = status;
  facts.signs.push_back({SignKind::kMessage, std::nullopt, text, {}});
  return facts;
}

std::vector<Finding> Found(const Condition& condition) {
  Finding finding;
  finding.condition = &condition;
  finding.rule = "rule";
  return {finding};
}

class AnswerLogTest : public testing::Test {
 protected:
  AnswerLogTest() { log_.Adopt(hours(24 * 7)); }

  void Good(const std::string& account = "a") {
    log_.Add(account, Operation::kHealth, Answer(200, "available"), {}, now_);
  }
  void Bad(const std::string& text = "Internal server error") {
    log_.Add("a", Operation::kHealth, Answer(500, text), Found(kRestart), now_);
  }
  std::size_t Written() { return log_.TakeChanges(now_).records.size(); }

  SteadyTime now_ = kStart;
  WallOffset wall_{kStart, kWall};
  AnswerLog log_{wall_};
};

TEST_F(AnswerLogTest, WhatStaysIsWrittenOnce) {
  std::size_t written = 0;
  for (int poll = 0; poll < 60 * 23; ++poll, now_ += minutes(1)) {
    Good();
    Good("b");
    written += Written();
  }
  EXPECT_EQ(written, 2U) << "of a day";
}

TEST_F(AnswerLogTest, EachChangeIsWrittenWithItsMoment) {
  Good();
  now_ += seconds(90);
  Bad();
  const AnswerChanges changes = log_.TakeChanges(now_);
  ASSERT_EQ(changes.records.size(), 2U);
  EXPECT_EQ(changes.records[0].at, kWall);
  EXPECT_EQ(changes.records[1].at, kWall + seconds(90));
  EXPECT_EQ(changes.records[1].facts.http_status, 500);
  EXPECT_EQ(changes.records[1].facts.signs[0].text, "Internal server error");
  now_ += seconds(15);
  Good();
  EXPECT_EQ(Written(), 1U);
}

TEST_F(AnswerLogTest, OtherWordsForTheSameAreWrittenEveryFiveMinutesAtTheMost) {
  std::size_t written = 0;
  for (int poll = 0; poll < 80; ++poll, now_ += seconds(15)) {
    Bad("Internal server error at second " + std::to_string(poll));
    written += Written();
  }
  EXPECT_EQ(written, 4U) << "of 20 minutes";
}

TEST_F(AnswerLogTest, AnotherMeaningIsWrittenAtOnce) {
  Bad();
  now_ += seconds(15);
  log_.Add("a", Operation::kHealth, Answer(502, "not available"), Found(kGateway), now_);
  EXPECT_EQ(Written(), 2U);
}

TEST_F(AnswerLogTest, QuestionsAreApart) {
  Good();
  log_.Add("a", Operation::kWebhook, Answer(200, "available"), {}, now_);
  EXPECT_EQ(Written(), 2U);
}

TEST_F(AnswerLogTest, WhatNobodyKnowsIsARecord) {
  Good();
  log_.AddNothing("a", "Our own network is down.", now_);
  const AnswerChanges changes = log_.TakeChanges(now_);
  ASSERT_EQ(changes.records.size(), 2U);
  EXPECT_EQ(changes.records[1].kind, AnswerKind::kNothing);
  EXPECT_EQ(changes.records[1].why, "Our own network is down.");
  Good();
  EXPECT_EQ(Written(), 1U) << "known again";
}

TEST_F(AnswerLogTest, OurNetworkIsRecordedUpAndDownAndUp) {
  for (const auto state : {UplinkState::kUnknown, UplinkState::kUp, UplinkState::kUp,
                           UplinkState::kDown, UplinkState::kDown, UplinkState::kUp}) {
    log_.AddUplink(state, "no canary answers", now_);
    now_ += seconds(1);
  }
  const auto records = log_.TakeChanges(now_).records;
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[0].account, kUplinkSubject);
  EXPECT_EQ(records[0].kind, AnswerKind::kAnswer);
  EXPECT_EQ(records[1].kind, AnswerKind::kNothing);
  EXPECT_EQ(records[2].kind, AnswerKind::kAnswer);
}

TEST_F(AnswerLogTest, NoCredentialAndNoNumberIsKept) {
  Facts facts = Answer(400, "Invalid token EAAGm0PX4ZCpsBAKZCx9 of 491701234567");
  facts.signs[0].detail = "Bearer ab12cd";
  log_.Add("a", Operation::kHealth, facts, {}, now_);
  const auto records = log_.TakeChanges(now_).records;
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].facts.signs[0].text, "Invalid token *** of **********67");
  EXPECT_EQ(records[0].facts.signs[0].detail, "Bearer ***");
}

TEST_F(AnswerLogTest, TextIsBounded) {
  Facts facts = Answer(500, std::string(100'000, 'a'));
  facts.signs.resize(1000, facts.signs.front());
  log_.Add("a", Operation::kHealth, facts, {}, now_);
  const auto records = log_.TakeChanges(now_).records;
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].facts.signs.size(), 32U);
  EXPECT_LE(records[0].facts.signs[0].text.size(), 512U);
}

TEST_F(AnswerLogTest, ThatSomebodyLookedIsToldOnceAMinute) {
  std::size_t told = 0;
  for (int turn = 0; turn < 600; ++turn, now_ += seconds(1)) {
    told += log_.TakeChanges(now_).runs.size();
  }
  EXPECT_EQ(told, 10U);
}

TEST_F(AnswerLogTest, ARunEndsWhereNobodyLooked) {
  Good();
  const AnswerChanges first = log_.TakeChanges(now_);
  ASSERT_EQ(first.runs.size(), 1U);
  EXPECT_EQ(first.runs[0].started, kWall);
  now_ += minutes(10);  // the machine was suspended
  Good();
  const AnswerChanges second = log_.TakeChanges(now_);
  ASSERT_EQ(second.runs.size(), 1U);
  EXPECT_EQ(second.runs[0].started, kWall + minutes(10));
  EXPECT_EQ(second.records.size(), 1U) << "what stood before is not known to stand still";
}

TEST_F(AnswerLogTest, EveryDayARunBeginsInWhichAllIsWrittenAnew) {
  std::size_t written = 0;
  std::size_t forgotten = 0;
  for (int poll = 0; poll < 3 * 24 * 60; ++poll, now_ += minutes(1)) {
    Good();
    const AnswerChanges changes = log_.TakeChanges(now_);
    written += changes.records.size();
    if (!changes.forget_before) continue;
    ++forgotten;
    EXPECT_EQ(*changes.forget_before,
              wall_.ToSystem(now_) - hours(24 * 7) - kLongestRun - kLongestBreak);
  }
  EXPECT_EQ(written, 3U);
  EXPECT_EQ(forgotten, 3U);
}

TEST_F(AnswerLogTest, TheEndOfTheProcessTellsUntilWhenItLooked) {
  Good();
  log_.TakeChanges(now_);
  now_ += seconds(7);
  const AnswerChanges last = log_.TakeLast(now_);
  ASSERT_EQ(last.runs.size(), 1U);
  EXPECT_EQ(last.runs[0].alive, kWall + seconds(7));
}

TEST_F(AnswerLogTest, WithoutRetentionNothingIsKept) {
  Good();
  log_.Adopt(Duration(0));
  const AnswerChanges changes = log_.TakeChanges(now_);
  EXPECT_TRUE(changes.records.empty());
  EXPECT_TRUE(changes.runs.empty());
  EXPECT_EQ(changes.forget_before, SystemTime::max());
  Bad();
  log_.AddNothing("a", "why", now_);
  EXPECT_TRUE(log_.TakeChanges(now_).empty());
  log_.Adopt(hours(1));
  Bad();
  EXPECT_EQ(Written(), 1U);
}

}  // namespace
}  // namespace wa
