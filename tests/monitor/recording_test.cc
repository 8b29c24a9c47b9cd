// What the whole loop records of answers, for `replay`.
#include <gtest/gtest.h>

#include "support/story.h"

namespace wa {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using test::Healthy;
using test::Http500;
using test::Silent;
using test::Story;

// Of the account, in short: "200", "500", "nothing", "transport".
std::vector<std::string> Of(Story& story, const std::string& account) {
  std::vector<std::string> found;
  for (const AnswerRecord& record : story.store().answers()) {
    if (record.account != account || record.asked != Operation::kHealth) continue;
    if (record.kind == AnswerKind::kNothing) {
      found.emplace_back("nothing");
    } else if (record.facts.http_status == 0) {
      found.emplace_back("transport");
    } else {
      found.push_back(std::to_string(record.facts.http_status));
    }
  }
  return found;
}

TEST(Recording, AHealthyDayIsOneRecordOfEachAccount) {
  Story story({{"a"}, {"b"}});
  story.Advance(hours(23));
  EXPECT_EQ(Of(story, "a"), std::vector<std::string>{"200"});
  EXPECT_EQ(Of(story, "b"), std::vector<std::string>{"200"});
}

TEST(Recording, AnOutageIsItsTwoEnds) {
  Story story({{"a"}});
  story.Advance(minutes(10));
  story.Answer("a", Http500());
  story.Advance(minutes(30));
  story.Answer("a", Healthy());
  story.Advance(minutes(30));
  EXPECT_EQ(Of(story, "a"), (std::vector<std::string>{"200", "500", "200"}));
}

TEST(Recording, ASilenceIsWhatItWasJudgedToBe) {
  PollingConfig polling;
  polling.canary_urls = {"https://canary.test/"};
  Story story({{"a"}}, polling);
  story.Advance(minutes(5));
  story.Answer("a", Silent());
  story.Advance(minutes(5));
  story.AnswerCanary(Silent());
  story.Advance(minutes(5));
  EXPECT_EQ(Of(story, "a"), (std::vector<std::string>{"200", "transport", "nothing"}));
}

TEST(Recording, ARestartIsAnotherRun) {
  Story story({{"a"}});
  story.Advance(minutes(10));
  const SystemTime killed = story.Now();
  story.KillAndRestart(minutes(30));
  story.Advance(minutes(10));
  const auto& runs = story.store().runs();
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_LE(killed - runs.begin()->second, minutes(1));
  EXPECT_EQ(runs.rbegin()->first, killed + minutes(30));
  EXPECT_EQ(Of(story, "a"), (std::vector<std::string>{"200", "200"}));
}

TEST(Recording, WhatIsRecordedHoldsUpNobody) {
  Story story({{"a"}});
  story.Advance(minutes(10));
  story.store().HoldBack(true);
  story.KillAndRestart();
  EXPECT_EQ(story.monitor().Snapshot()->accounts.size(), 1U) << "shown at once";
  story.Advance(seconds(1));
  EXPECT_EQ(story.State("a"), AccountState::kOk) << "polled, and shown";
}

TEST(Recording, NothingIsRecordedIfItIsNotWanted) {
  Story story({{"a"}});
  story.Reconfigure([](Config& config) { config.storage.answers_retention = Duration(0); });
  story.Answer("a", Http500());
  const std::size_t before = story.store().answers().size();
  story.Advance(hours(1));
  EXPECT_EQ(story.store().answers().size(), before);
}

}  // namespace
}  // namespace wa
