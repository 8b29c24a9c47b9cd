#include "load/config_source.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "config/shard.h"
#include "config_case.h"

namespace wa {
namespace {

using namespace std::chrono_literals;

const SystemTime kStart = SystemTime(std::chrono::seconds(1'800'000'000));

constexpr char kSettings[] = R"([provider.d360]
kind = "360dialog"
[provider.cloud]
kind = "meta"
[partner.acme]
provider = "d360"
id = "AcPA"
api_key_file = "keys/good"
discover = true
keys = "channels"
plan = "regular"
tags = { team = "partner" }
[[accounts.waba]]
name = "north"
provider = "cloud"
waba_id = "102"
token_file = "keys/waba"
[[accounts.http_sd]]
name = "inventory"
url = "https://inventory.example.com/"
provider = "d360"
keys = "channels"
)";

constexpr char kBerlin[] = R"([[account]]
name = "berlin"
provider = "d360"
channel_id = "BerlinCH"
api_key_file = "keys/berlin"
)";

DiscoveredAccount Channel(const std::string& name, const std::string& channel_id) {
  DiscoveredAccount account;
  account.name = name;
  account.channel_id = channel_id;
  return account;
}

DiscoveredAccount Number(const std::string& name, const std::string& phone_number_id) {
  DiscoveredAccount account;
  account.name = name;
  account.phone_number_id = phone_number_id;
  account.waba_id = "102";
  return account;
}

class ConfigSourceTest : public testing::Test {
 protected:
  ConfigSourceTest() {
    WriteKey("keys/berlin", "markedKeyOfBerlin_AK");
    WriteKey("keys/waba", "markedTokenOfTheWaba");
    WriteKey("channels/MunichCH", "markedKeyOfMunich_AK");
    WriteConfig(kBerlin);
  }

  void WriteConfig(const std::string& accounts) {
    path_ = folder_.Write("waba.toml", kSettings + accounts);
  }

  // As a deployment does it: a new file takes the place of the old one.
  void WriteKey(const std::string& name, const std::string& key) {
    std::filesystem::rename(folder_.Write(name + ".new", key, 0600), folder_.Path(name));
  }

  ConfigSource Open(Shard shard = {}) {
    auto source = ConfigSource::Open(path_, SharedCatalogue(), shard, kStart);
    EXPECT_TRUE(source) << Dump(source.error());
    return std::move(source.value());
  }

  std::vector<std::string> Comparable(const std::vector<std::string>& notes) const {
    std::vector<std::string> texts;
    for (const std::string& note : notes) texts.push_back(folder_.Comparable(note));
    return texts;
  }

  static std::string Names(const Config& config) {
    std::vector<std::string> names;
    for (const auto& account : config.accounts) names.push_back(account->name);
    return List(names);
  }

  static std::shared_ptr<const Account> Find(const Config& config, const std::string& name) {
    for (const auto& account : config.accounts) {
      if (account->name == name) return account;
    }
    ADD_FAILURE() << "no account " << name;
    return std::make_shared<Account>();
  }

