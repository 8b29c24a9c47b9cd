#pragma once

#include <string>

#include "base/clock.h"
#include "model/fleet.h"
#include "web/account_query.h"

namespace wa {

struct StatusPageContext {
  SystemTime now;
  std::string version;
  bool loop_is_turning = true;
};

// The whole page `/`: how things are in a sentence, then what concerns many accounts, then the
// accounts that were asked for, as one page of a list. Pure: equal arguments, equal bytes.
std::string StatusPage(const FleetSnapshot& snapshot, const AccountQuery& query,
                       const StatusPageContext& context);

// The page before the first snapshot.
std::string StartingPage(const std::string& version);

}  // namespace wa
