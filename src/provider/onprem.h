#pragma once

#include "provider/provider.h"

namespace wa {

// The On-Premises API that somebody runs: GET /v1/health with a bearer token, answered by a single
// instance or for all nodes of a multiconnect setup. Meta ended its support in October 2025.
// Source: https://developers.facebook.com/docs/whatsapp/on-premises/reference/health.
const Provider& Onprem();

}  // namespace wa
