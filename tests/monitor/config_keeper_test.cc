#include "monitor/config_keeper.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "load/config_case.h"
#include "support/fake_clock.h"

namespace wa {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 20s;  // only a test that fails waits so long

constexpr char kSettings[] = R"([provider.d360]
kind = "360dialog"
[partner.acme]
id = "AcmePA"
api_key_file = "keys/good"
discover = true
keys = "channels"
)";
constexpr char kBerlin[] = R"([[account]]
name = "berlin"
api_key_command = ["./print-key"]
)";
constexpr char kLisbon[] = R"([[account]]
name = "lisbon"
api_key_file = "keys/lisbon"
)";

// What the keeper hands over, from its thread to the test's.
class Adopted {
 public:
  void Put(std::shared_ptr<const Config> config) {
    {
      const std::lock_guard lock(mutex_);
      configs_.push_back(std::move(config));
    }
    changed_.notify_all();
  }
  std::size_t Count() const {
    const std::lock_guard lock(mutex_);
    return configs_.size();
  }
  // The one of that number; null if it does not come.
  std::shared_ptr<const Config> Wait(std::size_t index) {
    std::unique_lock lock(mutex_);
    const bool came = changed_.wait_for(lock, kPatience, [&] { return configs_.size() > index; });
    EXPECT_TRUE(came) << "nothing was handed over";
    return came ? configs_[index] : nullptr;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::shared_ptr<const Config>> configs_;
};

class ConfigKeeperTest : public testing::Test {
 protected:
  ConfigKeeperTest() {
    WriteKey("keys/lisbon", "markedKeyOfLisbon_AK");
    WriteKey("printed", "markedKeyOfBerlin_AK");
    folder_.Write(
        "print-key",
        "#!/bin/sh\nwhile read -r key; do echo \"$key\"; done <" + folder_.Path("printed") + "\n",
        0755);
    std::filesystem::create_directory(folder_.Path("channels"));
    WriteConfig(kBerlin);
  }

  // As a deployment does it: a new file takes the place of the old one.
  void WriteKey(const std::string& name, const std::string& key) {
    std::filesystem::rename(folder_.Write(name + ".new", key + "\n", 0600), folder_.Path(name));
  }
  void WriteConfig(const std::string& rest) {
    std::filesystem::rename(folder_.Write("waba.toml.new", kSettings + rest),
                            folder_.Path("waba.toml"));
  }

  void Start(std::chrono::milliseconds look_every = 1h) {
    auto source =
        ConfigSource::Open(folder_.Path("waba.toml"), SharedCatalogue(), {}, clock_.System());
    ASSERT_TRUE(source) << Dump(source.error());
    keeper_.emplace(
        std::move(*source), clock_,
        [this](std::shared_ptr<const Config> config) { adopted_.Put(std::move(config)); },
        [this](const Config&) { ++looks_; }, look_every);
  }

  ReloadOutcome Reload() {
    std::promise<ReloadOutcome> promise;
    auto outcome = promise.get_future();
    keeper_->Reload([&](const ReloadOutcome& result) { promise.set_value(result); });
    return outcome.get();
  }

  // A channel that was not there before, so that there is something to hand over.
  void Discover(const std::string& channel) {
    DiscoveredAccount account;
    account.name = account.channel_id = channel;
    keeper_->Discovered({"partner/acme", {account}});
  }

  // What was asked of the keeper so far is done: it takes its work whole, and what it discovers
  // comes before what was refused.
  void Settle() {
    for (const char* channel : {"SettleACH", "SettleBCH"}) {
      const std::size_t before = adopted_.Count();
      Discover(channel);
      adopted_.Wait(before);
    }
  }

  static std::string KeyOf(const std::shared_ptr<const Config>& config, const std::string& name) {
    if (config == nullptr) return "no configuration";
    for (const auto& account : config->accounts) {
      if (account->name == name) return std::string(account->api_key.Reveal());
    }
    return "no account";
  }

