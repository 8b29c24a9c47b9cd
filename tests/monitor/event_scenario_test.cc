#include <gtest/gtest.h>

#include <chrono>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "support/story.h"

// What webhooks and observations tell, and what becomes of it: the real loop, classifier and
// tracker with a few conditions of our own, so that no text of the catalogue is needed.
namespace wa::test {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

Rule RuleOf(SignKind sign, const std::string& text) {
  Rule rule;
  rule.sign = sign;
  rule.text = *Pattern::Parse(text);
  rule.position = "test";
  return rule;
}

Rule CodeRule(SignKind sign, std::int64_t code) {
  Rule rule;
  rule.sign = sign;
  rule.code_from = rule.code_to = code;
  rule.position = "test";
  return rule;
}

Condition ConditionOf(const std::string& slug, Reach reach, std::vector<Rule> rules) {
  Condition condition;
  condition.slug = condition.title = slug;
  condition.state = AccountState::kDown;
  condition.severity = Severity::kCritical;
  condition.reach = reach;
  condition.graces = {Grace{}};
  condition.rules = std::move(rules);
  return condition;
}

std::vector<Condition> TestConditions() {
  Condition closed = ConditionOf(
      "shop-closed", Reach::kStack,
      {RuleOf(SignKind::kEvent, "shop_update closed"), CodeRule(SignKind::kGraphError, 987'654)});
  closed.quiet = minutes(10);
  closed.ends = {RuleOf(SignKind::kEvent, "shop_update opened")};
  Condition lost =
      ConditionOf("feature-lost", Reach::kEvent, {RuleOf(SignKind::kEvent, "feature_update lost")});
  lost.ends = {RuleOf(SignKind::kEvent, "feature_update found")};
  Condition wait = ConditionOf("must-wait", Reach::kEvent,
                               {RuleOf(SignKind::kMessage, "come back in {hours} hours")});
  wait.group = "registration";
  wait.quiet = minutes(30);
  Condition message =
      ConditionOf("nobody-there", Reach::kNone, {CodeRule(SignKind::kErrorList, 987'001)});
  message.scope = Scope::kMessage;
  return {closed, lost, wait, message};
}

Story::Options Options() {
  Story::Options options;
  PartnerSettings partner;
  partner.name = "acme";
  partner.provider = "d360";
  options.partners = {partner};
  options.more_conditions = TestConditions();
  return options;
}

EventDigest DigestOf(const std::string& identity) {
  EventDigest digest{};
  const std::size_t hash = std::hash<std::string>()(identity);
  std::memcpy(digest.data(), &hash, sizeof hash);
  return digest;
}

Told Webhook(const std::string& account, SignKind kind, const std::string& text,
             std::optional<std::int64_t> code = std::nullopt) {
  Told told;
  told.account = account;
  told.event.facts.is_event = true;
  Sign sign;
  sign.kind = kind;
  sign.text = text;
  sign.code = code;
  told.event.facts.signs = {sign};
  return told;
}

Told Happening(const std::string& account, const std::string& text, SystemTime happened) {
  Told told = Webhook(account, SignKind::kEvent, text);
  told.event.happened = happened;
  told.event.identity = text + FormatUtc(happened, true);
  told.digest = DigestOf(told.event.identity);
  return told;
}

Told Message(const std::string& account, const std::string& id, MessageOutcome outcome) {
  Told told;
  told.account = account;
  told.event.facts.is_event = true;
  told.event.outcome = outcome;
  told.event.identity = "status " + id + (outcome == MessageOutcome::kFailed ? " failed" : " sent");
  told.digest = DigestOf(told.event.identity);
  if (outcome != MessageOutcome::kFailed) return told;
  Sign sign;
  sign.kind = SignKind::kErrorList;
  sign.code = 987'001;
  sign.text = "Nobody there";
  told.event.facts.signs = {sign};
  return told;
}

FakeTransport::Reply Closed() {
  return Http(400, R"({"error":{"message":"closed","type":"OAuthException","code":987654}})");
}

const ProviderTallies& Tallies(Story& story) {
  static std::shared_ptr<const FleetSnapshot> shown;
  shown = story.monitor().Snapshot();
  return shown->tallies.at("d360");
}

TEST(Event, AWebhookOpensPollsAgreeAndTheOppositeEventEndsIt) {
  Story story({{"a"}}, Options());
  story.Advance(minutes(5));
  ASSERT_EQ(story.Deliver({Happening("a", "shop_update closed", story.Now())}),
            Delivered::kDurable);
  EXPECT_EQ(story.Only("a").condition->slug, "shop-closed") << "shown once it is answered";
  EXPECT_EQ(story.State("a"), AccountState::kDown);
  const SystemTime start = story.Only("a").start;
  story.Answer("a", Closed());
  story.Advance(minutes(15));
  EXPECT_EQ(story.Only("a").start, start) << "one incident, whoever tells of it";
  EXPECT_EQ(story.Opened("shop-closed"), 1U);
  EXPECT_EQ(story.Only("a").contradiction, "");
  ASSERT_EQ(story.Deliver({Happening("a", "shop_update opened", story.Now())}),
            Delivered::kDurable);
  story.Answer("a", Healthy());
  story.Advance(minutes(2));
  EXPECT_TRUE(story.Incidents("a").empty());
}

TEST(Event, WhatPollsCannotSeeEndsAtOnceWithTheOppositeEvent) {
  Story story({{"a"}}, Options());
  story.Advance(minutes(5));
  story.Deliver({Happening("a", "feature_update lost", story.Now())});
  story.Advance(hours(2));
  ASSERT_EQ(story.Incidents("a").size(), 1U) << "good polls prove nothing about it";
  story.Deliver({Happening("a", "feature_update found", story.Now())});
  EXPECT_TRUE(story.Incidents("a").empty());
  const IncidentRecord& stored = story.store().incidents().begin()->second;
  EXPECT_EQ(stored.end_reason, IncidentEnd::kReported);
}

TEST(Event, ReportsDoNotChangeThePaceOfPolling) {
  Story story({{"a"}}, Options());
  story.Advance(minutes(5));
  story.Deliver({Happening("a", "shop_update closed", story.Now())});
  const std::size_t asked = story.Asked("a").size();
  story.Advance(minutes(5));
  EXPECT_LE(story.Asked("a").size() - asked, 6U);
}

TEST(Event, BothContradictionsAreVisible) {
  Story story({{"a"}}, Options());
  story.Advance(minutes(5));
  story.Deliver({Happening("a", "shop_update closed", story.Now())});
  story.Advance(minutes(2));
  EXPECT_NE(story.Only("a").contradiction.find("polls since then see nothing wrong"),
            std::string::npos)
      << story.Only("a").contradiction;
  story.Answer("a", Closed());
  story.Advance(minutes(3));
  EXPECT_EQ(story.Only("a").contradiction, "");
  story.Deliver({Happening("a", "shop_update opened", story.Now())});
  story.Advance(minutes(3));
  EXPECT_NE(story.Only("a").contradiction.find("the polls still see it"), std::string::npos)
      << story.Only("a").contradiction;
}

TEST(Event, RepeatedAndReorderedDeliveriesCountOnceAlsoAfterARestart) {
  Story story({{"a"}}, Options());
  story.Advance(minutes(5));
  const std::vector<Told> told{Message("a", "wamid.1", MessageOutcome::kFailed),
                               Message("a", "wamid.1", MessageOutcome::kSent),
                               Message("a", "wamid.2", MessageOutcome::kSent)};
  for (int i = 0; i < 3; ++i) ASSERT_EQ(story.Deliver(told), Delivered::kDurable);
  EXPECT_EQ(story.Status("a").messages->total, 2U);
  EXPECT_EQ(story.Status("a").messages->failed, 1U);
  EXPECT_EQ(story.Status("a").messages->failures.at("nobody-there"), 1U);
  EXPECT_EQ(Tallies(story).message_failures.at("nobody-there"), 1U);
  EXPECT_EQ(Tallies(story).events.at("other"), 3U);
  EXPECT_TRUE(story.Incidents("a").empty()) << "a message that fails is no incident";
  story.KillAndRestart(seconds(10));
  ASSERT_EQ(story.Deliver(told), Delivered::kDurable);
  EXPECT_EQ(story.Status("a").messages->total, 0U) << "counted before the restart";
  EXPECT_EQ(Tallies(story).message_failures.at("nobody-there"), 0U) << "there from the start";
}

TEST(Event, AnIncidentOfAnEventSurvivesARestart) {
  Story story({{"a"}}, Options());
  story.Advance(minutes(5));
  Told told = Happening("a", "shop_update closed", story.Now());
  told.event.subject = "berlin";
  story.Deliver({told});
  const SystemTime start = story.Only("a").start;
  story.KillAndRestart(minutes(1));
  EXPECT_EQ(story.Only("a").start, start);
  EXPECT_EQ(story.Only("a").subjects, std::vector<std::string>{"berlin"});
  story.Advance(minutes(3));
  EXPECT_EQ(story.Incidents("a").size(), 1U) << "good polls do not count before its quiet time";
  story.Advance(minutes(10));
  EXPECT_TRUE(story.Incidents("a").empty());
}

TEST(Event, ARegistrationThatMustWaitCountsDownAndEndsByItself) {
  Story story({{"a"}}, Options());
  story.Advance(minutes(5));
  Told told = Webhook("a", SignKind::kMessage, "Come back in 3 hours");
  told.operation = ObservedOperation::kRegister;
  told.event.facts.is_event = false;
  told.event.facts.http_status = 403;
  ASSERT_EQ(story.Deliver({told}), Delivered::kDurable);
  EXPECT_EQ(story.Only("a").retry_at, story.Only("a").last_seen + hours(3));
  EXPECT_EQ(Tallies(story).registration_errors.at("must-wait"), 1U);
  EXPECT_FALSE(story.Status("a").last_event.has_value()) << "no webhook told of it";
  story.Advance(hours(3) - minutes(1));
  EXPECT_EQ(story.Incidents("a").size(), 1U);
  story.Advance(minutes(1) + seconds(1));
  EXPECT_TRUE(story.Incidents("a").empty());
  EXPECT_EQ(story.store().incidents().begin()->second.end_reason, IncidentEnd::kQuiet);
}

TEST(Event, APartnersEventFindsItsAccountByTheChannel) {
  Story story({{"a", Plan::kRegular, "d360", "", "", "firstCH"},
               {"b", Plan::kRegular, "d360", "", "", "secondCH"}},
              Options());
  story.Advance(minutes(5));
  Told told = Webhook("", SignKind::kEvent, "feature_update lost");
  told.partner = "acme";
  told.event.channel_id = "secondCH";
  told.event.happened = story.Now() - seconds(20);
  story.Deliver({told});
  EXPECT_TRUE(story.Incidents("a").empty());
  EXPECT_EQ(story.Only("b").condition->slug, "feature-lost");
  EXPECT_TRUE(story.Status("b").last_event.has_value());
  told.event.channel_id = "strangersCH";
  EXPECT_EQ(story.Deliver({told}), Delivered::kDurable);
  EXPECT_EQ(Tallies(story).events.at("other"), 2U) << "only counted";
  EXPECT_EQ(Tallies(story).event_delay.counts.at(3), 2U) << "15 to 60 s";
}

TEST(Event, WhatIsNotOnTheDiskIsNotAcknowledged) {
  Story story({{"a"}}, Options());
  story.Advance(minutes(5));
  const Told told = Happening("a", "feature_update lost", story.Now());
  story.store().HoldBack(true);
  const SteadyTime before = story.clock().Steady();
  EXPECT_EQ(story.Deliver({told}), Delivered::kNot);
  EXPECT_EQ(story.clock().Steady() - before, seconds(2));
  EXPECT_EQ(story.Deliver({told}), Delivered::kNot) << "a repetition is no more durable";
  story.store().HoldBack(false);
  EXPECT_EQ(story.Deliver({told}), Delivered::kDurable);
  EXPECT_EQ(story.Only("a").sightings, 1U) << "handled once";
}

TEST(Event, WhoeverIsAnsweredFindsWhatHeToldEvenIfTheDiskEndsWhileItIsShown) {
  Story story({{"a"}}, Options());
  story.Advance(minutes(5));
  story.store().HoldBack(true);
  story.store().AfterLook([&] { story.store().HoldBack(false); });
  std::optional<std::size_t> found;
  story.monitor().Deliver({Happening("a", "feature_update lost", story.Now())},
                          [&](Delivered delivered) {
                            ASSERT_EQ(delivered, Delivered::kDurable);
                            found = story.Incidents("a").size();
                          });
  while (!found) story.monitor().Step();
  EXPECT_EQ(*found, 1U);
}

TEST(Event, WhoeverWaitsIsAnsweredAtTheEnd) {
  std::vector<Delivered> answers;
  const auto keep = [&](Delivered delivered) { answers.push_back(delivered); };
  {
    Story story({{"a"}}, Options());
    story.Advance(minutes(5));
    story.store().HoldBack(true);
    story.monitor().Deliver({Happening("a", "feature_update lost", story.Now())}, keep);
    story.monitor().Step();
    story.monitor().Deliver({Happening("a", "feature_update found", story.Now())}, keep);
  }
  EXPECT_EQ(answers, (std::vector<Delivered>{Delivered::kNot, Delivered::kNot}));
}

TEST(Event, AFullInboxRefusesAndTheLoopGoesOn) {
  Story story({{"a"}}, Options());
  story.Advance(minutes(5));
  std::size_t durable = 0;
  std::size_t refused = 0;
  const auto count = [&](Delivered d) { ++(d == Delivered::kDurable ? durable : refused); };
  for (std::size_t i = 0; i < EventInbox::kMostEvents / 10 + 5; ++i) {
    std::vector<Told> told(10, Webhook("a", SignKind::kEvent, "nothing known"));
    story.monitor().Deliver(std::move(told), count);
  }
  story.monitor().Step();
  EXPECT_EQ(durable, EventInbox::kMostEvents / 10);
  EXPECT_EQ(refused, 5U);
  EXPECT_EQ(story.Deliver({Webhook("a", SignKind::kEvent, "nothing known")}), Delivered::kDurable);
}

TEST(Event, WhatNobodyKnowsIsKeptAndMerged) {
  Story story({{"a"}, {"b"}}, Options());
  ASSERT_NE(story.monitor().Snapshot()->unknown, nullptr);
  story.Advance(minutes(5));
  EXPECT_TRUE(story.monitor().Snapshot()->unknown->empty());
  Told told = Webhook("a", SignKind::kErrorList, "No such thing as +49 30 1234567", 7'777'777);
  told.event.outcome = MessageOutcome::kFailed;
  story.Deliver({told, told});
  story.Deliver({told});
  const auto unknown = story.monitor().Snapshot()->unknown;
  ASSERT_EQ(unknown->size(), 1U);
  EXPECT_EQ(unknown->front().count, 3U);
  EXPECT_EQ(unknown->front().teller, "webhook");
  EXPECT_EQ(unknown->front().account, "a");
  EXPECT_EQ(unknown->front().code, 7'777'777);
  EXPECT_EQ(unknown->front().text.find("12345"), std::string::npos) << unknown->front().text;
  EXPECT_TRUE(story.Incidents("a").empty()) << "of the message, as far as anybody can tell";
  story.Answer("b", Http(418, R"({"meta":{"developerMessage":"A thing nobody has heard of"}})"));
  story.Advance(minutes(2));
  EXPECT_EQ(story.monitor().Snapshot()->unknown->front().teller, "poll");
  EXPECT_EQ(story.monitor().Snapshot()->unknown->front().account, "b");
}

Told Observed(const std::string& account, ObservedOperation operation, int status,
              const std::string& message) {
  Told told;
  told.account = account;
  told.operation = operation;
  told.event.facts.http_status = status;
  told.event.facts.signs = {{SignKind::kMessage, std::nullopt, message, ""},
                            {SignKind::kHttp, std::nullopt, "", ""}};
  return told;
}

// The Partner API has credentials and a host of its own.
TEST(Event, WhatThePartnerApiAnswersIsNoEvidenceAgainstTheNumber) {
  Story story({{"a"}}, Options());
  story.Advance(minutes(5));
  ASSERT_EQ(story.Deliver({Observed("a", ObservedOperation::kPartner, 401, "Unauthorized"),
                           Observed("a", ObservedOperation::kPartner, 500, "whatever"),
                           Observed("a", ObservedOperation::kPartner, 500, "Internal server error"),
                           Observed("a", ObservedOperation::kOther, 502, "whatever")}),
            Delivered::kDurable);
  EXPECT_TRUE(story.Incidents("a").empty());
  ASSERT_EQ(story.Deliver({Observed("a", ObservedOperation::kSend, 500, "Internal server error")}),
            Delivered::kDurable);
  EXPECT_EQ(story.Only("a").condition->slug, "internal-server-error");
}

TEST(Event, NoNumberAndNoCredentialOfOthersIsShown) {
  Story story({{"a"}}, Options());
  story.Advance(minutes(5));
  ASSERT_EQ(story.Deliver({Observed("a", ObservedOperation::kSend, 500,
                                    "Internal server error for 491701234567, Bearer ab12")}),
            Delivered::kDurable);
  EXPECT_EQ(story.Only("a").detail, "Internal server error for **********67, Bearer ***");
}

TEST(Event, ALateObservationDoesNotStartTheWaitAnew) {
  Story story({{"a"}}, Options());
  story.Advance(minutes(5));
  Told late = Observed("a", ObservedOperation::kRegister, 403, "come back in 3 hours");
  late.event.happened = story.Now() - hours(1);
  ASSERT_EQ(story.Deliver({late}), Delivered::kDurable);
  ASSERT_TRUE(story.Only("a").retry_at.has_value());
  EXPECT_EQ(*story.Only("a").retry_at, *late.event.happened + hours(3));

  Story another({{"a"}}, Options());
  another.Advance(minutes(5));
  late.event.happened = another.Now() - hours(4);
  ASSERT_EQ(another.Deliver({late}), Delivered::kDurable);
  EXPECT_TRUE(another.Incidents("a").empty()) << "the wait is over";
}

}  // namespace
}  // namespace wa::test
