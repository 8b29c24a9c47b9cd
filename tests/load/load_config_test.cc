#include "load/load_config.h"

#include <gtest/gtest.h>

#include <regex>

#include "config_case.h"

namespace wa {
namespace {

std::string CaseName(const testing::TestParamInfo<std::string>& info) { return info.param; }

// Loads tests/data/config/SUBFOLDER/NAME.toml from a fresh folder.
tl::expected<Config, Problems> LoadCase(const ConfigFolder& folder, const std::string& subfolder,
                                        const std::string& name) {
  const std::string file = name + ".toml";
  return LoadConfig(folder.Write(file, ReadText(CaseFolder(subfolder) / file)), SmallCatalogue());
}

class GoodConfigTest : public testing::TestWithParam<std::string> {};

TEST_P(GoodConfigTest, LoadsAsExpected) {
  const ConfigFolder folder;
  const auto config = LoadCase(folder, "good", GetParam());
  ASSERT_TRUE(config) << Dump(config.error());
  ExpectText(folder.Comparable(Dump(*config)), CaseFolder("good") / (GetParam() + ".expected"));
}

INSTANTIATE_TEST_SUITE_P(Files, GoodConfigTest, testing::ValuesIn(CaseNames("good")), CaseName);

// What follows "not TOML: " are the words of toml++, which differ from version to version.
std::string WithoutWordsOfToml(const std::string& messages) {
  static const std::regex words("(not TOML: )[^\n]*");
  return std::regex_replace(messages, words, "$1*");
}

class BadConfigTest : public testing::TestWithParam<std::string> {};

TEST_P(BadConfigTest, HasItsExactMessages) {
  const ConfigFolder folder;
  const auto config = LoadCase(folder, "bad", GetParam());
  ASSERT_FALSE(config) << "loaded, though it should be refused";
  const std::string messages = folder.Comparable(Dump(config.error()));
  ExpectText(WithoutWordsOfToml(messages), CaseFolder("bad") / (GetParam() + ".expected"));
  EXPECT_EQ(messages.find(kMark), std::string::npos) << "a message repeats a secret";
}

INSTANTIATE_TEST_SUITE_P(Files, BadConfigTest, testing::ValuesIn(CaseNames("bad")), CaseName);

class LoadConfigTest : public testing::Test {
 protected:
  std::string Messages(const std::string& path) const {
    const auto config = LoadConfig(path, SmallCatalogue());
    return config ? "loaded" : folder_.Comparable(Dump(config.error()));
  }
  ConfigFolder folder_;
};

TEST_F(LoadConfigTest, AMissingFileIsOneProblem) {
  EXPECT_EQ(Messages(folder_.Path("absent.toml")),
            "absent.toml: cannot read the configuration: No such file or directory\n");
}

TEST_F(LoadConfigTest, AFolderIsOneProblem) {
  EXPECT_EQ(Messages(folder_.Path("keys")),
            "keys: cannot read the configuration: it is not a regular file\n");
}

TEST_F(LoadConfigTest, AFileOverTheLimitIsOneProblem) {
  const std::string path = folder_.Write("big.toml", std::string((16u << 20) + 1, '#'));
  EXPECT_EQ(Messages(path),
            "big.toml: cannot read the configuration: it is longer than 16777216 bytes\n");
}

TEST_F(LoadConfigTest, AFileAtTheLimitIsRead) {
  std::string text = ReadText(CaseFolder("good") / "minimal.toml");
  text += std::string((16u << 20) - text.size(), '#');
  EXPECT_EQ(Messages(folder_.Write("big.toml", text)), "loaded");
}

TEST_F(LoadConfigTest, CredentialsNeedTheirFolder) {
  ::unsetenv("CREDENTIALS_DIRECTORY");
  const std::string path = folder_.Write("c.toml",
                                         "[provider.d360]\nkind = \"360dialog\"\n[[account]]\n"
                                         "name = \"a\"\napi_key_credential = \"trial\"\n");
  EXPECT_EQ(
      Messages(path),
      "c.toml:5:22: 'api_key_credential' is a file in $CREDENTIALS_DIRECTORY, which is not set: "
      "a unit of systemd has it by LoadCredential=; under Kubernetes or Vault's agent set it "
      "to the folder where the secrets are\n");
}

// A folder's name may look like a pattern.
TEST_F(LoadConfigTest, PatternsAreSeenFromTheFolderOfTheFile) {
  folder_.Write("odd [*] folder/accounts/a.toml",
                "[[account]]\nname = \"a\"\napi_key_file = \"../../keys/good\"\n");
  const std::string path = folder_.Write(
      "odd [*] folder/main.toml",
      "[accounts]\nfiles = [\"accounts/*\"]\n[provider.d360]\nkind = \"360dialog\"\n");
  const auto config = LoadConfig(path, SmallCatalogue());
  ASSERT_TRUE(config) << Dump(config.error());
  ASSERT_EQ(config->accounts.size(), 1u);
  EXPECT_EQ(config->storage.path, folder_.Path("odd [*] folder/waba_exporter.db"));
}

TEST_F(LoadConfigTest, PathsWithoutAFolderStayInTheWorkingFolder) {
  const auto before = std::filesystem::current_path();
  folder_.Write("minimal.toml", ReadText(CaseFolder("good") / "minimal.toml"));
  std::filesystem::current_path(folder_.Path(""));
  const auto config = LoadConfig("minimal.toml", SmallCatalogue());
  std::filesystem::current_path(before);
  ASSERT_TRUE(config) << Dump(config.error());
  EXPECT_EQ(config->storage.path, "waba_exporter.db");
}

// A program with a slash is one beside the configuration, and not one of PATH, also then.
TEST_F(LoadConfigTest, AProgramIsFoundBesideAConfigurationWithoutAFolder) {
  const auto before = std::filesystem::current_path();
  folder_.Write("print-key", "#!/bin/sh\necho " + kGoodKey + "\n", 0755);
  folder_.Write("command.toml",
                "[provider.d360]\nkind = \"360dialog\"\n"
                "[[account]]\nname = \"a\"\napi_key_command = [\"./print-key\"]\n");
  std::filesystem::current_path(folder_.Path(""));
  const auto config = LoadConfig("command.toml", SmallCatalogue());
  std::filesystem::current_path(before);
  ASSERT_TRUE(config) << Dump(config.error());
  EXPECT_EQ(config->accounts.at(0)->api_key.Reveal(), kGoodKey);
}

// Every prefix of a configuration is either right or refused with a message; none of them crashes.
TEST_F(LoadConfigTest, ATruncatedFileNeverCrashes) {
  const std::string text = ReadText(CaseFolder("good") / "everything.toml");
  const std::string path = folder_.Path("cut.toml");
  for (std::size_t length = 0; length < text.size(); ++length) {
    folder_.Write("cut.toml", text.substr(0, length));
    const std::string messages = Messages(path);
    EXPECT_FALSE(messages.empty()) << "at " << length;
    EXPECT_EQ(messages.find(kMark), std::string::npos) << "at " << length;
  }
}

TEST(CasesTest, EveryExpectedTextHasItsFile) {
  for (const std::string subfolder : {"good", "bad"}) {
    for (const auto& entry : std::filesystem::directory_iterator(CaseFolder(subfolder))) {
      const std::filesystem::path toml =
          std::filesystem::path(entry.path()).replace_extension(".toml");
      EXPECT_TRUE(std::filesystem::exists(toml)) << entry.path() << " belongs to no case";
    }
  }
  EXPECT_GE(CaseNames("bad").size(), 30u);
}

}  // namespace
}  // namespace wa
