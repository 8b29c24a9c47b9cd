#include "provider/read_gateway.h"

#include <string>

#include "base/text.h"
#include "provider/json_fields.h"
#include "provider/read_answer.h"
#include "provider/sign_text.h"

namespace wa {
namespace {

constexpr const char* kStatus = "gateway_status";

bool IsGatewayAnswer(const Json& body) {
  return ObjectIn(body, {"health"}) != nullptr || NamesAnError(body);
}

void ReadContent(const Json& body, Facts& facts) {
  // Where an error stands instead of the health, its absence is no news.
  const bool is_error = !facts.signs.empty();
  if (ReadGateway(body, facts.signs) || is_error) return;
  facts.signs.push_back({SignKind::kMessaging, std::nullopt, "missing", {}});
}

}  // namespace

bool ReadGateway(const Json& body, std::vector<Sign>& signs) {
  const Json* health = ObjectIn(body, {"health"});
  if (health == nullptr) return false;
  const std::string own = WordIn(*health, {kStatus});
  AddField(signs, kStatus, own);
  bool known = !own.empty();
  for (const auto& [node, state] : health->items()) {
    const std::string status = WordIn(state, {kStatus});
    AddField(signs, kStatus, status, Sanitise(node, 100));
    known = known || !status.empty();
  }
  return known;
}

Facts ReadGatewayAnswer(const HttpResponse& response) {
  return ReadAnswer(response, {.fits = &IsGatewayAnswer, .read = &ReadContent});
}

}  // namespace wa
