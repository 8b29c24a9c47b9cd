#pragma once

#include <optional>
#include <string_view>

#include "base/secret.h"
#include "model/account.h"
#include "model/event.h"
#include "web/http_types.h"

// Whether whoever calls is who he says. Thread-safe; the time that a comparison takes tells nothing
// about the secret: neither its length nor whether there is one.
namespace wa {

// Whether `signature` is HMAC-SHA256 of the raw bytes: 64 hexadecimal digits of either case, bare
// or after "sha256=", blanks around them ignored. False with an empty key.
bool IsSignedBy(const Secret& key, std::string_view body, std::string_view signature);

// Whether `given` is the secret. False with an empty secret.
bool IsSecret(const Secret& secret, std::string_view given);

// Whether it is what must stand in the address, nothing if nothing must: what was not asked for is
// wrong, too.
bool IsPathSecret(const WebhookAuth& auth, std::string_view given);

// Whether a delivery proves all that `auth` demands: a signature by the key in X-Hub-Signature-256
// or x-360dialog-signature, the secret part of the path, the header. With nothing demanded nobody
// is believed.
bool IsAuthentic(const WebhookAuth& auth, const Request& request, std::string_view path_secret);

// Whether "Authorization: Bearer TOKEN" carries the token.
bool HasBearerToken(const Secret& token, const Request& request);

// By which an event is known again: the first 16 bytes of SHA-256. Nothing if there is no memory
// for it: then the event counts, though it may be a repetition.
std::optional<EventDigest> DigestOf(std::string_view identity);

}  // namespace wa
