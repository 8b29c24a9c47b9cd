// docs/command-line.md is what the commands say of themselves.
#include <gtest/gtest.h>

#include "cli/golden.h"
#include "cli/render_manual.h"

namespace wa {
namespace {

TEST(CommandLineDocument, IsWhatTheCommandsSay) {
  const auto path = std::filesystem::path(WABA_SOURCE_DIR) / "docs/command-line.md";
  EXPECT_TRUE(test::ReadFileText(path) == ManualMarkdown(DescribeCommands()))
      << "run: waba_exporter manual --format markdown > docs/command-line.md";
}

}  // namespace
}  // namespace wa
