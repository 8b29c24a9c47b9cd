#pragma once

#include "provider/provider.h"

namespace wa {

// 360dialog's Messaging API: GET /health_status with the number's key in D360-API-KEY; the key
// implies the number, so there is no id in the path. Source:
// https://docs.360dialog.com/docs/messaging-api/api-reference/health
const Provider& Dialog360();

}  // namespace wa
