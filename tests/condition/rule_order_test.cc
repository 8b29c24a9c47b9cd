#include "condition/rule_order.h"

#include <gtest/gtest.h>

#include "condition/make_conditions.h"

namespace wa {
namespace {

bool Meet(const char* a, const char* b) {
  const Pattern first = Pattern::Parse(a).value();
  const Pattern second = Pattern::Parse(b).value();
  const bool meet = CanMatchTheSame(first, second);
  EXPECT_EQ(meet, CanMatchTheSame(second, first)) << "not symmetric";
  return meet;
}

TEST(RuleOrder, TextsMeet) {
  EXPECT_TRUE(Meet("abc", "ABC"));
  EXPECT_FALSE(Meet("abc", "abd"));
  EXPECT_FALSE(Meet("abc", "abcd"));
  EXPECT_TRUE(Meet("abc*", "abcd"));
  EXPECT_TRUE(Meet("*", "anything"));
  EXPECT_TRUE(Meet("*foo*", "*bar*"));  // "foobar"
  EXPECT_FALSE(Meet("foo*", "bar*"));
  EXPECT_TRUE(Meet("foo*", "*bar"));
  EXPECT_TRUE(Meet("foo*bar", "foobar"));
  EXPECT_FALSE(Meet("foo*bar", "fooba"));
  EXPECT_TRUE(Meet("a*b*c", "*b*"));
}

TEST(RuleOrder, NumbersMeetDigitsOnly) {
  EXPECT_TRUE(Meet("every {n} seconds", "every 10 seconds"));
  EXPECT_TRUE(Meet("every {n} seconds", "every {m} seconds"));
  EXPECT_TRUE(Meet("every {n} seconds", "every * seconds"));
  EXPECT_TRUE(Meet("every {n} seconds", "every 1* seconds"));
  EXPECT_FALSE(Meet("every {n} seconds", "every  seconds"));  // at least one digit
  EXPECT_FALSE(Meet("every {n} seconds", "every ten seconds"));
  EXPECT_FALSE(Meet("every {n} seconds", "every {n} minutes"));
  EXPECT_TRUE(Meet("{a}0", "5{b}"));
  EXPECT_FALSE(Meet("{a}", "5{b}x"));
}

TEST(RuleOrder, SpecificityComparesCodeThenTextThenStatus) {
  const auto of = [](std::optional<Codes> codes, const char* text, std::vector<int> http) {
    return SpecificityOf(MakeRule(SignKind::kMessage, codes, text, std::move(http)));
  };
  EXPECT_LT(of(Codes{1, 2}, "long text", {500}), of(Codes{1, 1}, nullptr, {}));
  EXPECT_LT(of(std::nullopt, "long text", {500}), of(Codes{1, 2}, nullptr, {}));
  EXPECT_LT(of(std::nullopt, "text", {500}), of(std::nullopt, "texts", {}));
  EXPECT_LT(of(std::nullopt, nullptr, {500}), of(std::nullopt, "*", {}));
  EXPECT_LT(of(std::nullopt, "text", {}), of(std::nullopt, "text", {500}));
  EXPECT_EQ(of(std::nullopt, "text", {400}), of(std::nullopt, "tex*t", {500, 501}));
}

TEST(RuleOrder, DescribesForPeople) {
  EXPECT_EQ(DescribeRule(MakeRule(SignKind::kMessage, std::nullopt, "*No luck*", {500})),
            "message \"*No luck*\" with HTTP 500");
  EXPECT_EQ(DescribeRule(MakeRule(SignKind::kGraphError, Codes{190, 190}, nullptr)),
            "graph-error code 190");
  EXPECT_EQ(DescribeRule(MakeRule(SignKind::kGraphError, Codes{200, 299}, nullptr, {400, 403})),
            "graph-error codes 200-299 with HTTP 400 or 403");
  EXPECT_EQ(DescribeRule(MakeRule(SignKind::kHttp, std::nullopt, nullptr, {500, 502, 504})),
            "HTTP 500, 502 or 504");
}

}  // namespace
}  // namespace wa
