#include "base/text.h"

#include <gtest/gtest.h>

#include <limits>

namespace wa {
namespace {

using namespace std::chrono_literals;

TEST(ToLowerTest, ChangesAsciiOnly) { EXPECT_EQ(ToLower("ABC-ÄÖ z9"), "abc-ÄÖ z9"); }

TEST(TrimTest, RemovesWhiteSpaceAtBothEnds) {
  EXPECT_EQ(Trim(" \t\r\n a b \v\f"), "a b");
  EXPECT_EQ(Trim(" \n"), "");
  EXPECT_EQ(Trim(""), "");
}

struct SanitiseCase {
  std::string foreign;
  std::string clean;
};

TEST(SanitiseTest, GivesCleanText) {
  const std::vector<SanitiseCase> rows{
      {"", ""},
      {"plain", "plain"},
      {"  two \t\r\n words  ", "two words"},
      {std::string("a\0b", 3), "a b"},
      {"\x1B[31mred\x1B[0m", "[31mred [0m"},
      {"a\x7F"
       "b",
       "a b"},
      {"a\xC2\x85"
       "b",
       "a b"},                                // C1: next line
      {"a\u2028b\u202Ec\u2066d", "a b c d"},  // breaks, reorders
      {"a\u2027b\u202Fc\u2065\u206A", "a\u2027b\u202Fc\u2065\u206A"},
      {"ä€😀", "ä€😀"},
      {"\u00A0", "\u00A0"},
      {"\xFF", "\uFFFD"},
      {"\x80", "\uFFFD"},    // continuation alone
      {"a\xC3", "a\uFFFD"},  // ends in a character
      {"\xE2\x82", "\uFFFD\uFFFD"},
      {"\xF0\x9F\x98x", "\uFFFD\uFFFD\uFFFDx"},
      {"\xC0\xAF", "\uFFFD\uFFFD"},            // overlong '/'
      {"\xE0\x80\xAF", "\uFFFD\uFFFD\uFFFD"},  // overlong '/'
      {"\xF0\x80\x80\xAF", "\uFFFD\uFFFD\uFFFD\uFFFD"},
      {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},            // surrogate
      {"\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},  // > U+10FFFF
      {"\xF4\x8F\xBF\xBF", "\xF4\x8F\xBF\xBF"}};
  for (const auto& [foreign, clean] : rows) {
    EXPECT_EQ(Sanitise(foreign), clean);
    EXPECT_EQ(Sanitise(clean), clean) << "not stable";
  }
}

// Characters of 1 to 4 bytes in turn, cut at every length: never too long, never half a character.
TEST(SanitiseCutTest, CutsAtEveryLengthBetweenCharacters) {
  const std::string text = "aä€😀bö𝄞ü€";
  for (std::size_t max = 0; max <= text.size() + 2; ++max) {
    const std::string cut = Sanitise(text, max);
    EXPECT_LE(cut.size(), max);
    EXPECT_EQ(cut.find("\uFFFD"), std::string::npos);
    EXPECT_EQ(Sanitise(cut), cut) << "not valid UTF-8 at " << max;
    if (max >= text.size()) {
      EXPECT_EQ(cut, text);
    } else if (max >= 3) {
      ASSERT_GE(cut.size(), 3u);
      EXPECT_EQ(cut.substr(cut.size() - 3), "...");
      const std::string kept = cut.substr(0, cut.size() - 3);
      EXPECT_EQ(text.substr(0, kept.size()), kept);
      EXPECT_GT(kept.size() + 3 + 4, max) << "a further character would have fitted";
    }
  }
}

TEST(SanitiseCutTest, KnowsTheEdges) {
  EXPECT_EQ(Sanitise("abcdef", 6), "abcdef");
  EXPECT_EQ(Sanitise("abcdef", 5), "ab...");
  EXPECT_EQ(Sanitise("abcdef", 3), "...");
  EXPECT_EQ(Sanitise("abcdef", 2), "ab");
  EXPECT_EQ(Sanitise("abcdef", 0), "");
  EXPECT_EQ(Sanitise("abc   ", 3), "abc");
  EXPECT_EQ(Sanitise("€€", 2), "");
  EXPECT_EQ(Sanitise(std::string(5'000'000, '\xFF'), 10), "\uFFFD\uFFFD...");
}

struct DurationCase {
  std::string text;
  std::optional<Duration> value;
};

TEST(ParseDurationTest, Reads) {
  const std::vector<DurationCase> rows{{"0s", 0s},
                                       {"90s", 90s},
                                       {"10m", 10min},
                                       {"1h30m", 90min},
                                       {"250ms", 250ms},
                                       {"2d", 48h},
                                       {"1s500ms", 1500ms},
                                       {"106751d", 106751 * 24h},
                                       {"106752d", std::nullopt},  // beyond int64 nanoseconds
                                       {"106751d24h", std::nullopt},
                                       {"99999999999999999999s", std::nullopt},
                                       {"", std::nullopt},
                                       {"60", std::nullopt},
                                       {"s", std::nullopt},
                                       {"-1s", std::nullopt},
                                       {"+1s", std::nullopt},
                                       {"1.5s", std::nullopt},
                                       {"1 s", std::nullopt},
                                       {" 1s", std::nullopt},
                                       {"1s ", std::nullopt},
                                       {"1S", std::nullopt},
                                       {"1w", std::nullopt},
                                       {"1us", std::nullopt},
                                       {"1m1", std::nullopt},
                                       {"1m-1s", std::nullopt}};
  for (const auto& [text, value] : rows) EXPECT_EQ(ParseDuration(text), value) << text;
}

TEST(FormatDurationTest, IsShortAndReadsBack) {
  const std::vector<std::pair<Duration, std::string>> rows{
      {0s, "0s"},
      {1ms, "1ms"},
      {600s, "10m"},
      {601s, "10m1s"},
      {90min, "1h30m"},
      {24h, "1d"},
      {25h + 1ms, "1d1h1ms"},
      {59s + 999ms, "59s999ms"},
      {Duration::max(), "106751d23h47m16s854ms"}};
  for (const auto& [duration, text] : rows) {
    EXPECT_EQ(FormatDuration(duration), text);
    EXPECT_EQ(ParseDuration(text), std::chrono::floor<std::chrono::milliseconds>(duration));
  }
  EXPECT_EQ(FormatDuration(-5s), "0s");
}

TEST(FormatClockTest, IsForPeopleWatching) {
  const std::vector<std::pair<Duration, std::string>> rows{
      {0s, "0:00"},          {19s, "0:19"},
      {19s + 999ms, "0:19"}, {600s, "10:00"},
      {601s, "10:01"},       {59min + 59s, "59:59"},
      {1h, "1:00:00"},       {1h + 2min + 3s, "1:02:03"},
      {100h, "100:00:00"},   {-1s, "0:00"}};
  for (const auto& [duration, text] : rows) EXPECT_EQ(FormatClock(duration), text);
}

TEST(FormatUtcTest, WritesIso8601) {
  const SystemTime time{Duration(1'795'507'200s)};
  EXPECT_EQ(FormatUtc(time), "2026-11-24T08:00:00Z");
  EXPECT_EQ(FormatUtc(time + 7ms + 999us), "2026-11-24T08:00:00Z");
  EXPECT_EQ(FormatUtc(time + 7ms + 999us, true), "2026-11-24T08:00:00.007Z");
  EXPECT_EQ(FormatUtc(SystemTime{}, true), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(FormatUtc(SystemTime(Duration(-1ms)), true), "1969-12-31T23:59:59.999Z");
}

TEST(ParseSizeTest, ReadsBytes) {
  const std::vector<std::pair<std::string, std::optional<std::size_t>>> rows{
      {"512B", 512},
      {"0B", 0},
      {"10kB", 10'000},
      {"64KiB", 65'536},
      {"1MiB", 1'048'576},
      {"2MB", 2'000'000},
      {"", std::nullopt},
      {"1", std::nullopt},
      {"B", std::nullopt},
      {"-1B", std::nullopt},
      {"1 B", std::nullopt},
      {"1GiB", std::nullopt},
      {"1.5MiB", std::nullopt},
      {"18446744073709551615B", std::numeric_limits<std::size_t>::max()},
      {"18446744073709551615kB", std::nullopt},
      {"18446744073709551616B", std::nullopt}};
  for (const auto& [text, size] : rows) EXPECT_EQ(ParseSize(text), size) << text;
}

TEST(DidYouMeanTest, FindsWhatIsNear) {
  const std::vector<std::string> keys{"interval", "trouble_interval", "timeout", "plan", "d360"};
  const std::vector<std::pair<std::string, std::optional<std::string>>> rows{
      {"intervall", "interval"}, {"INTERVAL", "interval"},
      {"timout", "timeout"},     {"tiemout", "timeout"},
      {"plna", "plan"},          {"d630", "d360"},
      {"time", "timeout"},       {"tro", "trouble_interval"},
      {"tr", std::nullopt},      {"colour", std::nullopt},
      {"x", std::nullopt},       {"", std::nullopt}};
  for (const auto& [word, meant] : rows) EXPECT_EQ(DidYouMean(word, keys), meant) << word;
  EXPECT_EQ(DidYouMean("berlin", {"Berlin", "Bern"}), "Berlin");
  EXPECT_EQ(DidYouMean("anything", {}), std::nullopt);
}

TEST(PercentEncode, LeavesNothingThatMeansSomethingInAnAddress) {
  EXPECT_EQ(PercentEncode("aZ09-_"), "aZ09-_");
  EXPECT_EQ(PercentEncode("../a?b=c&d#e f"), "%2E%2E%2Fa%3Fb%3Dc%26d%23e%20f");
  EXPECT_EQ(PercentEncode("QVFI+/=="), "QVFI%2B%2F%3D%3D");
  EXPECT_EQ(PercentEncode(std::string_view("\xc3\xa4\0", 3)), "%C3%A4%00");
}

TEST(GroupDigits, EveryThree) {
  EXPECT_EQ(GroupDigits(0), "0");
  EXPECT_EQ(GroupDigits(999), "999");
  EXPECT_EQ(GroupDigits(1000), "1,000");
  EXPECT_EQ(GroupDigits(19'995), "19,995");
  EXPECT_EQ(GroupDigits(1'234'567), "1,234,567");
}

}  // namespace
}  // namespace wa
