#pragma once

#include "web/backend.h"
#include "web/http_types.h"

// What the table in routes.cc points to. Each reads the backend and answers; none blocks.
namespace wa {

Response ShowStatus(const Backend& backend, const Request& request);  // HTML
Response ShowMetrics(const Backend& backend,
                     const Request& request);  // text 0.0.4, gzip if accepted
Response ShowHealthy(const Backend& backend, const Request& request);   // 200 or 503
Response ShowReady(const Backend& backend, const Request& request);     // 200 or 503
Response ListAccounts(const Backend& backend, const Request& request);  // JSON, filtered and paged
Response ShowUnknown(const Backend& backend, const Request& request);   // HTML
Response ListUnknown(const Backend& backend, const Request& request);   // JSON
Response SendScript(const Backend& backend, const Request& request);    // JavaScript
Response SendIcon(const Backend& backend, const Request& request);      // SVG
Response ShowSummary(const Backend& backend, const Request& request);   // JSON
Response ListConditions(const Backend& backend, const Request& request);  // JSON
Response SendStyle(const Backend& backend, const Request& request);       // CSS

// /probe?account=NAME: answers when the poll is over. Only configured accounts, never an address.
void RunProbe(const Backend& backend, const Request& request, const Respond& respond);

}  // namespace wa
