#include "condition/catalogue.h"

#include <gtest/gtest.h>

#include "condition/make_conditions.h"

namespace wa {
namespace {

using Messages = std::vector<std::string>;

Messages Refusals(std::vector<Condition> conditions) {
  const auto made = Catalogue::Make(std::move(conditions), {});
  Messages messages;
  if (made) return messages;
  for (const Error& error : made.error()) messages.push_back(error.message);
  return messages;
}

Rule Text(const char* text, std::string position, std::vector<int> http = {}) {
  return MakeRule(SignKind::kMessage, std::nullopt, text, std::move(http), std::move(position));
}

Rule Code(std::int64_t from, std::int64_t to, std::string position) {
  return MakeRule(SignKind::kGraphError, Codes{from, to}, nullptr, {}, std::move(position));
}

TEST(Catalogue, FindsByName) {
  const auto catalogue = MakeCatalogue({MakeCondition("one"), MakeCondition("two")});
  ASSERT_NE(catalogue->Find("two"), nullptr);
  EXPECT_EQ(catalogue->Find("two")->slug, "two");
  EXPECT_EQ(catalogue->Find("three"), nullptr);
}

TEST(Catalogue, RefusesASlugTwice) {
  EXPECT_EQ(Refusals(WithNeeded({MakeCondition("one"), MakeCondition("one")})),
            Messages{"condition 'one' stands twice"});
}

TEST(Catalogue, RefusesAConditionWithoutAGraceForAll) {
  Condition condition = MakeCondition("one");
  condition.graces = {{ProviderKind::k360dialog, std::nullopt, Duration(0)},
                      {std::nullopt, Plan::kBasic, Duration(0)}};
  EXPECT_EQ(
      Refusals(WithNeeded({condition})),
      Messages{"condition 'one' has no grace for all accounts (a row without kind and plan)"});
}

TEST(Catalogue, RefusesARuleThatRestrictsNothing) {
  const Rule rule = MakeRule(SignKind::kMessage, std::nullopt, nullptr, {}, "c.toml:7:5");
  EXPECT_EQ(
      Refusals(WithNeeded({MakeCondition("one", {rule})})),
      Messages{"c.toml:7:5: a rule of 'one' restricts nothing: give it a code, a text or HTTP "
               "statuses"});
}

TEST(Catalogue, RefusesAnEndThatRestrictsNothing) {
  Condition condition = MakeCondition("one");
  condition.ends = {MakeRule(SignKind::kEvent, std::nullopt, nullptr, {}, "c.toml:7:5")};
  EXPECT_EQ(
      Refusals(WithNeeded({condition})),
      Messages{"c.toml:7:5: a rule of 'one' restricts nothing: give it a code, a text or HTTP "
               "statuses"});
}

// One event may end several conditions, and end one that another begins with.
TEST(Catalogue, EndsMayBeShared) {
  const Rule event = MakeRule(SignKind::kEvent, std::nullopt, "account back");
  Condition one = MakeCondition("one");
  Condition two = MakeCondition("two");
  one.ends = {event};
  two.ends = {event};
  const auto catalogue = MakeCatalogue({one, two, MakeCondition("three", {event})});
  Messages slugs;
  for (const auto& [condition, rule] : catalogue->EndRules()) slugs.push_back(condition->slug);
  EXPECT_EQ(slugs, (Messages{"one", "two"}));
  EXPECT_EQ(catalogue->RulesFor(SignKind::kEvent).size(), 1u);
}

TEST(Catalogue, RefusesHalfARangeAndARangeBackwards) {
  Rule half = Code(1, 2, "c.toml:7:5");
  half.code_to.reset();
  EXPECT_EQ(Refusals(WithNeeded({MakeCondition("one", {half, Code(5, 4, "c.toml:8:5")})})),
            (Messages{"c.toml:7:5: a rule of 'one' has a range of codes that needs a first and a "
                      "last, in this order",
                      "c.toml:8:5: a rule of 'one' has a range of codes that needs a first and a "
                      "last, in this order"}));
}

TEST(Catalogue, RefusesToBeWithoutTheConditionsThatTheProgramNames) {
  EXPECT_EQ(Refusals({MakeCondition("one")}),
            Messages{"condition 'unknown-error' is missing: the program needs it"});
}

TEST(Catalogue, ReportsEverythingAtOnce) {
  EXPECT_EQ(Refusals({MakeCondition("one"), MakeCondition("one")}).size(), 2u);
}

TEST(Catalogue, RefusesTheSameTextTwiceWithBothPositions) {
  const auto refusals =
      Refusals(WithNeeded({MakeCondition("one", {Text("*Server Error*", "c.toml:10:3")}),
                           MakeCondition("two", {Text("*server error*", "c.toml:20:3")})}));
  EXPECT_EQ(
      refusals,
      Messages{"two rules are equally specific and can match the same answer: message "
               "\"*Server Error*\" of 'one' at c.toml:10:3, and message \"*server error*\" of "
               "'two' at c.toml:20:3"});
}

// Another rule between the two, in the order of the catalogue and of specificity, hides nothing.
TEST(Catalogue, RefusesEqualsThatDoNotStandTogether) {
  EXPECT_EQ(
      Refusals(WithNeeded({MakeCondition("one", {Code(1, 9, "a")}),
                           MakeCondition("two", {Code(20, 29, "b"), Code(5, 5, "c")}),
                           MakeCondition("three", {Code(9, 12, "d")})})),
      Messages{"two rules are equally specific and can match the same answer: graph-error codes "
               "1-9 of 'one' at a, and graph-error codes 9-12 of 'three' at d"});
}

TEST(Catalogue, RefusesOverlappingStatuses) {
  const auto http = [](std::vector<int> statuses) {
    return std::vector<Rule>{MakeRule(SignKind::kHttp, std::nullopt, nullptr, std::move(statuses))};
  };
  EXPECT_EQ(
      Refusals(WithNeeded(
          {MakeCondition("one", http({502, 504})), MakeCondition("two", http({503, 504}))})),
      Messages{"two rules are equally specific and can match the same answer: HTTP 502 or 504 of "
               "'one' at c.toml:1:1, and HTTP 503 or 504 of 'two' at c.toml:1:1"});
  EXPECT_EQ(Refusals(WithNeeded(
                {MakeCondition("one", http({502, 504})), MakeCondition("two", http({503}))})),
            Messages{});
}

TEST(Catalogue, AcceptsRulesThatCannotMeet) {
  EXPECT_EQ(
      Refusals(WithNeeded(
          {MakeCondition("codes", {Code(1, 1, "a"), Code(10, 19, "b")}),
           MakeCondition("other-codes", {Code(2, 2, "c"), Code(20, 29, "d")}),
           MakeCondition("starts", {Text("abc*", "e")}),
           MakeCondition("starts-otherwise", {Text("abd*", "f")}),
           MakeCondition("other-kind", {MakeRule(SignKind::kErrorList, std::nullopt, "abc*")}),
           MakeCondition("status", {Text("*same*", "g", {400})}),
           MakeCondition("other-status", {Text("*same*", "h", {500})})})),
      Messages{});
}

TEST(Catalogue, AcceptsEqualRulesOfOneCondition) {
  EXPECT_EQ(Refusals(WithNeeded({MakeCondition("one", {Text("*abc*", "a"), Text("*xyz*", "b")})})),
            Messages{});
}

TEST(Catalogue, OrdersRulesFromSpecificToGeneral) {
  const auto catalogue = MakeCatalogue({MakeCondition(
      "one", {MakeRule(SignKind::kMessage, std::nullopt, nullptr, {500}, "status"),
              MakeRule(SignKind::kMessage, std::nullopt, "*", {}, "any text"),
              MakeRule(SignKind::kMessage, Codes{1, 9}, nullptr, {}, "range"),
              MakeRule(SignKind::kMessage, std::nullopt, "*longer*", {}, "long text"),
              MakeRule(SignKind::kMessage, std::nullopt, "*long*", {500}, "text and status"),
              MakeRule(SignKind::kMessage, std::nullopt, "*long*", {}, "text"),
              MakeRule(SignKind::kMessage, Codes{5, 5}, nullptr, {}, "code")})});
  Messages order;
  for (const auto& [condition, rule] : catalogue->RulesFor(SignKind::kMessage)) {
    order.push_back(rule->position);
  }
  EXPECT_EQ(order, (Messages{"code", "range", "long text", "text and status", "text", "any text",
                             "status"}));
  EXPECT_TRUE(catalogue->RulesFor(SignKind::kHttp).empty());
}

TEST(Catalogue, AllowancePrefersTheRowWithThePlan) {
  const auto made = Catalogue::Make(
      WithNeeded({}), {{ProviderKind::k360dialog, Plan::kPremium, Duration(0)},
                       {ProviderKind::k360dialog, std::nullopt, std::chrono::minutes(10)},
                       {ProviderKind::k360dialog, Plan::kBasic, std::chrono::minutes(20)}});
  const auto& catalogue = *made.value();
  EXPECT_EQ(catalogue.AllowancePerDay(ProviderKind::k360dialog, Plan::kPremium), Duration(0));
  EXPECT_EQ(catalogue.AllowancePerDay(ProviderKind::k360dialog, Plan::kRegular),
            std::chrono::minutes(10));
  EXPECT_EQ(catalogue.AllowancePerDay(ProviderKind::k360dialog, Plan::kBasic),
            std::chrono::minutes(20));
  EXPECT_EQ(MakeCatalogue({})->AllowancePerDay(ProviderKind::k360dialog, Plan::kBasic),
            Duration(0));
}

}  // namespace
}  // namespace wa
