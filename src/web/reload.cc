#include "web/reload.h"

#include <string>
#include <utility>

#include "web/door.h"
#include "web/refusal.h"
#include "web/webhook_auth.h"

namespace wa {
namespace {

std::string Lines(const std::vector<std::string>& texts) {
  std::string lines;
  for (const std::string& text : texts) lines += text + "\n";
  return lines;
}

}  // namespace

void Reload(const Backend& backend, const Request& request, const Respond& respond) {
  const auto config = backend.config();
  const Secret& token = config->reload_token;
  if (token.empty() && backend.is_reachable && !IsLocked(config->server, true)) {
    return respond(PlainRefusal(403,
                                "nobody proves who he is here: write a token in [reload], or "
                                "send SIGHUP"));
  }
  if (!token.empty() && !HasBearerToken(token, request)) {
    Response refused = PlainRefusal(401, "Authorization: Bearer TOKEN is missing or wrong");
    refused.headers.emplace_back("WWW-Authenticate", "Bearer");
    return respond(std::move(refused));
  }
  backend.reload([respond](const ReloadOutcome& outcome) {
    if (outcome.succeeded) {
      respond(MakeResponse(200, kPlainText, "reloaded\n" + Lines(outcome.notes)));
    } else {
      respond(MakeResponse(400, kPlainText, "400: nothing changed:\n" + Lines(outcome.problems)));
    }
  });
}

}  // namespace wa
