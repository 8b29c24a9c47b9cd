#pragma once

#include <nlohmann/json.hpp>

#include "model/facts.h"

namespace wa {

// Adds to `facts` what a good answer says, in whichever of these forms it is; false if it has none
// of them:
//   {"health_status":{...}} and a phone number's fields, a list of numbers, of templates ("data",
//   "waba_templates") or of channels ("partner_channels"), one template or channel
//   {"health":{"gateway_status"}}, or the same per node         On-Premises API, GET /v1/health
//   {"url":...}, {"enabled","destinations":[{"url"}]}, {"settings":{"application":{"webhooks"}}}
//   {"page":{"status"},"activeIncidents":[...]}                a status page (Instatus)
// and a few that say nothing about health: metrics, tokens, the answer to a message that was sent.
bool ReadForms(const nlohmann::json& body, Facts& facts);

}  // namespace wa
