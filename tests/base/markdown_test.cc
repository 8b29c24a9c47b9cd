#include "base/markdown.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

TEST(EscapeMarkdown, LeavesNothingToBeRendered) {
  EXPECT_EQ(EscapeMarkdown("**b** <a> ![x](y) | `c` # \\ _u_ & ~"),
            "\\*\\*b\\*\\* \\<a\\> \\!\\[x\\](y) \\| \\`c\\` \\# \\\\ \\_u\\_ \\& \\~");
  EXPECT_EQ(EscapeMarkdown("as it is, 1.5 (so)"), "as it is, 1.5 (so)");
}

TEST(EscapeMarkdownProse, LeavesCodeAsItIs) {
  EXPECT_EQ(EscapeMarkdownProse("[a] of `some_command [b]` | <c_d>"),
            "\\[a\\] of `some_command [b]` \\| \\<c\\_d\\>");
}

}  // namespace
}  // namespace wa
