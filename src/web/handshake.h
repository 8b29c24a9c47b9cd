#pragma once

#include <string_view>

#include "model/account.h"
#include "web/http_types.h"

namespace wa {

// Answers the GET with which Meta asks whether an address is ours: hub.mode=subscribe,
// hub.verify_token, hub.challenge. 200 with the bare challenge if the token and the secret part of
// the path are right; 403 if not; 400 if a parameter is missing or the challenge is not of letters,
// digits, '-', '.', '_' and '~': nothing is repeated that could mean something to a browser.
// Pure; thread-safe.
Response AnswerHandshake(const WebhookAuth& auth, const Request& request,
                         std::string_view path_secret);

}  // namespace wa
