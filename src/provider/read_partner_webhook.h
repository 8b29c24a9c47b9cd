#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "model/event.h"

namespace wa {

// Appends the event of a body that 360dialog sends to a partner, {"id","event","data":{channel or
// client}}; false if it is none. Source:
// https://docs.360dialog.com/partner/onboarding/webhook-events-and-setup/webhook-events-partner-and-messaging-api
bool ReadPartnerWebhook(const nlohmann::json& body, std::vector<Event>& events);

}  // namespace wa
