#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "simulator/scenario.h"
#include "simulator/scrubber.h"

namespace wa::simulator {

// What somebody said meanwhile, instead of the script.
struct Override {
  AnswerPtr answer;
  std::optional<Duration> until;  // exclusive
  double share = 1;               // of a fleet: who has a place below it

  bool Holds(Duration time, double place = 0) const {
    return (!until || time < *until) && place < share;
  }
};

// The accounts of a scenario while it plays: who has which key, and what each answers now, by its
// script or because somebody said so meanwhile. Times are the script's. Not thread-safe.
class Roster {
 public:
  explicit Roster(std::vector<AccountScript> accounts);

  std::size_t size() const { return accounts_.size(); }
  const AccountScript& account(std::size_t index) const { return accounts_[index]; }
  std::vector<std::string> Names() const;
  std::vector<std::string> FleetNames() const;

  // By the digest of the key that was shown (Sha256Hex): the first account that has it now.
  std::optional<std::size_t> FindByKeyDigest(const std::string& digest) const;
  // Whose key it was, before it was changed.
  std::optional<std::size_t> FindByFormerKeyDigest(const std::string& digest) const;
  std::optional<std::size_t> FindByName(const std::string& name) const;
  std::optional<std::size_t> FindByPhoneNumberId(const std::string& id) const;
  // In the order of the scenario; empty: none.
  const std::vector<std::size_t>& OfWaba(const std::string& waba_id) const;
  const std::vector<std::size_t>& OfFleet(const std::string& name) const;
  // Of accounts and fleets; all accounts for no name at all.
  std::vector<std::size_t> Members(const std::vector<std::string>& names) const;

  // What the account answers at `time`; `overridden` says whether that is by Override().
  struct Current {
    AnswerPtr answer;
    bool overridden = false;
  };
  Current At(std::size_t index, Duration time) const;
  // What its good answers say. REQUIRES: `current` outlives it.
  Said SaidBy(std::size_t index, const Current& current) const {
    return {&current.answer->fields, &accounts_[index].block->good};
  }

  // From now on, whatever the script says. An account's own comes before its fleet's.
  void Set(std::size_t index, Override over) { overriding_[index] = std::move(over); }
  void Release(std::size_t index) { overriding_.erase(index); }
  void SetFleet(const std::string& name, Override over) {
    fleet_overriding_[name] = std::move(over);
  }
  void ReleaseFleet(const std::string& name) { fleet_overriding_.erase(name); }

  // New keys; the old ones are nobody's from now on. Refused, and nothing is changed, if one of
  // them is no key or another account's.
  using NewKeys = std::vector<std::pair<std::size_t, Secret>>;
  Status ChangeKeys(NewKeys&& keys);

  // Knows every key, also former ones.
  Scrubber* scrubber() { return &scrubber_; }
  std::string Scrub(std::string_view text) const { return scrubber_.Scrub(text); }

 private:
  using Index = std::unordered_map<std::string, std::vector<std::size_t>>;

  void IndexKeys();
  Status CheckKeys(const NewKeys& keys) const;

  std::vector<AccountScript> accounts_;
  std::vector<double> places_;  // by index
  std::unordered_map<std::size_t, Override> overriding_;
  std::unordered_map<std::string, Override> fleet_overriding_;
  std::unordered_map<std::string, std::size_t> by_digest_;
  std::unordered_map<std::string, std::size_t> former_;
  std::unordered_map<std::string, std::size_t> by_name_;
  std::unordered_map<std::string, std::size_t> by_phone_number_id_;
  Index by_waba_;
  Index by_fleet_;
  Scrubber scrubber_;
};

}  // namespace wa::simulator
