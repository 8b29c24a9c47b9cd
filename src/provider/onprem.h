#pragma once

#include "provider/provider.h"

namespace wa {

// The On-Premises API, GET /v1/health, of a single node or of each node of a cluster: at an address
// of one's own with a bearer token, and as 360dialog hosted it, with the number's key in
// D360-API-KEY. Sources: https://developers.facebook.com/docs/whatsapp/on-premises/reference/health
// and https://docs.360dialog.com/docs/waba-basics/the-basics-overview (read 2026-11).
const Provider& Onprem();
const Provider& Dialog360Onprem();

}  // namespace wa
