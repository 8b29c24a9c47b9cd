#pragma once

#include "model/account.h"
#include "model/facts.h"
#include "model/http.h"

namespace wa {

// The facts of 360dialog's answer to the question where webhooks go, {"url","headers"} (GET
// /v1/configs/webhook), as a field sign and in NumberFacts::webhook:
//   webhook_url expected | foreign | missing
// The right address is settings.webhook_url, also with the secret last part that the account's
// webhook has; without that setting any address is right. Of a foreign one only the host is told:
// its path or query may hold a secret. Sources:
// https://docs.360dialog.com/api/whatsapp-api/webhook,
// https://github.com/yuenkik6/WABA360Dialog.NET (names of the fields).
Facts ReadWebhookUrlAnswer(const HttpResponse& response, const ProviderSettings& settings,
                           const Account& account);

}  // namespace wa
