#pragma once

#include "web/backend.h"
#include "web/http_types.h"

namespace wa {

// /support/NAME; with format=text, markdown, json or bundle (evidence_bundle.h) another form of it.
void ShowTicket(const Backend& backend, const Request& request, const Respond& respond);

}  // namespace wa
