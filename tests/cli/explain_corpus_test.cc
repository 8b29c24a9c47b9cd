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

std::vector<fs::path> PayloadFiles() {
  std::vector<fs::path> files;
  const fs::path folder = fs::path(WABA_SOURCE_DIR) / "tests/data/payloads";
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  EXPECT_GT(files.size(), 200u);
  return files;
}

struct Explained {
  json answer;
  int code = -1;
  std::string err;
};

Explained ExplainJson(const Arguments& arguments, const std::string& input = "") {
  std::ostringstream out, err;
  std::istringstream in(input);
  Console console{out, err, in, Style{}};
  Explained explained;
  explained.code = RunExplainCommand(arguments, console);
  explained.answer = json::parse(out.str(), nullptr, false);
  explained.err = err.str();
  return explained;
}

TEST(ExplainCorpus, EveryPayloadFile) {
  for (const fs::path& file : PayloadFiles()) {
    const json payload = json::parse(test::ReadFileText(file));
    if (payload.value("only_polled", false)) continue;
    const Explained explained = ExplainJson({file.string(), "--json"});
    ASSERT_TRUE(explained.answer.is_object()) << file << explained.err;
    const json& expected = payload.at("expected_condition");
    EXPECT_EQ(explained.answer.at("condition"), expected) << file;
    const bool unknown = expected == "unknown-error" || expected == "cloud-unknown";
    EXPECT_EQ(explained.code, unknown ? kFailure : kGood) << file;
  }
}

// The body of a webhook, pasted without anything around it, tells the same.
TEST(ExplainCorpus, EveryWebhookAsABareBody) {
  std::size_t bodies = 0;
  for (const fs::path& file : PayloadFiles()) {
    const json payload = json::parse(test::ReadFileText(file));
    const bool is_answer = !payload.contains("http_status") || !payload["http_status"].is_null();
    if (is_answer || !payload["body"].is_object() || payload.value("signature_valid", true) != true)
      continue;
    ++bodies;
    const Explained explained = ExplainJson({"--json"}, payload["body"].dump());
    ASSERT_TRUE(explained.answer.is_object()) << file << explained.err;
    EXPECT_EQ(explained.answer.at("condition"), payload.at("expected_condition")) << file;
    EXPECT_EQ(explained.err, "") << file;
  }
  EXPECT_GT(bodies, 50u);
}

// The keys of one condition, as the documentation of the command line has them.
TEST(ExplainCorpus, TheShapeOfTheJson) {
  const fs::path file = fs::path(WABA_SOURCE_DIR) /
                        "tests/data/payloads/360dialog/endpoint-rate-limited-minutes.json";
  const json explained = ExplainJson({file.string(), "--json"}).answer;
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
