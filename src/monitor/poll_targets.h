#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "config/config.h"
#include "model/operation.h"

namespace wa {

// What one request (or one request per page) asks: a question about accounts of one provider.
struct PollTarget {
  std::string name;  // decides its phase: the account's, or that of the question and its batch
  Operation operation = Operation::kHealth;
  std::size_t provider = 0;        // position in Config::providers
  std::vector<std::size_t> slots;  // of the accounts; empty: nobody asks this any more
  // Whose budgets a request spends beside the provider's; empty where there is none.
  std::string credential;  // fingerprint
  std::string waba_id;
};

// Which questions there are, and about whom. Each has a number, which it keeps for ever, so that
// whoever holds one need not care about a new configuration. Owned by the loop.
class PollTargets {
 public:
  // `slots` are those of config.accounts, in their order.
  void Adopt(const Config& config, const std::vector<std::size_t>& slots);

  std::size_t Count() const { return targets_.size(); }
  const PollTarget& operator[](std::size_t target) const { return targets_[target]; }
  bool Has(std::size_t target) const { return !targets_[target].slots.empty(); }

  // The one that asks about the account's health; none: it has no key.
  std::optional<std::size_t> HealthOf(std::size_t slot) const;
  // All that ask about it, health first.
  const std::vector<std::size_t>& Of(std::size_t slot) const;

 private:
  void Add(const Config& config, std::size_t provider, std::size_t account, std::size_t slot,
           Operation operation);

  // The place in targets_ of the question, which is new if it is the last one.
  std::size_t Number(const std::string& provider, const std::string& batch, std::size_t slot,
                     Operation operation);

  std::vector<PollTarget> targets_;
  std::map<std::string, std::size_t, std::less<>> providers_;  // numbers of names, for ever
  // By provider, question, and slot or batch.
  std::map<std::tuple<std::size_t, Operation, std::string>, std::size_t> of_batch_;
  std::unordered_map<std::uint64_t, std::size_t> of_account_;
  std::vector<std::vector<std::size_t>> of_slot_;
};

}  // namespace wa
