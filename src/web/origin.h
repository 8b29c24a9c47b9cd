#pragma once

#include "web/http_types.h"

namespace wa {

// Whether a page of another site makes the browser ask, which nothing that changes something obeys.
// Browsers say where a request comes from in Sec-Fetch-Site, but without TLS only in Origin; what
// sends neither is no page.
bool IsFromElsewhere(const Request& request);

}  // namespace wa
