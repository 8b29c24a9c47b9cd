#include "load/discovery_cache.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "config_case.h"
#include "load/config_source.h"

namespace wa {
namespace {

const SystemTime kStart = SystemTime(std::chrono::seconds(1'800'000'000));

constexpr char kBase[] = R"([storage]
path = "state/waba.db"
[provider.d360]
kind = "360dialog"
[[account]]
name = "berlin"
api_key_file = "keys/good"
)";

constexpr char kPartner[] = R"([partner.acme]
id = "AcPA"
api_key_file = "keys/good"
discover = true
keys = "channels"
)";

constexpr char kInventory[] = R"([[accounts.http_sd]]
name = "inventory"
url = "https://inventory.example.com/"
keys = "channels"
)";

DiscoveredAccount Channel(const std::string& name) {
  DiscoveredAccount account;
  account.name = name;
  account.channel_id = name + "CH";
  return account;
}

std::string Names(const ConfigSource& source) {
  std::string names;
  for (const auto& account : source.Current()->accounts) {
    names += (names.empty() ? "" : " ") + account->name;
  }
  return names;
}

class DiscoveryCacheTest : public testing::Test {
 protected:
  DiscoveryCacheTest() {
    folder_.Write("channels/munichCH", "markedKeyOfMunich_AK", 0600);
    std::filesystem::create_directory(folder_.Path("state"));
    Configure(std::string(kBase) + kPartner + kInventory);
  }

  void Configure(const std::string& text) { path_ = folder_.Write("waba.toml", text); }

  // One run of the exporter, to its next start.
  ConfigSource Start(std::vector<std::string>* notes = nullptr) {
    auto source = ConfigSource::Open(path_, SharedCatalogue(), {}, kStart);
    EXPECT_TRUE(source) << Dump(source.error());
    const ConfigChange change = source->Remember(kStart);
    if (notes != nullptr) {
      for (const std::string& note : change.notes) notes->push_back(folder_.Comparable(note));
    }
    return std::move(source.value());
  }

  void RunWith(const std::map<std::string, std::string>& account_of_source) {
    ConfigSource source = Start();
    for (const auto& [name, account] : account_of_source) {
      source.SetDiscovered({name, {Channel(account)}}, kStart);
    }
    EXPECT_TRUE(source.WriteCache());
  }

  std::string Cache() const { return folder_.Path("state/waba.db.accounts.json"); }

