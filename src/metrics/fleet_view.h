#pragma once

#include <cstddef>

#include "base/clock.h"
#include "model/fleet.h"

namespace wa {

// The fleet at the moment of a scrape.
struct FleetView {
  using Accounts = decltype(FleetSnapshot::accounts);

  const FleetSnapshot& fleet;
  SystemTime now;
  // Those of which something is said; what is counted over the fleet is counted over all of it.
  const Accounts& accounts = fleet.accounts;
  // Whether counters begin with the account, at 0, or with what they count.
  bool from_zero = true;
};

// `visit`(AccountStatus) for each account, in order. They lie all over the memory, and what they
// consist of does: what is read soon is fetched while others are.
template <typename Visit>
void ForEachAccount(const FleetView::Accounts& accounts, Visit visit) {
  constexpr std::size_t kSoon = 6;  // what a family writes of so many covers the wait
  const std::size_t count = accounts.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (i + 2 * kSoon < count) __builtin_prefetch(accounts[i + 2 * kSoon].get());
    if (i + kSoon < count) __builtin_prefetch(accounts[i + kSoon]->account.get());
    visit(*accounts[i]);
  }
}

}  // namespace wa
