#pragma once

#include "web/backend.h"
#include "web/exchange.h"

namespace wa {

// POST /-/reload: reads the configuration anew. 200 once it counts, 400 with every reason if
// nothing changed, 401 without the token of [reload], if there is one; 403 if there is none where
// others come in without a proof of who they are.
void Reload(const Backend& backend, const Request& request, const Respond& respond);

}  // namespace wa
