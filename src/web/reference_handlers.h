#pragma once

#include "web/backend.h"
#include "web/http_types.h"

// Pages that say what the exporter goes by, and not how anybody is.
namespace wa {

Response ShowConditions(const Backend& backend, const Request& request);  // HTML; ?q=
Response ShowConfig(const Backend& backend, const Request& request);      // HTML, masked

}  // namespace wa
