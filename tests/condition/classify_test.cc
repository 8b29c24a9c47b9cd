#include "condition/classify.h"

#include <gtest/gtest.h>

#include "condition/make_conditions.h"

namespace wa {
namespace {

using std::chrono::seconds;

class ClassifyTest : public testing::Test {
 protected:
  ClassifyTest() {
    std::vector<Condition> conditions{
        MakeCondition("refused", {MakeRule(SignKind::kMessage, std::nullopt, "*not allowed*")},
                      Severity::kCritical, Reach::kGateway),
        MakeCondition("limited",
                      {MakeRule(SignKind::kMessage, std::nullopt, "*every {seconds} second*"),
                       MakeRule(SignKind::kMessage, std::nullopt, "wait {hours} h {minutes} min"),
                       MakeRule(SignKind::kMessage, std::nullopt, "*every *")}),
        MakeCondition("coded", {MakeRule(SignKind::kGraphError, Codes{190, 190}, nullptr)},
                      Severity::kWarning, Reach::kStack),
        MakeCondition("in-range", {MakeRule(SignKind::kGraphError, Codes{100, 199}, nullptr)}),
        MakeCondition("broken", {MakeRule(SignKind::kHttp, std::nullopt, nullptr, {500, 502}),
                                 MakeRule(SignKind::kMessage, std::nullopt, "*bang*", {500})}),
        MakeCondition("stopped", {MakeRule(SignKind::kMessaging, std::nullopt, "blocked")},
                      Severity::kCritical, Reach::kContent),
        MakeCondition("mute", {MakeRule(SignKind::kCalling, std::nullopt, "blocked")},
                      Severity::kInfo, Reach::kContent)};
    conditions[1].retry_after = seconds(60);
    catalogue_ = MakeCatalogue(std::move(conditions));
  }

  std::vector<Finding> Judge(int status, std::vector<Sign> signs,
                             std::optional<Duration> retry_after = std::nullopt) {
    Facts facts;
    facts.http_status = status;
    facts.signs = std::move(signs);
    facts.retry_after = retry_after;
    return Classify(*catalogue_, facts);
  }

  std::vector<std::string> Slugs(int status, std::vector<Sign> signs) {
    std::vector<std::string> slugs;
    for (const Finding& finding : Judge(status, std::move(signs))) {
      slugs.push_back(finding.condition->slug);
    }
    return slugs;
  }

  std::optional<Duration> Wait(const char* text, std::optional<Duration> header = std::nullopt) {
    return Judge(400, {Message(text)}, header).at(0).retry_after;
  }

  static Sign Message(std::string text) { return {SignKind::kMessage, {}, std::move(text), {}}; }
  static Sign Graph(std::int64_t code) { return {SignKind::kGraphError, code, "text", {}}; }
  static Sign Http() { return {SignKind::kHttp, {}, "body", {}}; }

