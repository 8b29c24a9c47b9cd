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
  EXPECT_EQ(EscapeHtml("a\r\n\x1b[31mb"), "a [31mb");
  EXPECT_EQ(EscapeHtml("Münster ✓"), "Münster ✓");
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
}

}  // namespace
}  // namespace wa
