#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "incident/tracker.h"
#include "model/account.h"

namespace wa {

// An account, or something wider (Account::subject), with what it has.
struct Ill {
  // A provider has its own name in `provider`, a partner in `partner`.
  const Account* account = nullptr;
  std::size_t credential = 0;  // accounts with one key have the same number; 0: nobody else has it
  std::span<const Incident> open;
};

// An incident and what it comes from.
struct Explanation {
  std::size_t ill = 0;       // place in what was given
  std::size_t incident = 0;  // place in its `open`
  std::string_view by;       // name of the subject or account; of an Account that was given
};

// Says which incidents come from a wider one, so that one cause is one page. What is not named
// stands for itself. In the order of what was given; the widest cause wins:
//
// - Our own network explains what began while it was down, but for what events told of.
// - A provider that cannot be used explains what is the provider's fault at its accounts.
// - A partner whose API refuses us explains what that API tells of channels without a key.
// - Of accounts that have the same condition of one WABA, or of one credential, the first (by
//   start, then by name) represents the others.
//
// The first three explain only what began with them: not long before, and so not what somebody was
// called for on its own. Pure; linear in the number of incidents.
std::vector<Explanation> RollUp(std::span<const Ill> ills);

}  // namespace wa
