#include "load/config_source.h"

#include <algorithm>
#include <utility>

#include "config/shard.h"
#include "load/account_key.h"
#include "load/discovery_cache.h"
#include "load/merge_accounts.h"

namespace wa {
namespace {

// Takes the old object for each account that is as it was. Both are in order of names.
void KeepUnchanged(const AccountsByName& before, AccountsByName* accounts) {
  auto old = before.begin();
  for (auto& account : *accounts) {
    while (old != before.end() && (*old)->name < account->name) ++old;
    if (old != before.end() && **old == *account) account = *old;
  }
}

std::vector<std::string> AllOf(const std::map<std::string, std::vector<std::string>>& by_source) {
  std::vector<std::string> notes;
  for (const auto& [source, texts] : by_source) {
    for (const std::string& text : texts) notes.push_back(source + ": " + text);
  }
  return notes;
}

void KeepShard(const Shard& shard, AccountsByName* accounts) {
  std::erase_if(*accounts, [&](const auto& account) { return !Belongs(shard, *account); });
}

}  // namespace

tl::expected<ConfigSource, Problems> ConfigSource::Open(std::string path,
                                                        std::shared_ptr<const Catalogue> catalogue,
                                                        Shard shard, SystemTime now) {
  ConfigSource source(std::move(path), std::move(catalogue), shard);
  if (auto loaded = source.Load(now); !loaded) return tl::unexpected(std::move(loaded.error()));
  return source;
}

tl::expected<ConfigChange, Problems> ConfigSource::Load(SystemTime now) {
  ConfigFiles files;
  KeyRing ring = ring_.Anew(now);
  auto draft = ReadConfig(path_, *catalogue_, &files, &ring);
  if (!draft) {
    refused_ = std::move(files);
    return tl::unexpected(std::move(draft.error()));
  }
  files_ = std::move(files);
  refused_.reset();
  ring_ = std::move(ring);
  draft_ = std::move(*draft);
  ForgetStrangers();
  const auto before = current_;
  std::vector<std::string> notes = AllOf(Assemble());
  ring_.ForgetBefore();
  return Since(before, std::move(notes));
}

ConfigChange ConfigSource::Remember(SystemTime now) {
  cache_path_ = DiscoveryCachePath(draft_.config.storage);
  auto cached = ReadDiscoveryCache(cache_path_);
  if (!cached) {
    return {nullptr,
            {"the accounts that sources named before cannot be read, and are waited for: " +
             cached.error().message}};
  }
  remembered_ = std::make_shared<const std::map<std::string, Discovered>>(*cached);
  discovered_ = std::move(*cached);
  ForgetStrangers();
  ring_.SetNow(now);
  const auto before = current_;
  std::vector<std::string> notes = AllOf(Assemble());
  return Since(before, std::move(notes));
}

Status ConfigSource::WriteCache() {
  if (cache_path_.empty() || is_cached_) return {};
  const Status written = WriteDiscoveryCache(cache_path_, discovered_);
  is_cached_ = written.has_value();
  return written;
}

// Sources that are not configured (any more).
void ConfigSource::ForgetStrangers() {
  const auto is_stranger = [&](const std::string& source) {
    return !HasSource(draft_.config, source);
  };
  std::erase_if(heard_, is_stranger);
  if (std::erase_if(discovered_, [&](const auto& one) { return is_stranger(one.first); }) > 0) {
    is_cached_ = false;
  }
}

ConfigChange ConfigSource::SetDiscovered(Discovered discovered, SystemTime now) {
  if (!HasSource(draft_.config, discovered.source)) return {};
  std::sort(discovered.accounts.begin(), discovered.accounts.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  const std::string source = discovered.source;
  const bool is_first = heard_.insert(source).second;
  const auto [known, is_new] = discovered_.try_emplace(source);
  const bool is_same = !is_new && known->second.accounts == discovered.accounts;
  if (is_same && !(is_first && IsComplete())) return {};
  if (!is_same) is_cached_ = false;
  known->second = std::move(discovered);
  ring_.SetNow(now);
  const auto before = current_;
  auto notes = Assemble();
  return Since(before, std::move(notes[source]));
}

ConfigChange ConfigSource::RefreshKeys(SystemTime now) { return TakeUp(ring_.RefreshFiles(now)); }

ConfigChange ConfigSource::RefreshKey(const std::string& name, SystemTime now) {
  for (const KeyPlaces* places : {&discovered_places_, &draft_.key_places}) {
    const auto place = places->find(name);
    if (place != places->end()) return TakeUp(ring_.Refresh(*place->second, now));
  }
  return {};
}

// The files are as they were read; only the ring has other secrets.
ConfigChange ConfigSource::TakeUp(KeyRing::Refreshed refreshed) {
  if (refreshed.changed.empty()) return {nullptr, std::move(refreshed.notes)};
  if (!GiveNewKeys(refreshed.changed)) {
    auto draft = ReadConfig(path_, *catalogue_, &files_, &ring_);
    if (!draft) {
      for (const Problem& problem : draft.error()) refreshed.notes.push_back(problem.Format());
      return {nullptr, std::move(refreshed.notes)};
    }
    draft_ = std::move(*draft);
  }
  const auto before = current_;
  Assemble();
  return Since(before, std::move(refreshed.notes));
}

// False: not all of them are keys of single accounts. Those of a large fleet change every day, and
// its files take seconds to read.
bool ConfigSource::GiveNewKeys(const std::set<std::shared_ptr<const SecretPlace>>& places) {
  std::set<std::shared_ptr<const SecretPlace>> others = places;
  for (const auto& [name, place] : discovered_places_) others.erase(place);
  AccountsByName accounts = draft_.config.accounts;
  for (const auto& [name, place] : draft_.key_places) {
    if (!places.contains(place)) continue;
    const auto at = PlaceOf(name, accounts);
    if (!at) return false;
    Account account = *accounts[*at];
    GiveKey(*place, &ring_, &account);
    accounts[*at] = std::make_shared<const Account>(std::move(account));
    others.erase(place);
  }
  if (!others.empty()) return false;
  draft_.config.accounts = std::move(accounts);
  return true;
}

bool ConfigSource::IsComplete() const {
  const Config& config = draft_.config;
  return heard_.size() ==
         config.waba_sources.size() + config.http_sources.size() + config.partner_sources.size();
}

std::map<std::string, std::vector<std::string>> ConfigSource::Assemble() {
  MergedAccounts merged = MergeAccounts(draft_, discovered_, &ring_);
  auto config = std::make_shared<Config>(draft_.config);
  config->shard = shard_;
  TakeShare(shard_, config.get());
  config->is_complete = IsComplete();
  config->remembered = remembered_;
  config->accounts = std::move(merged.accounts);
  KeepShard(shard_, &config->accounts);
  if (current_) KeepUnchanged(current_->accounts, &config->accounts);
  discovered_places_ = std::move(merged.key_places);
  if (!current_ || !(*current_ == *config)) current_ = std::move(config);
  return std::move(merged.notes);
}

ConfigChange ConfigSource::Since(const std::shared_ptr<const Config>& before,
                                 std::vector<std::string> notes) const {
  return {current_ == before ? nullptr : current_, std::move(notes)};
}

}  // namespace wa
