#include "web/html.h"

#include <gtest/gtest.h>

#include <chrono>

namespace wa {
namespace {

TEST(EscapeHtml, LeavesNothingThatHtmlReads) {
  EXPECT_EQ(EscapeHtml("<img src=x onerror='alert(1)'>"),
            "&lt;img src=x onerror=&#39;alert(1)&#39;&gt;");
  EXPECT_EQ(EscapeHtml("</script>\"&amp;"), "&lt;/script&gt;&quot;&amp;amp;");
}

TEST(EscapeHtml, ReplacesWhatIsNotText) {
  EXPECT_EQ(EscapeHtml("a\xff"), "a\uFFFD");
  EXPECT_EQ(EscapeHtml("a\r\n\x1b[31mb"), "a [U+001B][31mb");
  EXPECT_EQ(EscapeHtml("a\xc2\x85"
                       "b\x7f"),
            "a[U+0085]b[U+007F]");
  EXPECT_EQ(EscapeHtml("Münster ✓"), "Münster ✓");
}

TEST(EscapeHtml, ShowsWhatTurnsTextAround) {
  for (const auto& [mark, shown] :
       {std::pair{"\u200E", "[U+200E]"}, std::pair{"\u200F", "[U+200F]"},
        std::pair{"\u202A", "[U+202A]"}, std::pair{"\u202E", "[U+202E]"},
        std::pair{"\u2066", "[U+2066]"}, std::pair{"\u2069", "[U+2069]"},
        std::pair{"\u061C", "[U+061C]"}, std::pair{"\u200B", "[U+200B]"},
        std::pair{"\uFEFF", "[U+FEFF]"}, std::pair{"\u00AD", "[U+00AD]"}}) {
    EXPECT_EQ(EscapeHtml(std::string("exe") + mark + "fdp"), std::string("exe") + shown + "fdp");
  }
  EXPECT_EQ(EscapeHtml("\u05E9\u05DC\u05D5\u05DD"), "\u05E9\u05DC\u05D5\u05DD") << "letters stay";
}

TEST(EscapeHtml, ShowsWhatHasNoWidth) {
  for (const auto& [mark, shown] :
       {std::pair{"\u00AD", "[U+00AD]"}, std::pair{"\u200B", "[U+200B]"},
        std::pair{"\u200C", "[U+200C]"}, std::pair{"\u200D", "[U+200D]"},
        std::pair{"\u2060", "[U+2060]"}, std::pair{"\uFEFF", "[U+FEFF]"}}) {
    EXPECT_EQ(EscapeHtml(std::string("pay") + mark + "pal"), std::string("pay") + shown + "pal");
  }
}

TEST(EscapeHtml, CutsVeryLongText) {
  const std::string escaped = EscapeHtml(std::string(100'000, 'a'));
  EXPECT_LT(escaped.size(), 3000U);
  EXPECT_TRUE(escaped.ends_with("..."));
}

TEST(TimeElement, LeavesOutTheDateOfToday) {
  using std::chrono::hours;
  const SystemTime now{std::chrono::seconds(1'795'507'950)};
  EXPECT_EQ(TimeElement(now, now), "<time datetime=\"2026-11-24T08:12:30Z\">08:12:30 UTC</time>");
  EXPECT_EQ(TimeElement(now - hours(24), now),
            "<time datetime=\"2026-11-23T08:12:30Z\">2026-11-23 08:12:30 UTC</time>");
  EXPECT_EQ(NowElement(now),
            "<time class=\"now\" datetime=\"2026-11-24T08:12:30Z\">08:12:30 UTC</time>");
}

}  // namespace
}  // namespace wa
