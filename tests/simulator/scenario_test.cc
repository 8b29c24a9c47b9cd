#include "simulator/scenario.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "simulator/roster.h"

namespace wa::simulator {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

fs::path Folder() { return fs::path(WABA_SOURCE_DIR) / "tests/data/scenarios"; }

std::string ReadText(const fs::path& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

tl::expected<Scenario, Problems> Load(const fs::path& path) {
  return LoadScenario({&AnswerLibrary::BuiltIn(), path.string()});
}

// Without the folder, so that the expectation is the same everywhere.
std::string Lines(const Problems& problems) {
  std::string lines;
  for (Problem problem : problems) {
    problem.file = fs::path(problem.file).filename().string();
    lines += problem.Format() + "\n";
  }
  return lines;
}

std::vector<std::string> BadScenarios() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(Folder() / "bad")) {
    if (entry.path().extension() == ".toml") names.push_back(entry.path().stem().string());
  }
  return names;
}

class BadScenario : public testing::TestWithParam<std::string> {};

TEST_P(BadScenario, HasItsExactMessages) {
  const auto scenario = Load(Folder() / "bad" / (GetParam() + ".toml"));
  ASSERT_FALSE(scenario.has_value());
  EXPECT_EQ(Lines(scenario.error()), ReadText(Folder() / "bad" / (GetParam() + ".expected")));
}

INSTANTIATE_TEST_SUITE_P(Files, BadScenario, testing::ValuesIn(BadScenarios()),
                         [](const auto& name) { return name.param; });

TEST(Scenario, SaysWhenThereIsNoFile) {
  const auto scenario = Load("/no/such/scenario.toml");
  ASSERT_FALSE(scenario.has_value());
  EXPECT_EQ(Lines(scenario.error()),
            "scenario.toml: cannot read the scenario: No such file or directory\n");
}

TEST(Scenario, SaysWhereItIsNotToml) {
  const auto scenario =
      ParseScenario("[[account]]\nname = a\n", {&AnswerLibrary::BuiltIn(), "s.toml"});
  ASSERT_FALSE(scenario.has_value());
  EXPECT_EQ(Lines(scenario.error()).substr(0, 9), "s.toml:2:");
}

TEST(Scenario, ReadsAStory) {
  auto scenario = Load(Folder() / "restart.toml");
  ASSERT_TRUE(scenario.has_value()) << Lines(scenario.error());
  ASSERT_EQ(scenario->accounts.size(), 3U);
  const Roster roster(std::move(scenario->accounts));
  const auto at = [&](const char* account, Duration time) {
    return roster.At(*roster.FindByName(account), time).answer->name;
  };
  EXPECT_EQ(at("lisbon-cafe", 5h), "ok");
  EXPECT_EQ(at("berlin-shop", 24h + 2h), "internal-server-error");
  EXPECT_EQ(at("berlin-shop", 24h + 2h + 9min), "ok");
  EXPECT_EQ(at("madrid-hotel", 8min), "stack-not-running");
  EXPECT_EQ(at("madrid-hotel", 31min), "ok");
}

TEST(Scenario, ReadsSamplesAndWrittenAnswers) {
  const auto scenario = Load(Folder() / "samples.toml");
  ASSERT_TRUE(scenario.has_value()) << Lines(scenario.error());
  const auto first = [&](std::size_t account) {
    return *scenario->accounts.at(account).block->script.steps.at(0).answer;
  };
  EXPECT_EQ(first(0).name, "46-health-limited-business-unverified");
  EXPECT_EQ(first(0).body.substr(0, 40), R"({"health_status":{"can_send_message":"LI)");
  EXPECT_EQ(first(1).status, 502);
  EXPECT_EQ(first(1).body.substr(0, 6), "<html>");
  EXPECT_EQ(scenario->accounts.at(2).block->path, "/v1/health");
  EXPECT_EQ(first(2).status, 429);
  EXPECT_EQ(first(2).body, "slow down");
  EXPECT_NE(first(3).body.find("every 45 seconds"), std::string::npos);
}

// The block of TOML after a heading of the page.
tl::expected<Scenario, Problems> Documented(const std::string& heading) {
  const std::string page = ReadText(fs::path(WABA_SOURCE_DIR) / "docs/simulator.md");
  const std::string fence = "```toml\n";
  const std::size_t start = page.find(fence, page.find(heading)) + fence.size();
  const std::size_t end = page.find("```", start);
  return ParseScenario(page.substr(start, end - start),
                       {&AnswerLibrary::BuiltIn(), "docs/simulator.md"});
}

