#pragma once

#include <string>

#include "model/fleet.h"
#include "web/account_query.h"
#include "web/summary.h"

namespace wa {

// What the page of the fleet shows without further parameters.
inline const AccountQuery kFleetDefaults{
    .sort = AccountSort::kAttention, .limit = 50, .max_limit = 100};

// Links, one for each state that some account is in, with its number: a filter at one touch.
std::string StateLinks(const StateCounts& counts, const AccountQuery& query);

// Search, filters and order, as a form that works without a script. Offers the providers and tags
// that there are.
std::string FleetForm(const FleetSnapshot& snapshot, const AccountQuery& query);

// "1 to 50 of 19,995", with links to the pages around. Empty if everything is on this one.
std::string PageLinks(std::size_t matching, const AccountQuery& query);

}  // namespace wa
