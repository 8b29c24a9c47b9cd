#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "model/event.h"

namespace wa {

// Appends the events of a body of Meta's Cloud API; false if it is none.
bool ReadCloudWebhook(const nlohmann::json& body, std::vector<Event>& events);

}  // namespace wa
