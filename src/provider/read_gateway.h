#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "model/facts.h"
#include "model/http.h"

namespace wa {

// Adds what the health answer of the On-Premises API says, of one instance or of each node of a
// multiconnect setup, as field signs `gateway_status connected`, the node in the detail; false if
// it has no gateway's status:
//   {"health":{"gateway_status":S}}, {"health":{"HOST:CONTAINER":{"gateway_status":S,"role":R}}}
// Source: https://developers.facebook.com/docs/whatsapp/on-premises/reference/health.
bool ReadGateway(const nlohmann::json& body, std::vector<Sign>& signs);

// The facts of an answer to the question about that health.
Facts ReadGatewayAnswer(const HttpResponse& response);

}  // namespace wa
