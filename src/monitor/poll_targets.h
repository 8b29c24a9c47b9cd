#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "config/config.h"
#include "model/operation.h"
#include "schedule/schedule.h"

namespace wa {

// What one request (or one request per page) asks: a question about accounts of one provider.
struct PollTarget {
  Phase phase;                 // of the account's name, or of that of the question and its batch
  std::uint32_t provider = 0;  // position in Config::providers
  Operation operation = Operation::kHealth;
};

// Which questions there are, and about whom. Each has a number, which it keeps for ever, so that
// whoever holds one need not care about a new configuration. Owned by the loop.
class PollTargets {
 public:
  // `slots` are those of config->accounts, in their order.
  void Adopt(std::shared_ptr<const Config> config, const std::vector<std::size_t>& slots);

  std::size_t Count() const { return targets_.size(); }
  const PollTarget& operator[](std::size_t target) const { return targets_[target]; }
  // Of the accounts that it is about; none: nobody asks this any more. Good until the next
  // configuration.
  std::span<const std::uint32_t> SlotsOf(std::size_t target) const { return slots_.Of(target); }
  bool Has(std::size_t target) const { return !SlotsOf(target).empty(); }

  // Whose budgets a request spends beside the provider's; empty where there is none.
  std::string CredentialOf(std::size_t target) const;  // fingerprint
  std::string WabaOf(std::size_t target) const;

  // The one that asks about the account's health; none: it has no key.
  std::optional<std::size_t> HealthOf(std::size_t slot) const;
  // All that ask about it, health first. Good until the next configuration.
  std::span<const std::uint32_t> Of(std::size_t slot) const;

 private:
  struct Asked {
    std::uint32_t target;
    std::uint32_t slot;
  };
  // Lists of numbers, side by side.
  struct Lists {
    std::vector<std::uint32_t> ends;  // of each
    std::vector<std::uint32_t> all;

    std::span<const std::uint32_t> Of(std::size_t list) const;
  };
  // Those of `value` that have the same `list`, in their order.
  static Lists Group(const std::vector<Asked>& asked, std::size_t lists, std::uint32_t Asked::*list,
                     std::uint32_t Asked::*value);
  struct Single {
    std::uint64_t what;  // slot, provider and operation
    std::uint32_t target;

    friend auto operator<=>(const Single&, const Single&) = default;
  };
  std::uint32_t TargetOf(const Account& account, std::size_t slot, Operation operation);
  std::uint32_t SingleOf(const Account& account, std::size_t slot, Operation operation);
  std::uint32_t Add(const std::string& name, Operation operation);
  const Account* FirstOf(std::size_t target) const;

  std::shared_ptr<const Config> config_;
  std::vector<PollTarget> targets_;
  // Those about one account alone, in order, and others by provider and name; for ever.
  std::vector<Single> singles_;
  std::vector<Single> new_singles_;
  std::map<std::string, std::uint32_t> batches_;
  std::map<std::string, std::uint64_t> providers_;  // their numbers, for ever
  // Who asks about whom.
  Lists slots_;                        // of each target
  Lists asked_;                        // the targets of each slot
  std::vector<std::uint32_t> places_;  // of each slot, in the accounts of config_
};

}  // namespace wa
