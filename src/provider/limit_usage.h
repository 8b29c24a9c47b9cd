#pragma once

#include <optional>

#include "model/facts.h"
#include "model/http.h"

namespace wa {

// What the headers of an answer say of Meta's limits; nothing if they say nothing of them.
//   X-App-Usage                {"call_count":28,"total_time":25,"total_cputime":25}, percent
//   X-Business-Use-Case-Usage  {"WABA":[{"call_count",...,"estimated_time_to_regain_access":19}]},
//                              percent and minutes
// The worst of all counts. Source: https://github.com/facebook/openapi,
// business-messaging-api_v23.0.yaml. Never throws.
std::optional<LimitUsage> UsageIn(const HttpResponse& response);

}  // namespace wa
