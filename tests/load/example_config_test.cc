#include <gtest/gtest.h>

#include <sstream>

#include "config_case.h"

// config/waba_exporter.toml shows every key with its default, and its example is right.
namespace wa {
namespace {

std::string Example() {
  return ReadText(std::filesystem::path(WABA_SOURCE_DIR) / "config/waba_exporter.toml");
}

// Lines that begin with '#' and no blank after it are the example.
std::string Uncommented(const std::string& text) {
  std::istringstream lines(text);
  std::string result;
  for (std::string line; std::getline(lines, line);) {
    const bool example = line.size() > 1 && line[0] == '#' && line[1] != ' ';
    result += (example ? line.substr(1) : line) + "\n";
  }
  return result;
}

TEST(ExampleConfigTest, SettingsAreTheDefaults) {
  const ConfigFolder folder;
  folder.Write("keys/berlin-shop", kGoodKey, 0600);
  const auto config =
      LoadConfig(folder.Write("waba_exporter.toml", Uncommented(Example())), SmallCatalogue());
  ASSERT_TRUE(config) << Dump(config.error());
  Config defaults;
  defaults.conditions["internal-server-error"].grace = std::chrono::minutes(10);
  EXPECT_EQ(folder.Comparable(DumpSettings(*config)), DumpSettings(defaults));
}

TEST(ExampleConfigTest, ProviderAndAccountAreRight) {
  const ConfigFolder folder;
  folder.Write("keys/berlin-shop", kGoodKey, 0600);
  const auto config =
      LoadConfig(folder.Write("waba_exporter.toml", Uncommented(Example())), SmallCatalogue());
  ASSERT_TRUE(config) << Dump(config.error());
  ASSERT_EQ(config->providers.size(), 1u);
  ASSERT_EQ(config->accounts.size(), 1u);
  ProviderSettings provider;
  provider.name = "d360";
  provider.base_url = "https://waba-v2.360dialog.io";
  EXPECT_EQ(Dump(config->providers[0]), Dump(provider));
  EXPECT_EQ(Dump(*config->accounts[0]),
            "account.berlin-shop = d360 (360dialog) plan=regular hosting=cloud "
            "phone=+49 30 1234567 tags={env:prod;team:retail;} key=right\n");
}

TEST(ExampleConfigTest, AsItIsOnlyTheAccountIsMissing) {
  const ConfigFolder folder;
  const auto config = LoadConfig(folder.Write("waba_exporter.toml", Example()), SmallCatalogue());
  ASSERT_FALSE(config);
  EXPECT_EQ(
      folder.Comparable(Dump(config.error())),
      "waba_exporter.toml: there is no account: add [[account]] with name and api_key_file, or "
      "name files that hold some in [accounts] files\n");
}

// The keys that the loader asks for are those that the example shows: leaving a table or the file
// out hides none.
TEST(ExampleConfigTest, ShowsEveryKey) {
  const std::string text = Uncommented(Example());
  for (const char* key : {"listen",
                          "allow_unauthenticated",
                          "path",
                          "interval",
                          "trouble_interval",
                          "rare_interval",
                          "timeout",
                          "max_in_flight",
                          "max_answer",
                          "canary_urls",
                          "level",
                          "files",
                          "kind",
                          "base_url",
                          "ca_file",
                          "requests_per_second",
                          "grace",
                          "name",
                          "provider",
                          "plan",
                          "api_key_file",
                          "phone_number",
                          "tags"}) {
    EXPECT_NE(text.find("\n" + std::string(key) + " = "), std::string::npos) << key;
  }
}

}  // namespace
}  // namespace wa
