#include "web/api_order.h"

#include <algorithm>
#include <utility>

#include "web/json_values.h"
#include "web/refusal.h"
#include "web/webhook_auth.h"

namespace wa {

Response JsonAnswer(int status, const OrderedJson& json) {
  return MakeResponse(status, kJsonType, DumpLine(json));
}

std::optional<Response> WhyNotWritten(const Backend& backend, const Request& request) {
  const std::shared_ptr<const Config> config = backend.config();
  if (config->TokenOfCases().empty()) {
    return ApiProblem(403, "nothing may be written here: set token_file in [cases]");
  }
  if (!HasBearerToken(config->TokenOfCases(), request)) {
    return ApiProblem(401, "Authorization: Bearer TOKEN is missing or wrong");
  }
  if (request.body_fate == BodyFate::kNoRoom) return ApiProblem(503, "too many bodies at once");
  if (request.body_fate == BodyFate::kTooLarge) return ApiProblem(413, "the body is too large");
  return std::nullopt;
}

namespace {

int StatusOf(OrderResult result) {
  switch (result) {
    case OrderResult::kMade:
      return 201;
    case OrderResult::kDone:
      return 200;
    case OrderResult::kNotFound:
      return 404;
    case OrderResult::kRefused:
      return 409;
    case OrderResult::kNotStored:
      return 503;
  }
  return 503;
}

}  // namespace

void Carry(
    const Backend& backend, Order order,
    std::function<std::optional<OrderedJson>(const FleetSnapshot&, const std::string& id)> show,
    const Respond& respond) {
  backend.order(std::move(order), [snapshot = backend.snapshot, show = std::move(show),
                                   respond](const OrderOutcome& outcome) {
    const int status = StatusOf(outcome.result);
    if (outcome.result == OrderResult::kNotStored) {
      return respond(ApiProblem(status, "not on the disk: send it again"));
    }
    if (status > 299) return respond(ApiProblem(status, outcome.why));
    const auto shown = show(*snapshot(), outcome.id);
    if (!shown) return respond(ApiProblem(404, "there is nothing of this id any more"));
    respond(JsonAnswer(status, *shown));
  });
}

ItemPath ItemOf(const Request& request, std::string_view folder) {
  const std::string rest = request.path.substr(folder.size());
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  return {rest.substr(0, slash), slash < rest.size() ? rest.substr(slash + 1) : ""};
}

}  // namespace wa
