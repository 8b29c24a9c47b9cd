#pragma once

#include "web/backend.h"
#include "web/http_types.h"

// Pages and endpoints that look into the past, and so answer later.
namespace wa {

// /accounts/NAME, and POST /accounts/NAME/poll, which polls it and leads back.
void ShowAccount(const Backend& backend, const Request& request, const Respond& respond);
// /api/v1/accounts/NAME.
void DescribeAccount(const Backend& backend, const Request& request, const Respond& respond);
// /incidents, with format=csv or json another form of it; /api/v1/incidents.
void ShowIncidents(const Backend& backend, const Request& request, const Respond& respond);
void ListIncidents(const Backend& backend, const Request& request, const Respond& respond);

}  // namespace wa
