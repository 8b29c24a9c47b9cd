// docs/conditions.md is the built-in catalogue.
#include <gtest/gtest.h>

#include "cli/golden.h"
#include "cli/render_conditions.h"
#include "load/load_conditions.h"

namespace wa {
namespace {

TEST(ConditionsDocument, IsTheCatalogue) {
  const auto path = std::filesystem::path(WABA_SOURCE_DIR) / "docs/conditions.md";
  EXPECT_TRUE(test::ReadFileText(path) == ConditionsMarkdown(*LoadConditions("").value()))
      << "run: waba_exporter conditions --format markdown > docs/conditions.md";
}

}  // namespace
}  // namespace wa