  const ConfigFolder folder_;
  std::string path_;
};

TEST_F(DiscoveryCacheTest, WithoutOneSourcesAreWaitedFor) {
  std::vector<std::string> notes;
  const ConfigSource source = Start(&notes);
  EXPECT_EQ(Names(source), "berlin");
  EXPECT_FALSE(source.Current()->is_complete);
  EXPECT_TRUE(notes.empty()) << notes[0];
  EXPECT_FALSE(std::filesystem::exists(Cache()));
}

TEST_F(DiscoveryCacheTest, TheNextStartKnowsWhatWasDiscovered) {
  RunWith({{"partner/acme", "munich"}, {"http_sd/inventory", "bonn"}});
  std::vector<std::string> notes;
  const ConfigSource source = Start(&notes);
  EXPECT_EQ(Names(source), "berlin bonn munich");
  EXPECT_EQ(notes, std::vector<std::string>{
                       "http_sd/inventory: no key, so that nobody can ask about: bonn"});
  const Account& munich = *source.Current()->accounts[2];
  EXPECT_EQ(munich.Source(), "partner/acme");
  EXPECT_EQ(munich.api_key.Reveal(), "markedKeyOfMunich_AK");
}

TEST_F(DiscoveryCacheTest, HoldsNoKeyAndIsForItsOwner) {
  RunWith({{"partner/acme", "munich"}});
  const std::string text = ReadText(Cache());
  EXPECT_NE(text.find("munichCH"), std::string::npos);
  EXPECT_EQ(text.find(kMark), std::string::npos) << text;
  struct stat info {};
  ASSERT_EQ(::stat(Cache().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  EXPECT_FALSE(std::filesystem::exists(Cache() + ".new"));
}

// Incidents of accounts that the cache does not know wait until every source told its own anew.
TEST_F(DiscoveryCacheTest, IsCompleteOnlyWhenEverySourceToldAnew) {
  RunWith({{"partner/acme", "munich"}, {"http_sd/inventory", "bonn"}});
  ConfigSource source = Start();
  EXPECT_FALSE(source.Current()->is_complete);
  const auto before = source.Current();
  EXPECT_FALSE(source.SetDiscovered({"partner/acme", {Channel("munich")}}, kStart).config);
  const auto change = source.SetDiscovered({"http_sd/inventory", {Channel("bonn")}}, kStart);
  ASSERT_TRUE(change.config);
  EXPECT_TRUE(change.config->is_complete);
  EXPECT_EQ(change.config->accounts, before->accounts) << "the same objects";
  EXPECT_FALSE(source.SetDiscovered({"http_sd/inventory", {Channel("bonn")}}, kStart).config);
}

TEST_F(DiscoveryCacheTest, ASourceChangesWhatWasKept) {
  RunWith({{"partner/acme", "munich"}});
  {
    ConfigSource source = Start();
    source.SetDiscovered({"partner/acme", {Channel("kiel")}}, kStart);
    EXPECT_EQ(Names(source), "berlin kiel");
    ASSERT_TRUE(source.WriteCache());
  }
  EXPECT_EQ(Names(Start()), "berlin kiel");
}

TEST_F(DiscoveryCacheTest, IsWrittenOnlyWhenSomethingChanged) {
  RunWith({{"partner/acme", "munich"}});
  const auto stamp = StampOf(Cache());
  ConfigSource source = Start();
  source.SetDiscovered({"partner/acme", {Channel("munich")}}, kStart);
  ASSERT_TRUE(source.WriteCache());
  EXPECT_EQ(StampOf(Cache()), stamp);
}

TEST_F(DiscoveryCacheTest, ASourceThatIsNoLongerConfiguredIsDropped) {
  RunWith({{"partner/acme", "munich"}, {"http_sd/inventory", "bonn"}});
  Configure(std::string(kBase) + kPartner);
  ConfigSource source = Start();
  EXPECT_EQ(Names(source), "berlin munich");
  ASSERT_TRUE(source.WriteCache());
  EXPECT_EQ(ReadText(Cache()).find("bonn"), std::string::npos);
  Configure(std::string(kBase) + kInventory);
  ASSERT_TRUE(source.Load(kStart));
  ASSERT_TRUE(source.WriteCache());
  EXPECT_EQ(ReadText(Cache()).find("munich"), std::string::npos) << "a reload drops it, too";
}

TEST_F(DiscoveryCacheTest, ADamagedOneIsNamedAndReplaced) {
  folder_.Write("state/waba.db.accounts.json", "{\"format\": \"waba_exp");
  std::vector<std::string> notes;
  ConfigSource source = Start(&notes);
  EXPECT_EQ(Names(source), "berlin");
  EXPECT_EQ(notes, std::vector<std::string>{
                       "the accounts that sources named before cannot be read, and are waited for: "
                       "state/waba.db.accounts.json: it is not JSON"});
  source.SetDiscovered({"partner/acme", {Channel("munich")}}, kStart);
  ASSERT_TRUE(source.WriteCache());
  notes.clear();
  EXPECT_EQ(Names(Start(&notes)), "berlin munich");
  EXPECT_TRUE(notes.empty());
}

TEST_F(DiscoveryCacheTest, AnotherVersionAndAFolderAreNamed) {
  folder_.Write("state/waba.db.accounts.json",
                R"({"format": "waba_exporter discovered accounts", "version": 0})");
  std::vector<std::string> notes;
  Start(&notes);
  std::filesystem::remove(Cache());
  std::filesystem::create_directory(Cache());
  Start(&notes);
  ASSERT_EQ(notes.size(), 2u);
  EXPECT_NE(notes[0].find("accounts.json: its version is 0, not 1"), std::string::npos) << notes[0];
  EXPECT_NE(notes[1].find("accounts.json: it is not a regular file"), std::string::npos)
      << notes[1];
}

// It may have been edited: what it says is judged as if the source had just told it.
TEST_F(DiscoveryCacheTest, WhatItSaysIsJudgedAsIfJustTold) {
  folder_.Write("state/waba.db.accounts.json",
                R"({"format": "waba_exporter discovered accounts", "version": 1,
                    "sources": {"partner/acme": [{"name": "../keys/good"}, {"name": "kiel"}]}})");
  std::vector<std::string> notes;
  EXPECT_EQ(Names(Start(&notes)), "berlin kiel");
  ASSERT_EQ(notes.size(), 2u);
  EXPECT_EQ(notes[0].find("partner/acme: account '../keys/good': 'name' must begin"), 0u);
}

TEST_F(DiscoveryCacheTest, WhatCannotBeWrittenIsTriedAgain) {
  ConfigSource source = Start();
  source.SetDiscovered({"partner/acme", {Channel("munich")}}, kStart);
  std::filesystem::remove(folder_.Path("state"));
  const Status failed = source.WriteCache();
  ASSERT_FALSE(failed);
  EXPECT_EQ(folder_.Comparable(failed.error().message),
            "state/waba.db.accounts.json.new: No such file or directory");
  std::filesystem::create_directory(folder_.Path("state"));
  ASSERT_TRUE(source.WriteCache());
  EXPECT_EQ(Names(Start()), "berlin munich");
}

TEST_F(DiscoveryCacheTest, WhoDoesNotRememberWritesNothing) {
  auto source = ConfigSource::Open(path_, SharedCatalogue(), {}, kStart);
  ASSERT_TRUE(source);
  source->SetDiscovered({"partner/acme", {Channel("munich")}}, kStart);
  ASSERT_TRUE(source->WriteCache());
  EXPECT_FALSE(std::filesystem::exists(Cache()));
}

}  // namespace
}  // namespace wa