TEST(Scenario, TheDocumentedOnesAreRight) {
  const auto story = Documented("## A scenario");
  ASSERT_TRUE(story.has_value()) << Lines(story.error());
  EXPECT_EQ(story->accounts.size(), 3U);
  const auto fleets = Documented("## What it speaks");
  ASSERT_TRUE(fleets.has_value()) << Lines(fleets.error());
  EXPECT_EQ(fleets->accounts.size(), 20041U);
  EXPECT_EQ(fleets->partners.size(), 1U);
  EXPECT_EQ(fleets->status_pages.size(), 1U);
  EXPECT_EQ(fleets->discoveries.size(), 1U);
  EXPECT_EQ(fleets->limits.size(), 2U);
}

TEST(Scenario, ReadsAFleet) {
  auto scenario = Load(Folder() / "fleet.toml");
  ASSERT_TRUE(scenario.has_value()) << Lines(scenario.error());
  const Roster roster(std::move(scenario->accounts));
  EXPECT_EQ(roster.OfFleet("shop").size(), 20'000U);
  EXPECT_EQ(roster.OfWaba("300050").size(), 20U);
  std::size_t down = 0;
  for (const std::size_t i : roster.OfFleet("shop")) {
    down += roster.At(i, 12min).answer->name == "internal-server-error" ? 1 : 0;
  }
  EXPECT_NEAR(static_cast<double>(down), 5'000, 200);
}

TEST(Scenario, AFleetNumbersItsAccounts) {
  const auto scenario = ParseScenario(R"(
[[fleet]]
name = "shop-{n}"
count = 5
key = "scenario-key-{n}-of-{waba}"
per_waba = 2
waba_id = "9{n}"
[[fleet.step]]
at = "1m"
share = 0.5
answer = "internal-server-error"
)",
                                      {&AnswerLibrary::BuiltIn(), "s.toml"});
  ASSERT_TRUE(scenario.has_value()) << Lines(scenario.error());
  ASSERT_EQ(scenario->accounts.size(), 5U);
  const AccountScript& third = scenario->accounts[2];
  EXPECT_EQ(third.name, "shop-3");
  EXPECT_EQ(third.key.Reveal(), "scenario-key-3-of-2");
  EXPECT_EQ(third.waba_id, "92");
  EXPECT_EQ(third.block->fleet, "shop");
  EXPECT_EQ(third.block, scenario->accounts[4].block) << "one for all";
  EXPECT_NE(third.phone_number_id, scenario->accounts[4].phone_number_id);
}

TEST(Scenario, TheDocumentationNamesEveryFaultAndPollableAnswer) {
  const std::string page = ReadText(fs::path(WABA_SOURCE_DIR) / "docs/simulator.md");
  for (const auto& [fault, name] : EnumNames<Fault>::table) {
    if (fault == Fault::kNone) continue;
    EXPECT_NE(page.find("| `" + std::string(name) + "` |"), std::string::npos) << name;
  }
  for (const std::string& name : AnswerLibrary::BuiltIn().Names()) {
    const bool summed_up = name.rfind("message-", 0) == 0 || name.rfind("registration-", 0) == 0;
    if (summed_up || name == "method-not-allowed") continue;
    EXPECT_NE(page.find("`" + name + "`"), std::string::npos) << name;
  }
}

TEST(Scenario, NeverQuotesAKey) {
  const auto scenario = ParseScenario(
      "[[account]]\nname = \"a\"\nkey = \"canary key with blanks\"\n"
      "[[account]]\nname = \"b\"\nkey = [\"canary-key\"]\n"
      "[[account]]\nname = \"c\"\nkey = \"canary-key-1\"\n"
      "[[account]]\nname = \"d\"\nkey = \"canary-key-1\"\n",
      {&AnswerLibrary::BuiltIn(), "s.toml"});
  ASSERT_FALSE(scenario.has_value());
  EXPECT_EQ(scenario.error().size(), 3U);
  EXPECT_EQ(Lines(scenario.error()).find("canary"), std::string::npos) << Lines(scenario.error());
}

}  // namespace
}  // namespace wa::simulator