  const ConfigFolder folder_;
  std::string path_;
};

TEST_F(ConfigSourceTest, GivesTheAccountsOfTheFiles) {
  const ConfigSource source = Open();
  const auto berlin = Find(*source.Current(), "berlin");
  EXPECT_EQ(berlin->api_key.Reveal(), "markedKeyOfBerlin_AK");
  EXPECT_EQ(folder_.Comparable(berlin->Source()), "waba.toml:23");
  EXPECT_EQ(source.Current()->shard, Shard());
}

TEST_F(ConfigSourceTest, RefusesABadConfiguration) {
  WriteConfig("[[account]]\n");
  const auto source = ConfigSource::Open(path_, SharedCatalogue(), {}, kStart);
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().size(), 3u) << Dump(source.error());
}

TEST_F(ConfigSourceTest, ADiscoveredChannelGetsItsKeyAndTheSourcesSettings) {
  ConfigSource source = Open();
  const ConfigChange change =
      source.SetDiscovered({"partner/acme", {Channel("munich", "MunichCH")}}, kStart);
  ASSERT_TRUE(change.config);
  EXPECT_EQ(change.config, source.Current());
  EXPECT_EQ(Names(*change.config), "[berlin, munich]");
  const auto munich = Find(*change.config, "munich");
  EXPECT_EQ(munich->api_key.Reveal(), "markedKeyOfMunich_AK");
  EXPECT_EQ(munich->partner, "acme");
  EXPECT_EQ(munich->Source(), "partner/acme");
  EXPECT_EQ(munich->provider, "d360");
  EXPECT_EQ(munich->plan, Plan::kRegular);
  EXPECT_EQ(munich->tags->at("team"), "partner");
  EXPECT_TRUE(munich->CanBePolled());
  EXPECT_TRUE(change.notes.empty());
}

TEST_F(ConfigSourceTest, WhatASourceDoesNotNameAnyMoreIsGone) {
  ConfigSource source = Open();
  source.SetDiscovered({"partner/acme", {Channel("munich", "MunichCH")}}, kStart);
  const ConfigChange change = source.SetDiscovered({"partner/acme", {}}, kStart);
  ASSERT_TRUE(change.config);
  EXPECT_EQ(Names(*change.config), "[berlin]");
}

TEST_F(ConfigSourceTest, TheSameAgainChangesNothing) {
  ConfigSource source = Open();
  const DiscoveredAccount a = Channel("a", "aCH");
  const DiscoveredAccount munich = Channel("munich", "MunichCH");
  source.SetDiscovered({"partner/acme", {a, munich}}, kStart);
  const auto before = source.Current();
  const ConfigChange change = source.SetDiscovered({"partner/acme", {munich, a}}, kStart);
  EXPECT_FALSE(change.config);
  EXPECT_TRUE(change.notes.empty());
  EXPECT_EQ(source.Current(), before);
}

TEST_F(ConfigSourceTest, AChannelWithoutAKeyIsAnAccountThatCannotBePolled) {
  ConfigSource source = Open();
  const ConfigChange change =
      source.SetDiscovered({"partner/acme", {Channel("hamburg", "HamburgCH")}}, kStart);
  ASSERT_TRUE(change.config);
  EXPECT_FALSE(Find(*change.config, "hamburg")->CanBePolled());
  EXPECT_EQ(change.notes,
            std::vector<std::string>{"no key, so that nobody can ask about: hamburg"});
}

TEST_F(ConfigSourceTest, AKeyThatAppearsLaterIsFound) {
  ConfigSource source = Open();
  source.SetDiscovered({"partner/acme", {Channel("hamburg", "HamburgCH")}}, kStart);
  WriteKey("channels/HamburgCH", "markedKeyOfHamburg_AK");
  const ConfigChange change = source.RefreshKeys(kStart + 1s);
  ASSERT_TRUE(change.config);
  EXPECT_EQ(Find(*change.config, "hamburg")->api_key.Reveal(), "markedKeyOfHamburg_AK");
}

TEST_F(ConfigSourceTest, ManyWithoutAKeyAreOneNote) {
  ConfigSource source = Open();
  Discovered found{"partner/acme", {}};
  for (int i = 1; i <= 7; ++i) {
    found.accounts.push_back(Channel("c" + std::to_string(i), std::to_string(i) + "CH"));
  }
  EXPECT_EQ(source.SetDiscovered(found, kStart).notes,
            std::vector<std::string>{
                "no key, so that nobody can ask about: c1, c2, c3, c4, c5 and 2 more"});
}

TEST_F(ConfigSourceTest, AKeyThatOthersMayReadIsNoKey) {
  folder_.Write("channels/open", "markedKeyOfNobody_AK", 0644);
  ConfigSource source = Open();
  const ConfigChange change =
      source.SetDiscovered({"partner/acme", {Channel("open", "OpenCH")}}, kStart);
  ASSERT_TRUE(change.config);
  EXPECT_FALSE(Find(*change.config, "open")->CanBePolled());
  ASSERT_FALSE(change.notes.empty());
  EXPECT_EQ(folder_.Comparable(change.notes[0]),
            "account 'open': others than its owner may use the key file: chmod 600 channels/open");
}

TEST_F(ConfigSourceTest, AChannelThatAFileNamesIsJoined) {
  ConfigSource source = Open();
  const ConfigChange change =
      source.SetDiscovered({"partner/acme", {Channel("BerlinCH", "BerlinCH")}}, kStart);
  ASSERT_TRUE(change.config);
  EXPECT_TRUE(change.notes.empty());
  EXPECT_EQ(Names(*change.config), "[berlin]");
  const auto berlin = Find(*change.config, "berlin");
  EXPECT_EQ(berlin->partner, "acme");
  EXPECT_EQ(folder_.Comparable(berlin->Source()), "waba.toml:23");
  EXPECT_EQ(berlin->plan, Plan::kUnknown);
}

TEST_F(ConfigSourceTest, WhatIsJoinedLearnsItsIdsAndKeepsItsOwn) {
  WriteConfig(std::string(kBerlin) + "phone_number_id = \"106\"\n");
  ConfigSource source = Open();
  DiscoveredAccount channel = Channel("BerlinCH", "BerlinCH");
  channel.waba_id = "102";
  channel.phone_number_id = "107";
  const ConfigChange change = source.SetDiscovered({"partner/acme", {channel}}, kStart);
  ASSERT_TRUE(change.config);
  EXPECT_EQ(Find(*change.config, "berlin")->waba_id, "102");
  EXPECT_EQ(Find(*change.config, "berlin")->phone_number_id, "106");
}

TEST_F(ConfigSourceTest, ANameBelongsToTheFirstThatHasIt) {
  ConfigSource source = Open();
  source.SetDiscovered({"partner/acme", {Channel("munich", "MunichCH")}}, kStart);
  const ConfigChange change = source.SetDiscovered(
      {"waba/north", {Number("berlin", "106"), Number("munich", "107"), Number("kiel", "108")}},
      kStart);
  ASSERT_TRUE(change.config);
  EXPECT_EQ(Names(*change.config), "[berlin, kiel, munich]");
  EXPECT_EQ(Comparable(change.notes),
            (std::vector<std::string>{
                "account 'berlin' comes from waba/north, and one of that name from waba.toml:23 "
                "already, which keeps it",
                "account 'munich' comes from waba/north, and one of that name from partner/acme "
                "already, which keeps it"}));
}

TEST_F(ConfigSourceTest, AnIdBelongsToTheFirstThatHasIt) {
  ConfigSource source = Open();
  source.SetDiscovered({"http_sd/inventory", {Channel("munich", "MunichCH")}}, kStart);
  const ConfigChange change =
      source.SetDiscovered({"partner/acme", {Channel("MunichCH", "MunichCH")}}, kStart);
  EXPECT_FALSE(change.config);
  EXPECT_EQ(change.notes, std::vector<std::string>{
                              "account 'MunichCH' comes from partner/acme, and its channel from "
                              "http_sd/inventory already, which keeps it as 'munich'"});
}

TEST_F(ConfigSourceTest, WhatIsNoNameIsRefused) {
  ConfigSource source = Open();
  Discovered found{"http_sd/inventory", {Channel("../keys/berlin", ""), Channel("partner", "")}};
  found.accounts.push_back(Channel("a", "../b"));
  found.accounts.push_back(Channel("b", ""));
  found.accounts.back().tags = {{"job", "x"}};
  const ConfigChange change = source.SetDiscovered(found, kStart);
  EXPECT_FALSE(change.config);
  ASSERT_EQ(change.notes.size(), 4u);
  EXPECT_EQ(change.notes[0].find("account '../keys/berlin': 'name' must begin"), 0u);
  EXPECT_EQ(change.notes[1].find("account 'a': 'channel_id' must hold"), 0u);
  EXPECT_EQ(change.notes[2].find("account 'b': tag 'job'"), 0u);
  EXPECT_EQ(change.notes[3].find("account 'partner': 'partner' can be no"), 0u);
}

TEST_F(ConfigSourceTest, NumbersOfAWabaHaveItsToken) {
  ConfigSource source = Open();
  ASSERT_TRUE(source.SetDiscovered({"waba/north", {Number("kiel", "108")}}, kStart).config);
  EXPECT_EQ(Find(*source.Current(), "kiel")->api_key.Reveal(), "markedTokenOfTheWaba");
  WriteKey("keys/waba", "markedTokenThatIsNew");
  const ConfigChange change = source.RefreshKey("kiel", kStart + 1s);
  ASSERT_TRUE(change.config);
  EXPECT_EQ(Find(*change.config, "kiel")->api_key.Reveal(), "markedTokenThatIsNew");
  EXPECT_EQ(change.config->waba_sources.at(0).token.Reveal(), "markedTokenThatIsNew");
}

TEST_F(ConfigSourceTest, AUnknownSourceIsIgnored) {
  ConfigSource source = Open();
  for (const char* name : {"partner/other", "waba/acme", "acme", "", "file_sd/x"}) {
    EXPECT_FALSE(source.SetDiscovered({name, {Channel("x", "xCH")}}, kStart).config) << name;
  }
}

TEST_F(ConfigSourceTest, AccountsThatDidNotChangeAreTheSameObjects) {
  ConfigSource source = Open();
  const auto before = Find(*source.Current(), "berlin");
  source.SetDiscovered({"partner/acme", {Channel("munich", "MunichCH")}}, kStart);
  EXPECT_EQ(Find(*source.Current(), "berlin"), before);
  const auto munich = Find(*source.Current(), "munich");
  WriteKey("keys/berlin", "markedKeyThatIsNew_AK");
  ASSERT_TRUE(source.RefreshKeys(kStart + 1s).config);
  EXPECT_NE(Find(*source.Current(), "berlin"), before);
  EXPECT_EQ(Find(*source.Current(), "munich"), munich);
}

TEST_F(ConfigSourceTest, AKeyThatRotatesIsReadAnew) {
  ConfigSource source = Open();
  EXPECT_FALSE(source.RefreshKeys(kStart).config);
  WriteKey("keys/berlin", "markedKeyThatIsNew_AK");
  const ConfigChange change = source.RefreshKeys(kStart + 1s);
  ASSERT_TRUE(change.config);
  EXPECT_EQ(Find(*change.config, "berlin")->api_key.Reveal(), "markedKeyThatIsNew_AK");
  EXPECT_FALSE(source.RefreshKeys(kStart + 2s).config);
}

TEST_F(ConfigSourceTest, KeysOfAccountsAndOthersThatRotateTogetherAreAllReadAnew) {
  ConfigSource source = Open();
  source.SetDiscovered({"partner/acme", {Channel("munich", "MunichCH")}}, kStart);
  WriteKey("keys/berlin", "markedKeyThatIsNew_AK");
  WriteKey("channels/MunichCH", "markedKeyOfMunich_2_AK");
  WriteKey("keys/good", "markedKeyOfAcme_2_AK");
  const ConfigChange change = source.RefreshKeys(kStart + 1s);
  ASSERT_TRUE(change.config);
  EXPECT_EQ(Find(*change.config, "berlin")->api_key.Reveal(), "markedKeyThatIsNew_AK");
  EXPECT_EQ(Find(*change.config, "munich")->api_key.Reveal(), "markedKeyOfMunich_2_AK");
  EXPECT_EQ(change.config->partners.at(0).api_key.Reveal(), "markedKeyOfAcme_2_AK");
}

// Kubernetes turns the link `..data` to a new folder; the file's own path never changes.
TEST_F(ConfigSourceTest, AKeyBehindALinkThatIsTurned) {
  std::filesystem::remove(folder_.Path("keys/berlin"));
  folder_.Write("keys/..1/berlin", "markedKeyNumberOne_AK", 0600);
  folder_.Write("keys/..2/berlin", "markedKeyNumberTwo_AK", 0600);
  std::filesystem::create_directory_symlink("..1", folder_.Path("keys/..data"));
  std::filesystem::create_symlink("..data/berlin", folder_.Path("keys/berlin"));
  ConfigSource source = Open();
  EXPECT_EQ(Find(*source.Current(), "berlin")->api_key.Reveal(), "markedKeyNumberOne_AK");
  std::filesystem::create_directory_symlink("..2", folder_.Path("keys/..new"));
  std::filesystem::rename(folder_.Path("keys/..new"), folder_.Path("keys/..data"));
  ASSERT_TRUE(source.RefreshKeys(kStart + 1s).config);
  EXPECT_EQ(Find(*source.Current(), "berlin")->api_key.Reveal(), "markedKeyNumberTwo_AK");
}

TEST_F(ConfigSourceTest, AKeyThatGoesAwayStays) {
  ConfigSource source = Open();
  std::filesystem::remove(folder_.Path("keys/berlin"));
  const ConfigChange change = source.RefreshKeys(kStart + 1s);
  EXPECT_FALSE(change.config);
  EXPECT_EQ(Comparable(change.notes),
            std::vector<std::string>{
                "the old API key stays: 'keys/berlin': cannot read the file that 'api_key_file' "
                "names: No such file or directory (looked in 'keys')"});
  EXPECT_TRUE(source.RefreshKeys(kStart + 2s).notes.empty()) << "said once";
  EXPECT_TRUE(Find(*source.Current(), "berlin")->CanBePolled());
}

TEST_F(ConfigSourceTest, OfManyKeysThatGoAwayAFewAreNamed) {
  for (int i = 1; i <= 7; ++i) {
    WriteKey("shops/shop-" + std::to_string(i), "markedKeyNumber_" + std::to_string(i));
  }
  WriteConfig("[[accounts.keys]]\nfolder = \"shops\"\nprovider = \"d360\"\n");
  ConfigSource source = Open();
  for (int i = 1; i <= 7; ++i) {
    std::filesystem::remove(folder_.Path("shops/shop-" + std::to_string(i)));
  }
  const std::vector<std::string> notes = source.RefreshKeys(kStart + 1s).notes;
  ASSERT_EQ(notes.size(), 6U);
  EXPECT_EQ(notes.back(), "... and 2 more secrets like these");
}

TEST_F(ConfigSourceTest, AKeyThatIsNoneAnyMoreStays) {
  ConfigSource source = Open();
  WriteKey("keys/berlin", "short");
  const ConfigChange change = source.RefreshKeys(kStart + 1s);
  EXPECT_FALSE(change.config);
  EXPECT_EQ(change.notes.size(), 1u);
  EXPECT_EQ(Find(*source.Current(), "berlin")->api_key.Reveal(), "markedKeyOfBerlin_AK");
}

TEST_F(ConfigSourceTest, TouchingAKeyIsNoChange) {
  ConfigSource source = Open();
  const auto before = Find(*source.Current(), "berlin");
  WriteKey("keys/berlin", "markedKeyOfBerlin_AK");
  EXPECT_FALSE(source.RefreshKeys(kStart + 1s).config);
  ASSERT_TRUE(source.Load(kStart + 2s));
  EXPECT_EQ(Find(*source.Current(), "berlin"), before);
}

TEST_F(ConfigSourceTest, AKeyIsAsOldAsItsFile) {
  const auto modified = StampOf(folder_.Path("keys/berlin"))->modified;
  EXPECT_EQ(Find(*Open().Current(), "berlin")->key_since, modified);
}

TEST_F(ConfigSourceTest, AKeyOfTheEnvironmentIsReadAnewWhenItIsRefused) {
  WriteConfig(
      "[[account]]\nname = \"env\"\nprovider = \"d360\"\napi_key_env = \"WABA_TEST_KEY\"\n");
  ConfigSource source = Open();
  EXPECT_EQ(Find(*source.Current(), "env")->key_since, kStart);
  ::setenv("WABA_TEST_KEY", "markedKeyThatIsNew_AK", 1);
  EXPECT_FALSE(source.RefreshKeys(kStart + 1s).config) << "it has no file";
  const ConfigChange change = source.RefreshKey("env", kStart + 2s);
  ASSERT_TRUE(change.config);
  EXPECT_EQ(Find(*change.config, "env")->api_key.Reveal(), "markedKeyThatIsNew_AK");
  EXPECT_EQ(Find(*change.config, "env")->key_since, kStart + 2s);
  EXPECT_FALSE(source.RefreshKey("env", kStart + 3s).config);
  ASSERT_TRUE(source.Load(kStart + 4s));
  EXPECT_EQ(Find(*source.Current(), "env")->key_since, kStart + 2s);
}

TEST_F(ConfigSourceTest, AKeyOfAProgramIsReadAnewWhenItIsRefused) {
  folder_.Write("bin/key", "#!/bin/sh\ncat \"$1\"\n", 0755);
  WriteConfig(
      "[[account]]\nname = \"pass\"\nprovider = \"d360\"\napi_key_command = [\"bin/key\", \"" +
      folder_.Path("keys/berlin") + "\"]\n");
  ConfigSource source = Open();
  EXPECT_EQ(Find(*source.Current(), "pass")->api_key.Reveal(), "markedKeyOfBerlin_AK");
  WriteKey("keys/berlin", "markedKeyThatIsNew_AK");
  ASSERT_TRUE(source.RefreshKey("pass", kStart + 1s).config);
  EXPECT_EQ(Find(*source.Current(), "pass")->api_key.Reveal(), "markedKeyThatIsNew_AK");
  std::filesystem::remove(folder_.Path("keys/berlin"));
  const ConfigChange change = source.RefreshKey("pass", kStart + 2s);
  EXPECT_FALSE(change.config);
  ASSERT_EQ(change.notes.size(), 1u);
  EXPECT_EQ(change.notes[0].find("marked"), std::string::npos);
}

TEST_F(ConfigSourceTest, RefreshingAStrangersKeyDoesNothing) {
  EXPECT_FALSE(Open().RefreshKey("nobody", kStart).config);
}

// A key that changes must not bring in a configuration that somebody is just editing.
TEST_F(ConfigSourceTest, RefreshingKeysReadsNoConfiguration) {
  ConfigSource source = Open();
  WriteConfig("[[account]]\nname = \"half-");
  WriteKey("keys/berlin", "markedKeyThatIsNew_AK");
  const ConfigChange change = source.RefreshKeys(kStart + 1s);
  ASSERT_TRUE(change.config);
  EXPECT_TRUE(change.notes.empty());
  EXPECT_EQ(Names(*change.config), "[berlin]");
}

TEST_F(ConfigSourceTest, KeysOfAPartnerAreSettingsThatChange) {
  ConfigSource source = Open();
  WriteKey("keys/good", "markedKeyThatIsNew_AK");
  const ConfigChange change = source.RefreshKeys(kStart + 1s);
  ASSERT_TRUE(change.config);
  EXPECT_EQ(change.config->partners.at(0).api_key.Reveal(), "markedKeyThatIsNew_AK");
}

TEST_F(ConfigSourceTest, AReloadKeepsWhatWasDiscoveredAndWhatDidNotChange) {
  ConfigSource source = Open();
  source.SetDiscovered({"partner/acme", {Channel("munich", "MunichCH")}}, kStart);
  const auto munich = Find(*source.Current(), "munich");
  WriteConfig(std::string(kBerlin) +
              "plan = \"premium\"\n[[account]]\nname = \"bonn\"\nprovider = \"d360\"\n"
              "api_key_file = \"keys/good\"\n");
  const auto loaded = source.Load(kStart + 1s);
  ASSERT_TRUE(loaded) << Dump(loaded.error());
  ASSERT_TRUE(loaded->config);
  EXPECT_EQ(Names(*loaded->config), "[berlin, bonn, munich]");
  EXPECT_EQ(Find(*loaded->config, "munich"), munich);
  EXPECT_EQ(Find(*loaded->config, "berlin")->plan, Plan::kPremium);
}

// What need not be there must not stop a reload, and a slip with its mode must not end its polling.
TEST_F(ConfigSourceTest, AReloadKeepsADiscoveredKeyThatCannotBeReadAnyMore) {
  ConfigSource source = Open();
  source.SetDiscovered({"partner/acme", {Channel("munich", "MunichCH")}}, kStart);
  const auto munich = Find(*source.Current(), "munich");
  std::filesystem::permissions(folder_.Path("channels/MunichCH"),
                               std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  for (const auto at : {1s, 2s}) {
    const auto loaded = source.Load(kStart + at);
    ASSERT_TRUE(loaded) << Dump(loaded.error());
    EXPECT_EQ(Find(*source.Current(), "munich"), munich);
    EXPECT_EQ(
        Comparable(loaded->notes),
        std::vector<std::string>{
            "partner/acme: account 'munich': the old API key stays: others than its owner may "
            "use the key file: chmod 600 channels/MunichCH"});
  }
}

TEST_F(ConfigSourceTest, AReloadWithoutAChangeGivesNothing) {
  ConfigSource source = Open();
  const auto loaded = source.Load(kStart + 1s);
  ASSERT_TRUE(loaded);
  EXPECT_FALSE(loaded->config);
}

TEST_F(ConfigSourceTest, AReloadWithOneBadLineChangesNothing) {
  ConfigSource source = Open();
  source.SetDiscovered({"partner/acme", {Channel("munich", "MunichCH")}}, kStart);
  const auto before = source.Current();
  WriteConfig(std::string(kBerlin) + "plan = \"gold\"\n");
  WriteKey("keys/berlin", "markedKeyThatIsNew_AK");
  const auto loaded = source.Load(kStart + 1s);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(folder_.Comparable(Dump(loaded.error())),
            "waba.toml:28:8: 'plan' must be one of: unknown, basic, regular, premium; found "
            "'gold'\n");
  EXPECT_EQ(source.Current(), before);
  ASSERT_TRUE(source.RefreshKeys(kStart + 2s).config) << "the key is not lost";
  EXPECT_EQ(Names(*source.Current()), "[berlin, munich]");
}

TEST_F(ConfigSourceTest, ASourceThatIsTakenOutTakesItsAccountsAlong) {
  ConfigSource source = Open();
  source.SetDiscovered({"partner/acme", {Channel("munich", "MunichCH")}}, kStart);
  path_ =
      folder_.Write("waba.toml", "[provider.d360]\nkind = \"360dialog\"\n" + std::string(kBerlin));
  const auto loaded = source.Load(kStart + 1s);
  ASSERT_TRUE(loaded) << Dump(loaded.error());
  EXPECT_EQ(Names(*source.Current()), "[berlin]");
}

TEST_F(ConfigSourceTest, ANewAccountOfAFileTakesTheNameAndSaysSo) {
  ConfigSource source = Open();
  source.SetDiscovered({"waba/north", {Number("kiel", "108")}}, kStart);
  WriteConfig("[[account]]\nname = \"kiel\"\nprovider = \"d360\"\napi_key_file = \"keys/good\"\n");
  const auto loaded = source.Load(kStart + 1s);
  ASSERT_TRUE(loaded) << Dump(loaded.error());
  EXPECT_EQ(Find(*source.Current(), "kiel")->provider, "d360");
  EXPECT_EQ(Comparable(loaded->notes),
            std::vector<std::string>{"waba/north: account 'kiel' comes from waba/north, and one of "
                                     "that name from waba.toml:23 already, which keeps it"});
}

TEST_F(ConfigSourceTest, WatchesTheFilesOfTheConfiguration) {
  folder_.Write("shops.d/one", kGoodKey, 0600);
  const std::string account =
      "[[account]]\nname = \"a\"\nprovider = \"d360\"\napi_key_file = \"../keys/berlin\"\n";
  folder_.Write("more/a.toml", account);
  path_ =
      folder_.Write("waba.toml", std::string(kSettings) +
                                     "[accounts]\nfiles = [\"more/*.toml\"]\n[[accounts.keys]]\n"
                                     "provider = \"d360\"\nfolder = \"shops.d\"\n");
  ConfigSource source = Open();
  const auto changed_by = [&](auto change) {
    const bool before = source.WatchedFilesChanged();
    change();
    const bool after = source.WatchedFilesChanged();
    EXPECT_TRUE(source.Load(kStart));
    return !before && after && !source.WatchedFilesChanged();
  };
  WriteKey("keys/berlin", "markedKeyThatIsNew_AK");
  EXPECT_FALSE(source.WatchedFilesChanged()) << "of keys RefreshKeys() takes care";
  EXPECT_TRUE(changed_by([&] { folder_.Write("more/a.toml", account + "\n"); }));
  EXPECT_TRUE(changed_by([&] { folder_.Write("more/b.toml", ""); }));
  EXPECT_TRUE(changed_by([&] { folder_.Write("shops.d/two", kGoodKey, 0600); }));
  EXPECT_TRUE(changed_by([&] { std::filesystem::remove(folder_.Path("more/b.toml")); }));
  EXPECT_TRUE(changed_by([&] {
    const std::string text = ReadText(path_);
    folder_.Write("waba.toml", text + "# a remark\n");
  }));
}

TEST_F(ConfigSourceTest, WhatWasRefusedIsReadAgainOnceItChanges) {
  ConfigSource source = Open();
  const std::string good = ReadText(path_);
  folder_.Write("waba.toml", good + "mistake = 1\n");
  EXPECT_TRUE(source.WatchedFilesChanged());
  EXPECT_FALSE(source.Load(kStart));
  EXPECT_FALSE(source.WatchedFilesChanged());
  folder_.Write("waba.toml", good);
  EXPECT_TRUE(source.WatchedFilesChanged());
  EXPECT_TRUE(source.Load(kStart));
  EXPECT_FALSE(source.WatchedFilesChanged());
}

TEST_F(ConfigSourceTest, AShardHasItsShareOfAllSources) {
  Discovered found{"partner/acme", {}};
  std::vector<std::string> names{"berlin"};
  for (int i = 0; i < 50; ++i) {
    names.push_back("c" + std::to_string(i));
    found.accounts.push_back(Channel(names.back(), std::to_string(i) + "CH"));
  }
  std::size_t total = 0;
  for (unsigned index = 0; index < 3; ++index) {
    ConfigSource source = Open({index, 3});
    source.SetDiscovered(found, kStart);
    const auto config = source.Current();
    EXPECT_EQ(config->shard, (Shard{index, 3}));
    for (const auto& account : config->accounts) {
      EXPECT_TRUE(Belongs({index, 3}, *account)) << account->name;
    }
    total += config->accounts.size();
  }
  EXPECT_EQ(total, names.size());
}

}  // namespace
}  // namespace wa
