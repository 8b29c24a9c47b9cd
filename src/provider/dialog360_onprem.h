#pragma once

#include "provider/provider.h"

namespace wa {

// 360dialog's legacy Messaging API, of numbers in on-premises hosting (waba.360dialog.io), with the
// number's key in D360-API-KEY:
//   GET /v1/health                  the On-Premises API's health
//   GET /v1/configs/webhook         where webhooks go
//   GET /v1/configs/templates       page by page, by offset
// Sources: https://docs.360dialog.com/api/whatsapp-api/webhook,
// https://github.com/yuenkik6/WABA360Dialog.NET (paths and names of fields).
const Provider& Dialog360Onprem();

}  // namespace wa
