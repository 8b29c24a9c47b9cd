#include "web/url.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

TEST(PercentDecode, ReadsBothCasesOfDigits) {
  EXPECT_EQ(PercentDecode("a%2Fb%2fc%C3%BC", false), "a/b/cü");
}

TEST(PercentDecode, PlusIsASpaceOnlyInQueries) {
  EXPECT_EQ(PercentDecode("a+b%2B", true), "a b+");
  EXPECT_EQ(PercentDecode("a+b%2B", false), "a+b+");
}

TEST(PercentDecode, RefusesJunk) {
  for (const char* junk : {"%", "%4", "a%4", "%zz", "%4g", "%%41", "%00", "%0a", "%7F", "a\nb",
                           "%-1", "%ff", "%C3", "%ED%A0%80", "%C0%AF", "\xff"}) {
    EXPECT_EQ(PercentDecode(junk, true), std::nullopt) << junk;
  }
}

TEST(ParseTarget, SplitsPathAndQuery) {
  const auto target = ParseTarget("/a%20b?account=berlin-shop&q=%26%3D+x&&flag&empty=");
  ASSERT_TRUE(target.has_value()) << target.error().message;
  EXPECT_EQ(target->path, "/a b");
  const std::map<std::string, std::string, std::less<>> expected{
      {"account", "berlin-shop"}, {"q", "&= x"}, {"flag", ""}, {"empty", ""}};
  EXPECT_EQ(target->query, expected);
}

TEST(ParseTarget, TakesTheFirstQuestionMarkAndTheFirstEqualsSign) {
  const auto target = ParseTarget("/?a=b=c?d");
  ASSERT_TRUE(target.has_value());
  EXPECT_EQ(target->query.at("a"), "b=c?d");
}

TEST(ParseTarget, SaysWhatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "the request target does not start with /"},
      {"*", "the request target does not start with /"},
      {"http://localhost/metrics", "the request target does not start with /"},
      {"/%", "the path is not percent-encoded UTF-8"},
      {"/a%00b", "the path is not percent-encoded UTF-8"},
      {"/?a=%", "the query is not percent-encoded UTF-8"},
      {"/?%ff=1", "the query is not percent-encoded UTF-8"},
      {"/?a=1&a=2", "a parameter is given twice"},
      {"/?a=1&%61=2", "a parameter is given twice"},
  };
  for (const auto& [raw, message] : cases) {
    const auto target = ParseTarget(raw);
    ASSERT_FALSE(target.has_value()) << raw;
    EXPECT_EQ(target.error().message, message) << raw;
  }
}

TEST(ParseNumber, TakesDigitsOnly) {
  EXPECT_EQ(ParseNumber("0"), 0U);
  EXPECT_EQ(ParseNumber("120"), 120U);
  for (const char* junk :
       {"", "-1", "+1", " 1", "1 ", "1.5", "1e3", "0x1", "99999999999999999999"}) {
    EXPECT_EQ(ParseNumber(junk), std::nullopt) << junk;
  }
}

}  // namespace
}  // namespace wa