  ConfigFolder folder_;
  test::FakeClock clock_;
  Adopted adopted_;
  std::atomic<int> looks_{0};
  std::optional<ConfigKeeper> keeper_;  // goes first
};

TEST_F(ConfigKeeperTest, BeginsWithWhatWasRead) {
  Start();
  EXPECT_EQ(KeyOf(keeper_->Current(), "berlin"), "markedKeyOfBerlin_AK");
  EXPECT_TRUE(keeper_->State().last_succeeded);
  EXPECT_EQ(keeper_->State().last_success, clock_.System());
  EXPECT_EQ(adopted_.Count(), 0u);
}

TEST_F(ConfigKeeperTest, AReloadHandsOverTheWholeBeforeItIsAnswered) {
  Start();
  WriteConfig(std::string(kBerlin) + kLisbon);
  clock_.Advance(1min);
  const ReloadOutcome outcome = Reload();
  EXPECT_TRUE(outcome.succeeded);
  EXPECT_EQ(outcome.problems, std::vector<std::string>());
  EXPECT_EQ(outcome.notes, std::vector<std::string>());
  ASSERT_EQ(adopted_.Count(), 1u);
  EXPECT_EQ(adopted_.Wait(0), keeper_->Current());
  EXPECT_EQ(KeyOf(keeper_->Current(), "lisbon"), "markedKeyOfLisbon_AK");
  EXPECT_EQ(keeper_->State().last_success, clock_.System());
}

TEST_F(ConfigKeeperTest, AReloadWithoutAChangeHandsOverNothing) {
  Start();
  const auto before = keeper_->Current();
  EXPECT_TRUE(Reload().succeeded);
  EXPECT_EQ(adopted_.Count(), 0u);
  EXPECT_EQ(keeper_->Current(), before);
}

TEST_F(ConfigKeeperTest, AReloadWithAMistakeChangesNothing) {
  Start();
  const auto before = keeper_->Current();
  const SystemTime read_at = clock_.System();
  WriteConfig(std::string(kBerlin) + kLisbon + "plam = \"regular\"\n");
  clock_.Advance(1min);
  const ReloadOutcome outcome = Reload();
  EXPECT_FALSE(outcome.succeeded);
  ASSERT_EQ(outcome.problems.size(), 1u);
  EXPECT_NE(outcome.problems[0].find("waba.toml:14:1: unknown key 'plam'"), std::string::npos)
      << outcome.problems[0];
  EXPECT_EQ(keeper_->Current(), before);
  EXPECT_EQ(adopted_.Count(), 0u);
  EXPECT_FALSE(keeper_->State().last_succeeded);
  EXPECT_EQ(keeper_->State().last_success, read_at);

  WriteConfig(std::string(kBerlin) + kLisbon);
  EXPECT_TRUE(Reload().succeeded);
  EXPECT_TRUE(keeper_->State().last_succeeded);
  EXPECT_EQ(keeper_->State().last_success, clock_.System());
  EXPECT_EQ(KeyOf(keeper_->Current(), "lisbon"), "markedKeyOfLisbon_AK");
}

TEST_F(ConfigKeeperTest, AReloadSaysWhatCountsAfterARestartOnly) {
  Start();
  WriteConfig(R"([server]
listen = ["127.0.0.1:1"]
max_body = "1MiB"
[server.tls]
cert_file = "tls/cert.pem"
key_file = "tls/key.pem"
min_version = "1.3"
[storage]
path = "other.db"
max_size = "16MiB"
[polling]
max_in_flight = 7
interval = "30s"
[log]
level = "error"
format = "json"
)" + std::string(kBerlin));
  const ReloadOutcome outcome = Reload();
  EXPECT_TRUE(outcome.succeeded);
  std::vector<std::string> expected;
  for (const char* setting :
       {"server.listen", "server.tls", "server.tls.min_version", "server.max_body", "storage.path",
        "storage.max_size", "polling.max_in_flight", "log.level", "log.format"}) {
    expected.push_back(std::string(setting) +
                       " is not what it was at the start: it counts after a restart");
  }
  EXPECT_EQ(outcome.notes, expected);
  EXPECT_EQ(Reload().notes, expected) << "as long as it is so";
  EXPECT_EQ(keeper_->Current()->polling.interval, 30s);
}

TEST_F(ConfigKeeperTest, OthersLookAtTheirFilesWithEachReload) {
  Start();
  EXPECT_EQ(looks_, 0);
  WriteConfig(kBerlin);
  EXPECT_TRUE(Reload().succeeded);
  EXPECT_EQ(looks_, 1);
  WriteConfig("intervall = 1\n");
  EXPECT_FALSE(Reload().succeeded);
  EXPECT_EQ(looks_, 1);
}

TEST_F(ConfigKeeperTest, WhatASourceNamesIsMergedInOrder) {
  Start();
  WriteKey("channels/MunichCH", "markedKeyOfMunich_AK");
  keeper_->Discovered({"partner/nobody", {}});  // not configured (any more)
  Discover("MunichCH");
  EXPECT_EQ(KeyOf(adopted_.Wait(0), "MunichCH"), "markedKeyOfMunich_AK");
  EXPECT_TRUE(adopted_.Wait(0)->is_complete);
  Discover("VeniceCH");
  EXPECT_EQ(KeyOf(adopted_.Wait(1), "MunichCH"), "no account");
  EXPECT_EQ(KeyOf(adopted_.Wait(1), "VeniceCH"), "");
  EXPECT_EQ(adopted_.Count(), 2u);
}

TEST_F(ConfigKeeperTest, WhatWasDiscoveredOutlivesAReload) {
  Start();
  Discover("MunichCH");
  adopted_.Wait(0);
  WriteConfig(std::string(kBerlin) + kLisbon);
  EXPECT_TRUE(Reload().succeeded);
  EXPECT_EQ(KeyOf(keeper_->Current(), "MunichCH"), "");
}

TEST_F(ConfigKeeperTest, ARefusedKeyIsReadAnewOnceInHalfAMinute) {
  Start();
  WriteKey("printed", "markedSecondKey_AK");
  keeper_->KeyRefused("berlin");
  EXPECT_EQ(KeyOf(adopted_.Wait(0), "berlin"), "markedSecondKey_AK");

  WriteKey("printed", "markedThirdKey_AK");
  clock_.Advance(30s - 1ns);
  keeper_->KeyRefused("berlin");
  Settle();
  EXPECT_EQ(KeyOf(keeper_->Current(), "berlin"), "markedSecondKey_AK");

  clock_.Advance(1ns);
  const std::size_t before = adopted_.Count();
  keeper_->KeyRefused("berlin");
  EXPECT_EQ(KeyOf(adopted_.Wait(before), "berlin"), "markedThirdKey_AK");
}

TEST_F(ConfigKeeperTest, ARefusedKeyThatIsTheSameIsNoNews) {
  Start();
  keeper_->KeyRefused("berlin");
  keeper_->KeyRefused("nobody");
  Settle();
  EXPECT_EQ(adopted_.Count(), 2u);  // of Settle()
}

TEST_F(ConfigKeeperTest, AKeyFileThatChangesIsReadWithoutBeingAsked) {
  WriteConfig(kLisbon);
  Start(1ms);
  WriteKey("keys/lisbon", "markedRotated_AK");
  EXPECT_EQ(KeyOf(adopted_.Wait(0), "lisbon"), "markedRotated_AK");
}

TEST_F(ConfigKeeperTest, WatchesTheFilesIfAsked) {
  WriteConfig(std::string(kBerlin) + "[config]\nwatch = true\n");
  Start(1ms);
  WriteConfig(std::string(kBerlin) + kLisbon + "[config]\nwatch = true\n");
  EXPECT_EQ(KeyOf(adopted_.Wait(0), "lisbon"), "markedKeyOfLisbon_AK");
}

// Whoever waits for a reload is answered exactly once, also if the program stops meanwhile.
TEST_F(ConfigKeeperTest, EveryReloadIsAnsweredOnce) {
  Start();
  constexpr std::size_t kReloads = 50;
  std::vector<int> answers(kReloads, 0);  // of the keeper's thread, or of ours once that is gone
  for (std::size_t i = 0; i < kReloads; ++i) {
    keeper_->Reload([&answers, i](const ReloadOutcome& outcome) {
      ++answers[i];
      if (!outcome.succeeded) {
        EXPECT_EQ(outcome.problems, std::vector<std::string>{"The exporter is stopping."});
      }
    });
  }
  keeper_.reset();
  EXPECT_EQ(answers, std::vector<int>(kReloads, 1));
}

}  // namespace
}  // namespace wa
