#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "condition/catalogue.h"
#include "config/config.h"
#include "load/config_files.h"
#include "load/key_ring.h"
#include "load/load_config.h"
#include "load/problem.h"
#include "model/discovery.h"

namespace wa {

// What a call changed.
struct ConfigChange {
  std::shared_ptr<const Config> config;  // null: nothing
  std::vector<std::string> notes;        // for the log: what was left out, or stays as it was
};

// The configuration of a running exporter: its files, its keys, and the accounts that sources
// discovered, merged into one Config for this shard. Confined to one thread; each call reads files
// and may block, at worst for the programs that print keys. An account that did not change is the
// same object in the next Config.
//   auto source = ConfigSource::Open("waba.toml", catalogue, {}, clock.System());
//   monitor.Adopt(source->Current());
//   if (auto change = source->SetDiscovered(found, clock.System()); change.config) ...
class ConfigSource {
 public:
  static tl::expected<ConfigSource, Problems> Open(std::string path,
                                                   std::shared_ptr<const Catalogue> catalogue,
                                                   Shard shard, SystemTime now);

  // Takes up what sources named in an earlier run, from the cache beside the database, until they
  // tell it anew. Without it nothing is remembered. Once, after Open().
  ConfigChange Remember(SystemTime now);

  // Writes the cache if what is known differs from what is in it; tries again at the next call if
  // that fails.
  Status WriteCache();

  // Reads and validates everything anew, and keeps what was discovered. With a problem nothing
  // changes at all.
  tl::expected<ConfigChange, Problems> Load(SystemTime now);

  const std::shared_ptr<const Config>& Current() const { return current_; }

  // Takes what a source names now; a source that is not configured (any more) is ignored. Notes are
  // about this source.
  ConfigChange SetDiscovered(Discovered discovered, SystemTime now);

  // Reads the secrets anew whose files changed. One that cannot be read any more stays as it was.
  ConfigChange RefreshKeys(SystemTime now);

  // Reads the key of this account, or the credential of this source ("partner/acme"), anew,
  // wherever it comes from: whoever was asked does not take it.
  ConfigChange RefreshKey(const std::string& name, SystemTime now);

  // Whether a file of the configuration changed since it was read, also in vain; files of secrets
  // aside.
  bool WatchedFilesChanged() const { return refused_ ? refused_->Changed() : files_.Changed(); }

 private:
  ConfigSource(std::string path, std::shared_ptr<const Catalogue> catalogue, Shard shard)
      : path_(std::move(path)), catalogue_(std::move(catalogue)), shard_(shard) {}

  ConfigChange TakeUp(KeyRing::Refreshed refreshed);
  bool GiveNewKeys(const std::set<std::shared_ptr<const SecretPlace>>& places);
  void ForgetStrangers();
  bool IsComplete() const;
  std::map<std::string, std::vector<std::string>> Assemble();
  ConfigChange Since(const std::shared_ptr<const Config>& before,
                     std::vector<std::string> notes) const;

  std::string path_;
  std::shared_ptr<const Catalogue> catalogue_;
  Shard shard_;
  ConfigFiles files_;
  std::optional<ConfigFiles>
      refused_;  // as they were when Load() failed last; nothing: it succeeded
  KeyRing ring_{SystemTime()};
  ConfigDraft draft_;
  std::map<std::string, Discovered> discovered_;  // by source
  std::shared_ptr<const std::map<std::string, Discovered>> remembered_;
  std::set<std::string> heard_;  // sources that told theirs in this run
  std::string cache_path_;       // empty: there is no cache
  bool is_cached_ = true;        // what is in discovered_
  KeyPlaces discovered_places_;
  std::shared_ptr<const Config> current_;
};

}  // namespace wa
