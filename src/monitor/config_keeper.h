#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "config/config.h"
#include "load/config_source.h"
#include "model/discovery.h"
#include "web/backend.h"

namespace wa {

// How reading the configuration went.
struct ReloadState {
  bool last_succeeded = true;
  SystemTime last_success;
};

// Keeps the configuration of the running exporter up to date, on a thread of its own, because
// reading it touches files and runs programs: on a reload, when a key's file changes, when a
// provider does not know a key, when a source discovers accounts (which it writes down for the next
// start), and, if asked for, when a file of
// the configuration changes. What is new is handed over whole. Thread-safe.
class ConfigKeeper {
 public:
  using Adopt = std::function<void(std::shared_ptr<const Config>)>;
  using Look = std::function<void(const Config&)>;

  // How often files are looked at; in a large fleet more seldom, but each minute, so that it takes
  // less than half a percent of a core: a stat() of 20,000 key files takes some 20 ms.
  static constexpr std::chrono::milliseconds kLookEvery = std::chrono::seconds(10);

  // `adopt` is called from the keeper's thread, and so is `look`, if it is not null, whenever files
  // are looked at: for those that are no part of a Config. REQUIRES: `clock` outlives it.
  ConfigKeeper(ConfigSource source, const Clock& clock, Adopt adopt, Look look = nullptr,
               std::chrono::milliseconds look_every = kLookEvery);
  ~ConfigKeeper();
  ConfigKeeper(const ConfigKeeper&) = delete;
  ConfigKeeper& operator=(const ConfigKeeper&) = delete;

  // Never null.
  std::shared_ptr<const Config> Current() const;
  ReloadState State() const;

  // Returns at once; `done` is called exactly once, from the keeper's thread or, if the program
  // stops, from the one that destroys it.
  void Reload(std::function<void(ReloadOutcome)> done);
  void Discovered(wa::Discovered discovered);
  // Its provider does not know the account's key: perhaps there is another one by now. At most one
  // look per account in half a minute.
  void KeyRefused(const std::string& account);

 private:
  struct Work {
    std::vector<std::function<void(ReloadOutcome)>> reloads;
    std::vector<wa::Discovered> discovered;
    std::set<std::string> refused;
    bool IsEmpty() const { return reloads.empty() && discovered.empty() && refused.empty(); }
  };

  void Run();
  Duration RestAfter(Duration look) const;
  void Do(Work work);
  enum class Asked { kBySomebody, kByAWatch };
  ReloadOutcome ReadAnew(Asked asked);
  void LookAtFiles();
  void WriteCache();
  void TakeUp(const ConfigChange& change);

  const Clock& clock_;
  const Adopt adopt_;
  const Look look_;
  const std::chrono::milliseconds look_every_;
  ConfigSource source_;                       // of the thread
  std::vector<std::string> problems_;         // of the last reading; of the thread
  SteadyTime tried_;                          // when that was; of the thread
  std::map<std::string, SteadyTime> looked_;  // of the thread, by account
  std::string why_not_cached_;                // of the thread; said last

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  Work work_;                                  // guarded by mutex_
  const std::shared_ptr<const Config> start_;  // what the process began with
  std::shared_ptr<const Config> current_;      // guarded by mutex_
  ReloadState state_;                          // guarded by mutex_
  bool stopping_ = false;                      // guarded by mutex_
  std::thread thread_;
};

}  // namespace wa