  std::shared_ptr<const Catalogue> catalogue_;
};

using Slugged = std::vector<std::string>;

TEST_F(ClassifyTest, AGoodAnswerWithoutSignsHasNoFindings) {
  EXPECT_EQ(Slugs(200, {}), Slugged{});
  EXPECT_EQ(Slugs(204, {}), Slugged{});
}

TEST_F(ClassifyTest, AnyOtherStatusIsNeverFine) {
  for (const int status : {0, 100, 199, 300, 302, 404, 500, 999, -1}) {
    EXPECT_EQ(Slugs(status, {}), Slugged{"unknown-error"}) << status;
  }
}

TEST_F(ClassifyTest, TheFirstRecognisedSignDecides) {
  EXPECT_EQ(Slugs(500, {Message("not allowed"), Http()}), Slugged{"refused"});
  EXPECT_EQ(Slugs(500, {Message("what?"), Message("not allowed"), Http()}), Slugged{"refused"});
  EXPECT_EQ(Slugs(500, {Graph(190), Message("not allowed")}), Slugged{"coded"});
  EXPECT_EQ(Slugs(500, {Message("what?"), Http()}), Slugged{"broken"});
  EXPECT_EQ(Slugs(418, {Message("what?"), Http()}), Slugged{"unknown-error"});
}

TEST_F(ClassifyTest, TheMoreSpecificRuleOfAKindWins) {
  EXPECT_EQ(Slugs(400, {Graph(190)}), Slugged{"coded"});
  EXPECT_EQ(Slugs(400, {Graph(191)}), Slugged{"in-range"});
  EXPECT_EQ(Slugs(400, {Graph(199)}), Slugged{"in-range"});
  EXPECT_EQ(Slugs(400, {Graph(200)}), Slugged{"unknown-error"});
  EXPECT_EQ(Slugs(400, {{SignKind::kGraphError, std::nullopt, "190", {}}}),
            Slugged{"unknown-error"});
}

TEST_F(ClassifyTest, AllPartsOfARuleMustFit) {
  EXPECT_EQ(Slugs(500, {Message("bang")}), Slugged{"broken"});
  EXPECT_EQ(Slugs(502, {Message("bang")}), Slugged{"unknown-error"});
}

TEST_F(ClassifyTest, ARuleIsOnlyForItsKindOfSign) {
  EXPECT_EQ(Slugs(400, {{SignKind::kErrorList, {}, "not allowed", {}}}), Slugged{"unknown-error"});
}

TEST_F(ClassifyTest, VerdictsOnSendingAndCallsStandSideBySide) {
  const Sign messaging{SignKind::kMessaging, 141006, "blocked", "waba: pay"};
  const Sign calling{SignKind::kCalling, {}, "blocked", {}};
  EXPECT_EQ(Slugs(200, {messaging, calling}), (Slugged{"stopped", "mute"}));
  EXPECT_EQ(Slugs(200, {calling, messaging}), (Slugged{"stopped", "mute"}));
  EXPECT_EQ(Slugs(200, {calling}), Slugged{"mute"});
  EXPECT_EQ(Slugs(200, {messaging, Message("not allowed")}), Slugged{"stopped"});
  EXPECT_EQ(Slugs(200, {Message("not allowed"), messaging}), Slugged{"refused"});
}

TEST_F(ClassifyTest, AVerdictOnCallsDoesNotHideWhatNobodyKnows) {
  const Sign calling{SignKind::kCalling, {}, "blocked", {}};
  EXPECT_EQ(Slugs(200, {Message("what?"), calling}), (Slugged{"unknown-error", "mute"}));
  EXPECT_EQ(Slugs(200, {{SignKind::kMessaging, {}, "paused", {}}, calling}),
            (Slugged{"unknown-error", "mute"}));
}

TEST_F(ClassifyTest, SaysWhichRuleMatchedAndKeepsTheWords) {
  const Finding finding =
      Judge(200, {{SignKind::kMessaging, 141006, "blocked", "waba: pay"}}).at(0);
  EXPECT_EQ(finding.rule, "messaging \"blocked\"");
  EXPECT_EQ(finding.code, 141006);
  EXPECT_EQ(finding.detail, "blocked: waba: pay");
  const Finding unknown = Judge(418, {Message("what?"), Http()}).at(0);
  EXPECT_EQ(unknown.rule, "no rule matched");
  EXPECT_EQ(unknown.detail, "what?");
}

TEST_F(ClassifyTest, ReadsTheWaitFromTheText) {
  EXPECT_EQ(Wait("1 request every 10 seconds."), seconds(10));
  EXPECT_EQ(Wait("WAIT 1 H 38 MIN"), seconds(5880));
}

TEST_F(ClassifyTest, WithoutAWaitInTheTextTheHeaderCountsThenTheCondition) {
  EXPECT_EQ(Wait("every 10 seconds", seconds(7)), seconds(10));
  EXPECT_EQ(Wait("every * seconds", seconds(7)), seconds(7));
  EXPECT_EQ(Wait("every * seconds"), seconds(60));
  EXPECT_EQ(Wait("every 0 seconds"), seconds(60));
  EXPECT_EQ(Wait("not allowed"), std::nullopt);
  EXPECT_EQ(Wait("what?", seconds(7)), seconds(7));
}

TEST_F(ClassifyTest, AnEndlessWaitIsADay) {
  EXPECT_EQ(Wait("every 999999999999999999999999 seconds"), seconds(86400));
  EXPECT_EQ(Wait("wait 9223372036854775807 h 9223372036854775807 min"), seconds(86400));
  EXPECT_EQ(Wait("every 86399 seconds"), seconds(86399));
}

TEST_F(ClassifyTest, ReachIsWhatAllFindingsAgreeOn) {
  EXPECT_EQ(ReachOf({}), Reach::kContent);
  EXPECT_EQ(ReachOf(Judge(418, {})), Reach::kNone);
  EXPECT_EQ(ReachOf(Judge(400, {Message("not allowed")})), Reach::kGateway);
  const Sign calling{SignKind::kCalling, {}, "blocked", {}};
  EXPECT_EQ(ReachOf(Judge(200, {calling})), Reach::kContent);
  EXPECT_EQ(ReachOf(Judge(200, {Message("what?"), calling})), Reach::kNone);
}

TEST_F(ClassifyTest, CountsWhatNobodyKnows) {
  EXPECT_FALSE(IsUnclassified({}));
  EXPECT_FALSE(IsUnclassified(Judge(400, {Message("not allowed")})));
  EXPECT_TRUE(IsUnclassified(Judge(418, {})));
}

}  // namespace
}  // namespace wa
