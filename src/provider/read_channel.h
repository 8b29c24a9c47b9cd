#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "model/facts.h"

namespace wa {

// Whether an object is a channel of 360dialog's Partner API.
bool IsChannel(const nlohmann::json& object);

// Adds what a channel says as field signs, its id in the detail:
//   channel_status error           channel_integration disabled      fb_account_status rejected
//   channel_quality_rating red
// A terminated channel says nothing. Source:
// https://docs.360dialog.com/partner/partner-api/api-reference/channel-management.
void ReadChannel(const nlohmann::json& channel, std::vector<Sign>& signs);

}  // namespace wa
