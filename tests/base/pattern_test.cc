#include "base/pattern.h"

#include <gtest/gtest.h>

#include <limits>

namespace wa {
namespace {

using Numbers = std::map<std::string, std::int64_t>;

struct MatchCase {
  std::string pattern;
  std::string text;
  std::optional<Numbers> numbers;  // nothing: no match
};

void ExpectMatches(const std::vector<MatchCase>& rows) {
  for (const MatchCase& row : rows) {
    SCOPED_TRACE("'" + row.pattern + "' on '" + row.text + "'");
    const Result<Pattern> pattern = Pattern::Parse(row.pattern);
    ASSERT_TRUE(pattern) << pattern.error().message;
    EXPECT_EQ(pattern->Match(row.text), row.numbers);
  }
}

const std::optional<Numbers> kNo;
const Numbers kYes;
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

TEST(PatternMatchTest, Literals) {
  ExpectMatches({{"abc", "abc", kYes},
                 {"abc", "ABC", kYes},
                 {"ABC", "abc", kYes},
                 {"abc", " \nabc\t", kYes},
                 {"abc", "abcd", kNo},
                 {"abc", "xabc", kNo},
                 {"abc", "ab", kNo},
                 {"abc", "", kNo},
                 {"a b", "a  b", kNo},
                 {"Ä", "Ä", kYes},
                 {"Ä", "ä", kNo},  // only ASCII has no case
                 {"a.c", "abc", kNo},
                 {"a?c", "abc", kNo},
                 {"[a]", "[a]", kYes},
                 {"a}", "a}", kYes},
                 {"https://e.com/?q=1", "HTTPS://e.com/?q=1", kYes}});
}

TEST(PatternMatchTest, Any) {
  ExpectMatches(
      {{"*", "", kYes},
       {"*", "anything / at \\ all", kYes},
       {"**", "x", kYes},
       {"a*", "a", kYes},
       {"a*", "abc", kYes},
       {"a*", "ba", kNo},
       {"*c", "abc", kYes},
       {"*c", "abcd", kNo},
       {"*b*", "abc", kYes},
       {"*b*", "b", kYes},
       {"*b*", "ac", kNo},
       {"a*c", "ac", kYes},
       {"a*c", "abcbc", kYes},
       {"a*b*c", "a-b-b-c", kYes},
       {"a*b*c", "a-c-b", kNo},
       {"*aab", "aaab", kYes},
       {"*ab*ab", "abab", kYes},
       {"*ab*ab", "ab", kNo},
       {"*Internal server error*", "Something: INTERNAL SERVER ERROR, see https://x/y*z", kYes}});
}

TEST(PatternMatchTest, Numbers) {
  ExpectMatches({{"wait {s} seconds", "wait 60 seconds", Numbers{{"s", 60}}},
                 {"wait {s} seconds", "wait seconds", kNo},
                 {"wait {s} seconds", "wait -1 seconds", kNo},
                 {"wait {s} seconds", "wait 1.5 seconds", kNo},
                 {"{a}-{b}", "007-9", (Numbers{{"a", 7}, {"b", 9}})},
                 {"*{n}*", "at 12 and 34", Numbers{{"n", 12}}},
                 {"*{n}", "at 12 and 34", Numbers{{"n", 34}}},
                 {"*{n}", "no number", kNo},
                 {"*in {n}m", "in 5s, in 6m", Numbers{{"n", 6}}},
                 {"{n}", "9223372036854775807", Numbers{{"n", kMost}}},
                 {"{n}", "99999999999999999999999999", Numbers{{"n", kMost}}},
                 {"{n}0", "100", kNo}});  // a run of digits is taken whole
}

TEST(PatternParseTest, RefusesWhatCannotBeMeant) {
  for (const char* text : {"", "{", "wait {s seconds", "{}", "{n} of {n}"}) {
    EXPECT_FALSE(Pattern::Parse(text)) << text;
  }
}

TEST(PatternTest, KeepsItsText) {
  EXPECT_EQ(Pattern::Parse("*Wait {s}*").value().text(), "*Wait {s}*");
}

TEST(PatternTest, TheLiteralLengthTellsHowSpecificItIs) {
  EXPECT_EQ(Pattern::Parse("*").value().literal_length(), 0u);
  EXPECT_EQ(Pattern::Parse("*abc*").value().literal_length(), 3u);
  EXPECT_EQ(Pattern::Parse("abc {n}").value().literal_length(), 5u);
}

// Many stars on a long text that nearly matches: quadratic at most, so this ends at once.
TEST(PatternTest, DoesNotExplode) {
  std::string pattern;
  for (int i = 0; i < 30; ++i) pattern += "*a";
  pattern += "b";
  EXPECT_EQ(Pattern::Parse(pattern).value().Match(std::string(20'000, 'a')), std::nullopt);
}

// Sorting out by the first letter never loses a match.
TEST(PatternTest, WhatMayNotMatchDoesNot) {
  for (const char* pattern : {"abc*", "Abc", "*abc", "{n}abc", " abc", "\xc3\xa4*"}) {
    const Pattern parsed = Pattern::Parse(pattern).value();
    for (const char* text :
         {"abc", "ABC", " abc", "\tAbc", "1abc", "xabc", "", "b", "\xc3\xa4", "\xc3\x84"}) {
      EXPECT_TRUE(parsed.MayMatch(text) || !parsed.Match(text)) << pattern << ": " << text;
    }
  }
  EXPECT_FALSE(Pattern::Parse("abc").value().MayMatch("b"));
}

}  // namespace
}  // namespace wa
