#include "simulator/roster.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "simulator/digest.h"

namespace wa::simulator {
namespace {

std::optional<std::size_t> Find(const std::unordered_map<std::string, std::size_t>& map,
                                const std::string& key) {
  const auto found = map.find(key);
  if (found == map.end()) return std::nullopt;
  return found->second;
}

const std::vector<std::size_t>& FindAll(
    const std::unordered_map<std::string, std::vector<std::size_t>>& map, const std::string& key) {
  static const std::vector<std::size_t> none;
  const auto found = map.find(key);
  return found == map.end() ? none : found->second;
}

}  // namespace

Roster::Roster(std::vector<AccountScript> accounts) : accounts_(std::move(accounts)) {
  places_.reserve(accounts_.size());
  for (std::size_t i = 0; i < accounts_.size(); ++i) {
    const AccountScript& account = accounts_[i];
    places_.push_back(PlaceOf(account.block->share_by_waba ? account.waba_id : account.name));
    by_name_[account.name] = i;
    by_phone_number_id_[account.phone_number_id] = i;
    by_waba_[account.waba_id].push_back(i);
    if (!account.block->fleet.empty()) by_fleet_[account.block->fleet].push_back(i);
    scrubber_.Add(account.block->app_secret.Reveal());
  }
  IndexKeys();
}

void Roster::IndexKeys() {
  by_digest_.clear();
  for (std::size_t i = 0; i < accounts_.size(); ++i) {
    by_digest_.emplace(Sha256Hex(accounts_[i].key.Reveal()), i);
    scrubber_.Add(accounts_[i].key.Reveal());
  }
}

std::vector<std::string> Roster::Names() const {
  std::vector<std::string> names;
  for (const AccountScript& account : accounts_) names.push_back(account.name);
  return names;
}

std::vector<std::string> Roster::FleetNames() const {
  std::vector<std::string> names;
  for (const auto& [name, members] : by_fleet_) names.push_back(name);
  std::sort(names.begin(), names.end());
  return names;
}

std::optional<std::size_t> Roster::FindByKeyDigest(const std::string& digest) const {
  return Find(by_digest_, digest);
}

std::optional<std::size_t> Roster::FindByFormerKeyDigest(const std::string& digest) const {
  return Find(former_, digest);
}

std::optional<std::size_t> Roster::FindByName(const std::string& name) const {
  return Find(by_name_, name);
}

std::optional<std::size_t> Roster::FindByPhoneNumberId(const std::string& id) const {
  return Find(by_phone_number_id_, id);
}

const std::vector<std::size_t>& Roster::OfWaba(const std::string& waba_id) const {
  return FindAll(by_waba_, waba_id);
}

const std::vector<std::size_t>& Roster::OfFleet(const std::string& name) const {
  return FindAll(by_fleet_, name);
}

std::vector<std::size_t> Roster::Members(const std::vector<std::string>& names) const {
  std::vector<std::size_t> members;
  if (names.empty()) {
    for (std::size_t i = 0; i < accounts_.size(); ++i) members.push_back(i);
  }
  for (const std::string& name : names) {
    const auto& fleet = OfFleet(name);
    members.insert(members.end(), fleet.begin(), fleet.end());
    if (const auto account = FindByName(name)) members.push_back(*account);
  }
  return members;
}

Roster::Current Roster::At(std::size_t index, Duration time) const {
  const AccountBlock& block = *accounts_[index].block;
  const auto own = overriding_.find(index);
  if (own != overriding_.end() && own->second.Holds(time)) return {own->second.answer, true};
  const auto fleet = fleet_overriding_.find(block.fleet);
  if (fleet != fleet_overriding_.end() && fleet->second.Holds(time, places_[index])) {
    return {fleet->second.answer, true};
  }
  return {AnswerAt(block.script, time, places_[index]), false};
}

Status Roster::ChangeKeys(NewKeys&& keys) {
  Status right = CheckKeys(keys);
  if (!right) return right;
  for (auto& [index, key] : keys) {
    former_[Sha256Hex(accounts_[index].key.Reveal())] = index;
    accounts_[index].key = std::move(key);
  }
  IndexKeys();
  for (const auto& [digest, index] : by_digest_) former_.erase(digest);
  return {};
}

Status Roster::CheckKeys(const NewKeys& keys) const {
  std::unordered_set<std::size_t> changed;
  for (const auto& [index, key] : keys) changed.insert(index);
  std::unordered_set<std::string> seen;
  for (const auto& [index, key] : keys) {
    const std::string_view why = WhyNotACredential(key.Reveal());
    if (!why.empty()) return Fail(ErrorCode::kConfig, "'key' is no API key: " + std::string(why));
    if (accounts_[index].block->kind == AccountKind::kMeta) continue;
    const std::string digest = Sha256Hex(key.Reveal());
    const auto owner = FindByKeyDigest(digest);
    const bool taken = owner && changed.count(*owner) == 0;
    if (taken || !seen.insert(digest).second) {
      return Fail(ErrorCode::kConfig, "another account has the same key");
    }
  }
  return {};
}

}  // namespace wa::simulator
