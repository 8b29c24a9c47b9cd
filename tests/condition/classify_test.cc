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
                      Severity::kInfo, Reach::kContent),
        MakeCondition("rated-low",
                      {MakeRule(SignKind::kField, std::nullopt, "rating red"),
                       MakeRule(SignKind::kField, std::nullopt, "status flagged rating red")},
                      Severity::kWarning, Reach::kContent),
        MakeCondition("slowed", {MakeRule(SignKind::kField, std::nullopt, "status flagged*")},
                      Severity::kCritical, Reach::kContent),
        MakeCondition("paused", {MakeRule(SignKind::kEvent, std::nullopt, "template paused*")},
                      Severity::kCritical, Reach::kEvent),
        MakeCondition("about-to-pause", {MakeRule(SignKind::kEvent, std::nullopt, "template bad")},
                      Severity::kWarning, Reach::kEvent),
        MakeCondition("refused-login",
                      {MakeRule(SignKind::kTokenError, std::nullopt, "*password*")}),
        MakeCondition("full", {MakeRule(SignKind::kErrorList, Codes{1000, 1000}, "*no room*")}),
        MakeCondition("generic", {MakeRule(SignKind::kErrorList, Codes{1000, 1000}, nullptr)})};
    conditions[1].retry_after = seconds(60);
    conditions[9].ends = {Event("template *resumed"), Event("template deleted")};
    conditions[10].ends = {Event("template deleted"), Event("template paused*")};
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

  // Of a webhook.
  std::vector<std::string> Told(std::vector<Sign> signs) {
    Facts facts;
    facts.is_event = true;
    facts.signs = std::move(signs);
    std::vector<std::string> slugs;
    for (const Finding& finding : Classify(*catalogue_, facts)) {
      slugs.push_back(finding.condition->slug);
    }
    return slugs;
  }

  std::vector<std::string> Over(std::vector<Sign> signs) {
    Facts facts;
    facts.is_event = true;
    facts.signs = std::move(signs);
    std::vector<std::string> slugs;
    for (const Condition* condition : EndedBy(*catalogue_, facts)) slugs.push_back(condition->slug);
    return slugs;
  }

  std::optional<Duration> Wait(const char* text, std::optional<Duration> header = std::nullopt) {
    return Judge(400, {Message(text)}, header).at(0).retry_after;
  }

  static Sign Message(std::string text) { return {SignKind::kMessage, {}, std::move(text), {}}; }
  static Sign Graph(std::int64_t code) { return {SignKind::kGraphError, code, "text", {}}; }
  static Sign Listed(std::int64_t code, std::string details, std::string title) {
    return {SignKind::kErrorList, code, std::move(details), std::move(title)};
  }
  static Sign Field(std::string text, std::string about = {}) {
    return {SignKind::kField, {}, std::move(text), std::move(about)};
  }
  static Sign Tells(std::string text) { return {SignKind::kEvent, {}, std::move(text), {}}; }
  static Rule Event(const char* text) { return MakeRule(SignKind::kEvent, std::nullopt, text); }
  static Sign Http() { return {SignKind::kHttp, {}, "body", {}}; }

  std::shared_ptr<const Catalogue> catalogue_;
};

using Slugged = std::vector<std::string>;

TEST_F(ClassifyTest, WhatTheProviderEchoesIsMasked) {
  const auto findings =
      Judge(403, {Message("not allowed: +49 30 1234567, token EAAGm0PX4ZCpsBAKZCx9, code 131026")});
  EXPECT_EQ(findings.at(0).detail, "not allowed: +** ** *****67, token ***, code 131026");
  EXPECT_EQ(Judge(418, {Message("D360-API-KEY: aZ8x")}).at(0).detail, "D360-API-KEY: ***");
}

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

TEST_F(ClassifyTest, FieldsAreEachBelieved) {
  EXPECT_EQ(Slugs(200, {Field("rating red")}), Slugged{"rated-low"});
  EXPECT_EQ(Slugs(200, {Field("rating red"), Field("status flagged rating green")}),
            (Slugged{"slowed", "rated-low"}));
  EXPECT_EQ(Slugs(200, {{SignKind::kMessaging, {}, "blocked", {}}, Field("rating red")}),
            (Slugged{"stopped", "rated-low"}));
  EXPECT_EQ(Slugs(400, {Message("not allowed"), Field("rating red")}),
            (Slugged{"refused", "rated-low"}));
}

TEST_F(ClassifyTest, AFieldThatNobodyKnowsIsInformation) {
  EXPECT_EQ(Slugs(200, {Field("rating green"), Field("colour blue")}), Slugged{});
  EXPECT_EQ(Slugs(418, {Field("rating green")}), Slugged{"unknown-error"});
  EXPECT_EQ(Judge(418, {Field("rating green"), Message("what?")}).at(0).detail, "what?");
}

TEST_F(ClassifyTest, AFieldDoesNotHideWhatIsWrongWithTheAnswer) {
  EXPECT_EQ(Slugs(500, {Field("rating red"), Http()}), (Slugged{"rated-low", "broken"}));
  EXPECT_EQ(Slugs(200, {Message("what?"), Field("rating red")}),
            (Slugged{"rated-low", "unknown-error"}));
}

TEST_F(ClassifyTest, WhatIsToldSeveralTimesIsOneFinding) {
  const auto findings =
      Judge(200, {Field("rating red", "one"), Field("status flagged rating red", "two")});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].detail, "rating red: one; status flagged rating red: two");
}

