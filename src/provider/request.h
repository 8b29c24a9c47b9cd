#pragma once

#include <string>

#include "model/account.h"
#include "model/http.h"

// What requests have in common. Timeout and size limit are left at their defaults.
namespace wa {

// GET of `path` (with its query, beginning with '/') at the provider's address; no key yet.
HttpRequest RequestTo(const ProviderSettings& settings, const std::string& path);

// 360dialog's Messaging API, Cloud and legacy: the key implies the number, so that there is no id
// in the path. Source: https://docs.360dialog.com/docs/whatsapp-api/the-basics.
HttpRequest DialogRequest(const ProviderSettings& settings, const std::string& path,
                          const Secret& key);

// "Authorization: Bearer TOKEN".
HttpRequest BearerRequest(const ProviderSettings& settings, const std::string& path,
                          const Secret& token);

// Meta's Graph API: `path` below the version. Signed with `appsecret_proof`, the HMAC-SHA256 of the
// token, if the app's secret is configured (Meta, "Secure Graph API calls",
// https://developers.facebook.com/docs/graph-api/guides/secure-requests).
HttpRequest GraphRequest(const ProviderSettings& settings, const std::string& path,
                         const Secret& token);

}  // namespace wa
