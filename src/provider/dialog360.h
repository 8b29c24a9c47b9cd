#pragma once

#include "provider/provider.h"

namespace wa {

// 360dialog's Messaging API of numbers in Cloud hosting, with the number's key in D360-API-KEY:
//   GET /health_status?fields=...   Meta's health of the number, and fields of the number beside it
//   GET /v1/configs/webhook         where webhooks go
//   GET /message_templates          in Graph's form, page by page
// Sources: https://docs.360dialog.com/docs/messaging-api/api-reference/health (1.49.6 for `fields`;
// which fields are allowed is not said), https://docs.360dialog.com/api/whatsapp-api/webhook. That
// the last path exists is known from a public runbook only.
const Provider& Dialog360();

}  // namespace wa
