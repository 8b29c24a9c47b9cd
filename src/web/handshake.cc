#include "web/handshake.h"

#include <string>

#include "web/webhook_auth.h"

namespace wa {
namespace {

constexpr std::size_t kLongestChallenge = 256;

bool IsHarmless(std::string_view challenge) {
  constexpr std::string_view kAllowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  return challenge.size() <= kLongestChallenge &&
         challenge.find_first_not_of(kAllowed) == std::string_view::npos;
}

std::string_view Parameter(const Request& request, std::string_view name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? std::string_view() : std::string_view(found->second);
}

Response BadRequest(std::string_view why) {
  return MakeResponse(400, kPlainText, "400: " + std::string(why) + "\n");
}

}  // namespace

Response AnswerHandshake(const WebhookAuth& auth, const Request& request,
                         std::string_view path_secret) {
  const std::string_view mode = Parameter(request, "hub.mode");
  const std::string_view token = Parameter(request, "hub.verify_token");
  const std::string_view challenge = Parameter(request, "hub.challenge");
  if (mode.empty() || token.empty() || challenge.empty()) {
    return BadRequest("hub.mode, hub.verify_token and hub.challenge are needed");
  }
  if (!IsHarmless(challenge)) return BadRequest("hub.challenge is no plain word");
  const bool path_is_right = IsPathSecret(auth, path_secret);
  const bool token_is_right = IsSecret(auth.verify_token, token);
  if (mode != "subscribe" || !path_is_right || !token_is_right) {
    return MakeResponse(403, kPlainText, "403: mode, token or address is wrong\n");
  }
  return MakeResponse(200, kPlainText, std::string(challenge));
}

}  // namespace wa
