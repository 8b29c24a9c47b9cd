#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/enum_names.h"
#include "model/fleet.h"

namespace wa {

// How many accounts are in each state.
class StateCounts {
 public:
  void Add(AccountState state) { ++counts_[static_cast<std::size_t>(state)]; }
  std::size_t Of(AccountState state) const { return counts_[static_cast<std::size_t>(state)]; }
  std::size_t Total() const;
  // Somebody must act: down, or to be reported to support.
  std::size_t NeedAction() const { return Of(AccountState::kDown) + Of(AccountState::kSupport); }

 private:
  std::array<std::size_t, EnumNames<AccountState>::table.size()> counts_{};
};

StateCounts CountStates(const FleetSnapshot& snapshot, SystemTime now);

// "2 accounts need you, 1 is waiting within its allowance, 3 are fine."
std::string SummarySentence(const StateCounts& counts);

// "Provider d360: no incident known.", or what is wrong with which. Not escaped. Empty without
// providers.
std::string ProvidersSentence(const FleetSnapshot& snapshot);

// A state in the words of the page: "contact support".
std::string_view StateWords(AccountState state);

}  // namespace wa
