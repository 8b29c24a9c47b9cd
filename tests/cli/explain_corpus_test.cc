// `explain` understands every file of tests/data/payloads, and says what the corpus test expects.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/commands.h"
#include "cli/golden.h"

namespace wa {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

json Explained(const fs::path& file, int* code) {
  std::ostringstream out, err;
  std::istringstream in;
  Console console{out, err, in, Style{}};
  *code = RunExplainCommand({file.string(), "--json"}, console);
  EXPECT_EQ(err.str(), "") << file;
  return json::parse(out.str(), nullptr, false);
}

TEST(ExplainCorpus, EveryPayloadFile) {
  std::size_t files = 0;
  for (const auto& entry :
       fs::directory_iterator(fs::path(WABA_SOURCE_DIR) / "tests/data/payloads/360dialog")) {
    if (entry.path().extension() != ".json") continue;
    ++files;
    const json payload = json::parse(test::ReadFileText(entry.path()));
    int code = -1;
    const json explained = Explained(entry.path(), &code);
    ASSERT_TRUE(explained.is_object()) << entry.path();
    const json& expected = payload.at("expected_condition");
    EXPECT_EQ(explained.at("condition"), expected) << entry.path();
    EXPECT_EQ(code, expected == "unknown-error" ? kFailed : kGood) << entry.path();
  }
  EXPECT_GT(files, 100u);
}

// The keys of one condition, as the documentation of the command line has them.
TEST(ExplainCorpus, TheShapeOfTheJson) {
  int code = -1;
  const json explained =
      Explained(fs::path(WABA_SOURCE_DIR) /
                    "tests/data/payloads/360dialog/endpoint-rate-limited-minutes.json",
                &code);
  ASSERT_EQ(explained.at("conditions").size(), 1u);
  const json& condition = explained.at("conditions").at(0);
  std::vector<std::string> keys;
  for (const auto& [key, value] : condition.items()) keys.push_back(key);
  EXPECT_EQ(keys,
            (std::vector<std::string>{"account", "action", "code", "condition", "contact", "detail",
                                      "meaning", "owner", "retry_after_seconds", "rule", "scope",
                                      "severity", "source", "support", "support_after_seconds"}));
  EXPECT_EQ(condition.at("account"), nullptr);
  EXPECT_EQ(condition.at("support"), "no");
  EXPECT_EQ(condition.at("support_after_seconds"), nullptr);
  EXPECT_TRUE(condition.at("retry_after_seconds").is_number());
}

}  // namespace
}  // namespace wa
