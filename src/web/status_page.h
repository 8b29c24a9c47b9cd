#pragma once

#include <string>

#include "base/clock.h"
#include "model/fleet.h"

namespace wa {

struct StatusPageContext {
  SystemTime now;
  std::string version;
  bool loop_is_turning = true;
};

// At most so many accounts are listed; the page says how many more there are and where.
inline constexpr std::size_t kMaxPageRows = 200;

// The whole page `/`, as HTML without scripts: how things are in a sentence, then the accounts,
// worst first. Pure: equal arguments, equal bytes.
std::string StatusPage(const FleetSnapshot& snapshot, const StatusPageContext& context);

// The page before the first snapshot.
std::string StartingPage(const std::string& version);

}  // namespace wa
