#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

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

// With every file that the example names.
class ExampleConfigTest : public testing::Test {
 protected:
  ExampleConfigTest() {
    for (const char* name :
         {"berlin-shop", "signature", "path", "header", "verify", "platform", "observations",
          "berlin-path", "app-secret", "partner", "inventory", "cloud", "cases", "reload"}) {
      folder.Write("keys/" + std::string(name), kGoodKey, 0600);
    }
    folder.Write("shops.d/hamburg-shop", kGoodKey, 0600);
    folder.Write("sd/shops.json",
                 R"([{"targets": ["munich-shop"], "labels": {"channel_id": "MuCH"}}])");
    folder.Write("sd-keys/munich-shop", kGoodKey, 0600);
    folder.Write("channels/AbCdEfCH", kGoodKey, 0600);
  }
  const ConfigFolder folder;
};

TEST_F(ExampleConfigTest, SettingsAreTheDefaults) {
  const auto config =
      LoadConfig(folder.Write("waba_exporter.toml", Uncommented(Example())), SmallCatalogue());
  ASSERT_TRUE(config) << Dump(config.error());
  Config defaults;
  defaults.conditions["internal-server-error"].grace = std::chrono::minutes(10);
  EXPECT_EQ(folder.Comparable(DumpSettings(*config)), DumpSettings(defaults));
}

TEST_F(ExampleConfigTest, ProviderPartnerAndAccountAreRight) {
  const auto config =
      LoadConfig(folder.Write("waba_exporter.toml", Uncommented(Example())), SmallCatalogue());
  ASSERT_TRUE(config) << Dump(config.error());
  ASSERT_EQ(config->providers.size(), 2u);
  ProviderSettings cloud;
  cloud.name = "cloud";
  cloud.kind = ProviderKind::kMeta;
  cloud.base_url = "https://graph.facebook.com";
  cloud.waba_requests_per_hour = 100;
  cloud.api_version = "v26.0";
  cloud.app_secret = Secret(kGoodKey);
  cloud.health_fields.clear();
  EXPECT_EQ(Dump(config->providers[0]), Dump(cloud));
  ProviderSettings d360;
  d360.name = "d360";
  d360.base_url = "https://waba-v2.360dialog.io";
  EXPECT_EQ(Dump(config->providers[1]), Dump(d360));
  ASSERT_EQ(config->accounts.size(), 3u);
  EXPECT_EQ(config->accounts[0]->name, "berlin-shop");
  EXPECT_EQ(config->accounts[1]->name, "hamburg-shop");
  EXPECT_EQ(config->accounts[2]->name, "munich-shop");
  EXPECT_EQ(config->observations_token.Reveal(), kGoodKey);
  EXPECT_EQ(config->cases_token.Reveal(), kGoodKey);
  EXPECT_EQ(config->reload_token.Reveal(), kGoodKey);
  EXPECT_EQ(DumpDoor(config->server),
            "server.tls = cert.pem key.pem ca=cert.pem clients=required from=1.2\n"
            "server.basic_auth.prometheus = $2y$10$\n");
}

TEST_F(ExampleConfigTest, TheAccountIsRight) {
  const auto config =
      LoadConfig(folder.Write("waba_exporter.toml", Uncommented(Example())), SmallCatalogue());
  ASSERT_TRUE(config) << Dump(config.error());
  Account account = *config->accounts.at(0);
  account.source = Common<std::string>();  // a line, which moves
  account.source_line = 0;
  EXPECT_EQ(Dump(account),
            "account.berlin-shop = d360 (360dialog) plan=regular hosting=cloud "
            "phone=+49 30 1234567 ids=106540352242922,102290129340398,AbCdEfCH "
            "webhook={path_secret:right} tags={env:prod;team:retail;} key=right partner= "
            "source=\n");
}