TEST_F(ClassifyTest, ManyTimesHaveAnEnd) {
  std::vector<Sign> signs;
  for (int i = 0; i < 100; ++i) signs.push_back(Field("rating red", "a name of some length"));
  EXPECT_LE(Judge(200, std::move(signs)).at(0).detail.size(), 500u);
}

TEST_F(ClassifyTest, AnEventHasNoStatusToBeWrong) {
  EXPECT_EQ(Told({}), Slugged{});
  EXPECT_EQ(Told({Tells("something new")}), Slugged{});
  EXPECT_EQ(Told({Tells("template paused twice"), Tells("template bad")}),
            (Slugged{"paused", "about-to-pause"}));
}

TEST_F(ClassifyTest, AnErrorInAnEventThatNobodyKnowsIsUnknown) {
  EXPECT_EQ(Told({Listed(7, "what?", "")}), Slugged{"unknown-error"});
  EXPECT_EQ(Told({Listed(7, "what?", ""), Tells("template bad")}),
            (Slugged{"about-to-pause", "unknown-error"}));
  EXPECT_EQ(Told({Listed(1000, "what?", "")}), Slugged{"generic"});
}

TEST_F(ClassifyTest, AnErrorIsSoughtInItsWideTextToo) {
  EXPECT_EQ(Told({Listed(1000, "there is no room left", "Generic error")}), Slugged{"full"});
  EXPECT_EQ(Told({Listed(1000, "see the log", "No room")}), Slugged{"full"});
  EXPECT_EQ(Slugs(403, {{SignKind::kTokenError, {}, "invalid_grant", "Wrong password."}}),
            Slugged{"refused-login"});
  EXPECT_EQ(Slugs(200, {{SignKind::kMessaging, {}, "paused", "blocked"}}), Slugged{"unknown-error"})
      << "a verdict is its word alone";
}

TEST_F(ClassifyTest, AnEventEndsEveryConditionThatNamesIt) {
  EXPECT_EQ(Over({Tells("TEMPLATE DELETED")}), (Slugged{"paused", "about-to-pause"}));
  EXPECT_EQ(Over({Tells("something new"), Tells("template resumed")}), Slugged{"paused"});
  EXPECT_EQ(Over({Tells("template paused")}), Slugged{"about-to-pause"});
  EXPECT_EQ(Over({Tells("something new")}), Slugged{});
  EXPECT_EQ(Over({Field("template deleted")}), Slugged{}) << "no event";
}

TEST_F(ClassifyTest, WhatEndsAConditionIsNoSignOfIt) {
  EXPECT_EQ(Told({Tells("template paused resumed")}), Slugged{});
  EXPECT_EQ(Over({Tells("template paused resumed")}), (Slugged{"paused", "about-to-pause"}));
}

TEST_F(ClassifyTest, APollSendsNoMessage) {
  Condition refused = MakeCondition(
      "refused", {MakeRule(SignKind::kMessage, std::nullopt, "*bad*")}, Severity::kInfo);
  refused.scope = Scope::kMessage;
  refused.state = AccountState::kOk;
  const auto catalogue = MakeCatalogue({refused});
  Facts facts;
  facts.http_status = 400;
  facts.signs = {Message("Bad request")};
  EXPECT_EQ(Classify(*catalogue, facts).at(0).condition->slug, "refused");
  const auto findings = ClassifyPoll(*catalogue, facts);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].condition->slug, "unknown-error");
  EXPECT_EQ(findings[0].detail, "Bad request");
  EXPECT_TRUE(IsUnclassified(findings));
  facts.signs = {Message("what?")};
  EXPECT_EQ(ClassifyPoll(*catalogue, facts).at(0).rule, "no rule matched");
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

TEST_F(ClassifyTest, AnEndlessWaitIsAWeek) {
  EXPECT_EQ(Wait("every 999999999999999999999999 seconds"), seconds(604800));
  EXPECT_EQ(Wait("wait 9223372036854775807 h 9223372036854775807 min"), seconds(604800));
  EXPECT_EQ(Wait("wait 72 h 0 min"), seconds(259200));
  EXPECT_EQ(Wait("every 604799 seconds"), seconds(604799));
}

TEST_F(ClassifyTest, ReachIsWhatAllFindingsAgreeOn) {
  EXPECT_EQ(ReachOf({}), Reach::kContent);
  EXPECT_EQ(ReachOf(Judge(418, {})), Reach::kNone);
  EXPECT_EQ(ReachOf(Judge(400, {Message("not allowed")})), Reach::kGateway);
  const Sign calling{SignKind::kCalling, {}, "blocked", {}};
  EXPECT_EQ(ReachOf(Judge(200, {calling})), Reach::kContent);
  EXPECT_EQ(ReachOf(Judge(200, {Message("what?"), calling})), Reach::kNone);
}

// Refused with something that only events tell of, the question got no answer: that is not past
// everything.
TEST_F(ClassifyTest, ARefusalNeverReachesTheContent) {
  const Condition paused = MakeCondition("paused", {}, Severity::kWarning, Reach::kEvent);
  Finding finding;
  finding.condition = &paused;
  EXPECT_EQ(ReachOf({finding}), Reach::kStack);
}

TEST_F(ClassifyTest, CountsWhatNobodyKnows) {
  const Condition cloud = MakeCondition("cloud-unknown");
  Finding finding;
  finding.condition = &cloud;
  EXPECT_TRUE(IsUnclassified({finding}));
  EXPECT_FALSE(IsUnclassified({}));
  EXPECT_FALSE(IsUnclassified(Judge(400, {Message("not allowed")})));
  EXPECT_TRUE(IsUnclassified(Judge(418, {})));
}

}  // namespace
}  // namespace wa
