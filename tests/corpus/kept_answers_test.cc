// What is kept of an answer for `replay` is masked and cut, and must still mean the same.
#include <gtest/gtest.h>

#include "corpus/payload.h"
#include "corpus/verdict.h"
#include "monitor/answer_log.h"
#include "store/sign_text.h"

namespace wa {
namespace {

const std::filesystem::path kSource = WABA_SOURCE_DIR;

// As it comes back from the store.
Facts Kept(const Facts& facts) {
  const WallOffset wall(SteadyTime{}, SystemTime{});
  AnswerLog log(wall);
  log.Adopt(std::chrono::hours(1));
  log.Add("berlin-shop", Operation::kHealth, facts, {}, SteadyTime{});
  const AnswerChanges changes = log.TakeChanges(SteadyTime{});
  EXPECT_EQ(changes.records.size(), 1U);
  Facts kept = changes.records.front().facts;
  kept.signs = SplitSigns(JoinSigns(kept.signs));
  return kept;
}

// Its number of seconds is as long as a telephone number, and masked as one: the condition stays.
constexpr std::string_view kMasked = "endpoint-rate-limited-huge-number";

std::vector<std::string> Verdict(const Facts& facts) {
  std::vector<std::string> verdict;
  for (const Finding& finding : ClassifyPoll(Shipped(), facts)) {
    verdict.push_back(finding.condition->slug + " by " + finding.rule + ", wait " +
                      (finding.retry_after ? FormatDuration(*finding.retry_after) : "no"));
  }
  return verdict;
}

TEST(KeptAnswers, MeanTheSameAsTheAnswers) {
  std::size_t answers = 0;
  for (const Payload& payload : ReadPayloads(kSource / "tests/data/payloads")) {
    if (payload.is_webhook) continue;
    for (const Way way : WaysOf(payload)) {
      for (const Facts& facts : ReadBy(way, payload)) {
        SCOPED_TRACE(payload.folder + "/" + payload.name);
        ++answers;
        EXPECT_EQ(Slugs(ClassifyPoll(Shipped(), Kept(facts))),
                  Slugs(ClassifyPoll(Shipped(), facts)));
        if (payload.name == kMasked) continue;
        EXPECT_EQ(Verdict(Kept(facts)), Verdict(facts));
      }
    }
  }
  EXPECT_GT(answers, 100U);
}

}  // namespace
}  // namespace wa
