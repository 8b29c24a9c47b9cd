#include "cli/judge.h"

#include <gtest/gtest.h>

#include "cli/make_accounts.h"
#include "cli/small_catalogue.h"

namespace wa {
namespace {

using test::MakeFailure;
using test::MakeResponse;
using test::SmallCatalogue;

using Outcome = tl::expected<HttpResponse, TransportFailure>;
const SecondOpinion kAnswers{"https://example.com/", true, "HTTP 200"};
const SecondOpinion kSilent{"https://example.org/", false, "timed out"};

Verdict JudgeOf(const Outcome& outcome, const std::vector<SecondOpinion>& opinions = {},
                Plan plan = Plan::kRegular) {
  return Judge(SmallCatalogue(), *test::MakeAccount("a", plan), outcome, opinions);
}

Outcome Silence() { return tl::unexpected(MakeFailure(TransportReason::kTimeout, "timed out")); }

std::string Slug(const Verdict& verdict) {
  return verdict.findings.empty() ? "" : verdict.findings.front().condition->slug;
}

TEST(Judge, AGoodAnswerIsNoTrouble) {
  const Verdict verdict = JudgeOf(MakeResponse(200, test::kGoodBody));
  EXPECT_FALSE(verdict.IsTrouble());
  EXPECT_TRUE(verdict.findings.empty());
  EXPECT_EQ(verdict.next_step, "");
  EXPECT_EQ(verdict.health.size(), 2u);
}

TEST(Judge, AConditionIsTroubleAndSaysHowLongThisAccountMayWait) {
  const Verdict regular = JudgeOf(MakeResponse(500, ""));
  EXPECT_TRUE(regular.IsTrouble());
  EXPECT_EQ(Slug(regular), "stack-restarts");
  EXPECT_EQ(regular.next_step.find("Wait up to 10m; if it lasts longer: Contact"), 0u)
      << regular.next_step;
  const Verdict premium = JudgeOf(MakeResponse(500, ""), {}, Plan::kPremium);
  EXPECT_EQ(premium.next_step.find("Wait up to 2m; "), 0u) << premium.next_step;
}

TEST(Judge, ARemarkIsNoTrouble) {
  const Verdict verdict = JudgeOf(
      MakeResponse(200, R"({"health_status":{"entities":[{"entity_type":"PHONE_NUMBER",)"
                        R"("can_send_message":"AVAILABLE","can_receive_call_sip":"BLOCKED"}]}})"));
  EXPECT_EQ(Slug(verdict), "calls-off");
  EXPECT_FALSE(verdict.IsTrouble());
}

TEST(Judge, SilenceWithoutASecondHostIsUnknown) {
  const Verdict verdict = JudgeOf(Silence());
  EXPECT_TRUE(verdict.IsTrouble());
  EXPECT_TRUE(verdict.findings.empty());
  EXPECT_NE(verdict.why_unknown.find("our own network"), std::string::npos) << verdict.why_unknown;
  EXPECT_NE(verdict.next_step.find("polling.canary_urls"), std::string::npos) << verdict.next_step;
}

TEST(Judge, SilenceWhileAnotherHostAnswersIsTheProvider) {
  const Verdict verdict = JudgeOf(Silence(), {kSilent, kAnswers});
  EXPECT_EQ(Slug(verdict), "silent");
  EXPECT_EQ(verdict.why_unknown, "");
}

TEST(Judge, SilenceOfAllIsOurOwnNetwork) {
  const Verdict verdict = JudgeOf(Silence(), {kSilent});
  EXPECT_TRUE(verdict.findings.empty());
  EXPECT_NE(verdict.why_unknown.find("our own network"), std::string::npos);
  EXPECT_EQ(verdict.next_step, "Mend the network of the machine that the exporter runs on.");
}

TEST(Judge, OurOwnTroubleIsUnknownWhateverAnswers) {
  const Verdict verdict = JudgeOf(
      tl::unexpected(MakeFailure(TransportReason::kLocal, "no file descriptors")), {kAnswers});
  EXPECT_NE(verdict.why_unknown.find("no file descriptors"), std::string::npos);
  EXPECT_EQ(Slug(verdict), "local-trouble");
  EXPECT_TRUE(verdict.IsTrouble());
}

TEST(Judge, AStatusLineIsAnAnswerEvenIfTheRestBrokeOff) {
  const Outcome outcome = tl::unexpected(MakeFailure(TransportReason::kTruncated, "cut", 500));
  EXPECT_FALSE(IsSilence(outcome));
  EXPECT_EQ(Slug(JudgeOf(outcome)), "stack-restarts");
}

TEST(IsSilence, OnlyWhereAnotherHostCouldTell) {
  const auto failure = [](TransportReason reason) -> Outcome {
    return tl::unexpected(MakeFailure(reason, ""));
  };
  EXPECT_TRUE(IsSilence(failure(TransportReason::kDns)));
  EXPECT_TRUE(IsSilence(failure(TransportReason::kReset)));
  EXPECT_FALSE(IsSilence(failure(TransportReason::kTooLarge)));
  EXPECT_FALSE(IsSilence(failure(TransportReason::kLocal)));
  EXPECT_FALSE(IsSilence(MakeResponse(500, "")));
}

}  // namespace
}  // namespace wa