// What the example shows of sources are their defaults, too.
TEST_F(ExampleConfigTest, PartnerAndSourcesAreRight) {
  const auto config =
      LoadConfig(folder.Write("waba_exporter.toml", Uncommented(Example())), SmallCatalogue());
  ASSERT_TRUE(config) << Dump(config.error());
  PartnerSettings partner;
  partner.name = "acme";
  partner.provider = "d360";
  partner.webhook.signature_key = Secret(kGoodKey);
  partner.id = "AbCdEfPA";
  partner.base_url = "https://hub.360dialog.io";
  partner.api_key = Secret(kGoodKey);
  partner.discover = true;
  ASSERT_EQ(config->partners.size(), 1u);
  EXPECT_EQ(Dump(config->partners[0]), Dump(partner));
  ASSERT_EQ(config->partner_sources.size(), 1u);
  EXPECT_EQ(folder.Comparable(Dump(config->partner_sources.at("acme"))),
            "provider=d360 plan=regular keys=channels tags={team:partner;}\n");
  const Duration waba = WabaSource().interval;
  const Duration http = HttpSource().interval;
  ASSERT_EQ(config->waba_sources.size(), 1u);
  EXPECT_EQ(config->waba_sources[0].interval, waba);
  ASSERT_EQ(config->http_sources.size(), 1u);
  EXPECT_EQ(config->http_sources[0].interval, http);
}

TEST_F(ExampleConfigTest, TheProvidersWebhookIsRight) {
  std::string text = Uncommented(Example());
  text.erase(text.rfind("[account.webhook]"));
  const auto config = LoadConfig(folder.Write("waba_exporter.toml", text), SmallCatalogue());
  ASSERT_TRUE(config) << Dump(config.error());
  EXPECT_EQ(Dump(config->accounts.at(0)->webhook),
            "signature_key:right;path_secret:right;x-my-token:right;verify_token:right");
}

TEST_F(ExampleConfigTest, AsItIsOnlyTheAccountIsMissing) {
  const auto config = LoadConfig(folder.Write("waba_exporter.toml", Example()), SmallCatalogue());
  ASSERT_FALSE(config);
  EXPECT_EQ(
      folder.Comparable(Dump(config.error())),
      "waba_exporter.toml: there is no account: add [[account]] with name and api_key_file, name "
      "files that hold some in [accounts] files, or add a source, such as [partner.NAME] with "
      "discover = true\n");
}

// "provider.d360" -> "provider.NAME": tables that are read in the same way.
std::string ClassOf(const std::string& table) {
  static const std::regex named("^(provider|partner|condition)\\.[^.]+");
  return std::regex_replace(table, named, "$1.NAME");
}

// What the example says in each class of tables, comments too; "" is what stands before the first.
std::map<std::string, std::string> Sections(const std::string& text) {
  static const std::regex header("^\\[+([\\w.-]+)\\]+$");
  std::map<std::string, std::string> sections;
  std::string table;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::smatch found;
    if (std::regex_match(line, found, header)) table = ClassOf(found[1]);
    sections[table] += line + "\n";
  }
  return sections;
}

// An unknown key in every table, so that the readers tell which ones they know.
std::string WithUnknownKeys(const std::string& text) {
  static const std::regex header("(\n\\[(?!server\\.basic_auth)[^\n]*\\]\n)");
  return "xyzzy = 1\n" + std::regex_replace(text, header, "$1xyzzy = 1\n");
}

bool HasWord(const std::string& text, const std::string& word) {
  return std::regex_search(text, std::regex("\\b" + word + "\\b"));
}

// Of the places of a secret one is shown; secrets.md has them all.
bool IsAnotherPlace(const std::string& key) {
  return key.ends_with("_env") || key.ends_with("_credential") || key.ends_with("_command");
}

