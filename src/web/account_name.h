#pragma once

#include <string>

#include "model/fleet.h"

namespace wa {

// For people: "no account of this name is configured; did you mean berlin-shop?". The name itself,
// which anybody may have sent, is not repeated.
std::string NoSuchAccount(const FleetSnapshot& snapshot, const std::string& name);

}  // namespace wa
