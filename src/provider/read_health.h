#pragma once

#include <nlohmann/json.hpp>

#include "model/facts.h"

namespace wa {

// Adds to `facts` what the answer's `health_status` says about sending (kMessaging) and about calls
// (kCalling); the text of a sign is the level in lower case. A good level gives no sign, so that
// whatever is there asks for a condition. Without any verdict the text is "missing".
//
// The verdict on sending is the worst `can_send_message` of the entities, or the overall one if no
// entity has any: the overall value says BLOCKED even if only calls over SIP are (Meta, "Messaging
// and Calling Health Status", June 17, 2026,
// https://developers.facebook.com/documentation/business-messaging/whatsapp/support/health-status).
// An overall value that is worse than all entities, while no trouble with calls explains it, is
// believed; if all entities are good it contradicts itself, and the text says so.
//
// facts.health gets one entry per sort of entity, the worst of its sort.
void ReadHealthStatus(const nlohmann::json& body, Facts& facts);

}  // namespace wa
