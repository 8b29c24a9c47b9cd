#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "desk/ticket.h"

namespace wa {

// How the other accounts of the same provider are.
struct OtherAccounts {
  std::size_t total = 0;
  std::size_t fine = 0;            // known, and messages can be sent
  std::size_t same_condition = 0;  // have the incident's condition, too
  bool NoneSends() const { return total > 0 && fine == 0; }
};
OtherAccounts Others(const TicketContext& context);

// What the provider's status page says has trouble, of all it is about; empty if nothing, or if it
// was not read.
std::string NamedByStatusPage(const TicketContext& context);

// What is not the cause, one sentence each, and what could not be excluded, likewise. REQUIRES: an
// incident.
std::vector<std::string> ExcludedCauses(const TicketContext& context);

}  // namespace wa
