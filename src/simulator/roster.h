#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "simulator/scenario.h"

namespace wa::simulator {

// The accounts of a scenario while it plays: who has which key, and what each answers now, by its
// script or because somebody said so meanwhile. Times are the script's. Not thread-safe.
class Roster {
 public:
  explicit Roster(Scenario scenario);

  std::size_t size() const { return accounts_.size(); }
  const AccountScript& account(std::size_t index) const { return accounts_[index]; }
  std::vector<std::string> Names() const;

  // By the digest of the key that was shown (Sha256Hex).
  std::optional<std::size_t> FindByKeyDigest(const std::string& digest) const;
  std::optional<std::size_t> FindByName(const std::string& name) const;

  // What the account answers at `time`; `overridden` says whether that is by Override().
  struct Current {
    AnswerPtr answer;
    bool overridden = false;
  };
  Current At(std::size_t index, Duration time) const;

  // From now on, whatever the script says; `until` is exclusive.
  void Override(std::size_t index, AnswerPtr answer, std::optional<Duration> until);
  void Release(std::size_t index);

  // Replaces every key by ***.
  std::string Scrub(std::string text) const;

 private:
  struct Overriding {
    AnswerPtr answer;
    std::optional<Duration> until;
  };
  std::vector<AccountScript> accounts_;
  std::vector<std::optional<Overriding>> overriding_;  // by index
  std::unordered_map<std::string, std::size_t> by_digest_;
  std::unordered_map<std::string, std::size_t> by_name_;
};

}  // namespace wa::simulator