// The keys that the readers know of each class of tables, as they tell of one that they do not
// know.
std::map<std::string, std::set<std::string>> KnownKeys(const Problems& problems) {
  static const std::regex told("unknown key 'xyzzy'(?: in \\[([^\\]]+)\\])?; known: (.*)");
  std::map<std::string, std::set<std::string>> known;
  for (const Problem& problem : problems) {
    std::smatch found;
    EXPECT_TRUE(std::regex_match(problem.message, found, told)) << problem.message;
    std::istringstream keys(found[2]);
    std::set<std::string>& of_table = known[ClassOf(found[1])];
    for (std::string key; std::getline(keys >> std::ws, key, ',');) of_table.insert(key);
  }
  return known;
}

std::string PathOf(const std::string& table, const std::string& key) {
  return table.empty() ? key : table + "." + key;
}

bool IsTable(const std::map<std::string, std::string>& sections, const std::string& path) {
  return std::any_of(sections.begin(), sections.end(), [&](const auto& section) {
    return (section.first + ".").starts_with(path + ".");
  });
}

// The keys that the readers know are those that the example shows or explains, table by table.
TEST_F(ExampleConfigTest, ShowsEveryKeyThatTheReadersKnow) {
  const std::string text = Uncommented(Example());
  const auto sections = Sections(text);
  const auto config =
      LoadConfig(folder.Write("waba_exporter.toml", WithUnknownKeys(text)), SmallCatalogue());
  ASSERT_FALSE(config);
  const auto known = KnownKeys(config.error());
  EXPECT_GE(known.size(), 19U);
  for (const auto& [table, keys] : known) {
    // Explained once.
    const bool is_webhook = table.ends_with(".webhook");
    const auto section = sections.find(is_webhook ? "provider.NAME.webhook" : table);
    std::string shown = section == sections.end() ? "" : section->second;
    if (table.starts_with("accounts.")) shown += sections.at("accounts");  // what all have
    for (const std::string& key : keys) {
      const std::string path = PathOf(table, key);
      EXPECT_TRUE(IsTable(sections, path) || IsAnotherPlace(key) || HasWord(shown, key)) << path;
    }
  }
}

// Those of what the example shows that hold without it, too, as "TABLE.KEY".
std::set<std::string> Defaults(const ConfigFolder& folder, const std::string& text) {
  static const std::regex header("\\[+([\\w.-]+)\\]+");
  static const std::regex setting("(\\w+) = .*");
  const auto dump = [&](const std::string& changed) {
    const auto config = LoadConfig(folder.Write("waba_exporter.toml", changed), SmallCatalogue());
    return config ? Dump(*config) : "refused";
  };
  const std::string whole = dump(text);
  std::set<std::string> defaults;
  std::string table;
  std::size_t at = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line); at += line.size() + 1) {
    std::smatch found;
    if (std::regex_match(line, found, header)) table = ClassOf(found[1]);
    if (!std::regex_match(line, found, setting)) continue;
    const bool changes_nothing = dump(std::string(text).erase(at, line.size())) == whole;
    if (changes_nothing) defaults.insert(PathOf(table, found[1]));
  }
  return defaults;
}

// What docs/configuration.md is made of, beside the example (tests/alerts/settings_page.py).
TEST_F(ExampleConfigTest, ListsKeysAndDefaultsForThePage) {
  const std::string text = Uncommented(Example());
  const auto sections = Sections(text);
  const auto config =
      LoadConfig(folder.Write("waba_exporter.toml", WithUnknownKeys(text)), SmallCatalogue());
  ASSERT_FALSE(config);
  const std::set<std::string> defaults = Defaults(folder, text);
  std::string list;
  for (const auto& [table, keys] : KnownKeys(config.error())) {
    for (const std::string& key : keys) {
      const std::string path = PathOf(table, key);
      if (IsTable(sections, path)) continue;
      list += path + (defaults.contains(path) ? " default\n" : "\n");
    }
  }
  ExpectText(list, std::filesystem::path(WABA_SOURCE_DIR) / "tests/golden/settings.txt");
}

}  // namespace
}  // namespace wa
