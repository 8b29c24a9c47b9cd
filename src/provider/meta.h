#pragma once

#include "provider/provider.h"

namespace wa {

// Meta's Cloud API, asked directly: one call per business account (WABA) and token for all of its
// numbers, GET /{version}/{waba-id}/phone_numbers; a number whose business account is not
// configured is asked for alone. Source: https://github.com/facebook/openapi,
// business-messaging-api_v23.0.yaml (read 2026-11).
const Provider& Meta();

}  // namespace wa
