#include "web/observations.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "condition/classify.h"
#include "provider/json_fields.h"
#include "provider/read_any.h"
#include "web/account_name.h"
#include "web/explanation_json.h"
#include "web/json_values.h"
#include "web/observation_item.h"
#include "web/refusal.h"
#include "web/webhook_auth.h"

namespace wa {
namespace {

constexpr std::string_view kFolder = "/api/v1/observations/";
constexpr std::size_t kMostItems = 1000;

// A good answer that names no trouble is the opposite of its operation's troubles.
void AddGoodNews(const ObservationItem& item, const std::vector<Finding>& findings, Facts& facts) {
  if (item.response.status < 200 || item.response.status > 299 || !findings.empty()) return;
  Sign sign;
  sign.kind = SignKind::kEvent;
  sign.text = "observation " + std::string(Name(item.operation)) + " ok";
  facts.signs.push_back(std::move(sign));
}

// What one request told, and what is answered to it.
class Judgement {
 public:
  // REQUIRES: what is passed by reference outlives it.
  Judgement(const Catalogue& catalogue, const Account& account, SystemTime now)
      : catalogue_(catalogue),
        account_(account),
        whom_{account.name, account.kind, account.plan},
        now_(now) {}

  // What the item means, or {"error"} if it is malformed.
  OrderedJson Add(const nlohmann::json& json) {
    auto item = ReadObservationItem(json, now_);
    if (!item) return {{"error", item.error().message}};
    Facts facts = ReadAnyAnswer(item->response, Unasked::kIsNothing);
    const std::vector<Finding> findings = Classify(catalogue_, facts);
    AddGoodNews(*item, findings, facts);
    OrderedJson answer = ConditionsJson(findings, whom_);
    answer["advice"] = Advice(findings, whom_, item->at.value_or(now_), now_);
    Tell(*item, std::move(facts));
    return answer;
  }

  std::vector<Told> TakeTold() { return std::move(told_); }

 private:
  void Tell(const ObservationItem& item, Facts facts) {
    Told& told = told_.emplace_back();
    told.account = account_.name;
    told.operation = item.operation;
    told.event.happened = item.at;
    told.event.facts = std::move(facts);
  }

  const Catalogue& catalogue_;
  const Account& account_;
  const ExplainedFor whom_;
  const SystemTime now_;
  std::vector<Told> told_;
};

// Why nothing of the request is looked at, or nothing.
std::optional<Response> WhyNot(const Backend& backend, const Request& request,
                               const FleetSnapshot& snapshot, const std::string& account) {
  const std::shared_ptr<const Config> config = backend.config();
  if (config->observations_token.empty()) {
    return ApiProblem(404, "observations are not taken here: set token_file in [observations]");
  }
  if (!HasBearerToken(config->observations_token, request)) {
    return ApiProblem(401, "Authorization: Bearer TOKEN is missing or wrong");
  }
  if (snapshot.Find(account) == nullptr) return ApiProblem(404, NoSuchAccount(snapshot, account));
  if (request.body_fate == BodyFate::kNoRoom) return ApiProblem(503, "too many bodies at once");
  if (request.body_fate == BodyFate::kTooLarge) {
    return ApiProblem(413, "the body is too large: send fewer observations at once");
  }
  return std::nullopt;
}

void Deliver(const Backend& backend, std::vector<Told> told, std::string answer,
             const Respond& respond) {
  if (told.empty()) return respond(MakeResponse(200, kJsonType, std::move(answer)));
  backend.deliver(std::move(told), [respond, answer = std::move(answer)](Delivered delivered) {
    if (delivered == Delivered::kDurable) return respond(MakeResponse(200, kJsonType, answer));
    respond(ApiProblem(503, "not heard: send it again"));
  });
}

void Judge(const Backend& backend, const Account& account, const nlohmann::json& json,
           const Respond& respond) {
  const auto catalogue = backend.catalogue();
  Judgement judgement(*catalogue, account, backend.now());
  OrderedJson answer;
  if (json.is_array()) {
    answer = OrderedJson::array();
    for (const auto& item : json) answer.push_back(judgement.Add(item));
  } else {
    answer = judgement.Add(json);
    if (answer.contains("error")) return respond(ApiProblem(400, answer["error"]));
  }
  Deliver(backend, judgement.TakeTold(), DumpLine(answer), respond);
}

}  // namespace

void TakeObservations(const Backend& backend, const Request& request, const Respond& respond) {
  const auto snapshot = backend.snapshot();
  if (snapshot == nullptr) return respond(ApiProblem(503, "the exporter is starting"));
  const std::string account = request.path.substr(kFolder.size());
  if (auto refused = WhyNot(backend, request, *snapshot, account)) return respond(*refused);
  const ParsedJson parsed = ParseJson(request.body);
  if (!parsed.flaw.empty()) return respond(ApiProblem(400, std::string(parsed.flaw)));
  if (parsed.value.is_array() && parsed.value.size() > kMostItems) {
    return respond(ApiProblem(413, "at most 1000 observations at once"));
  }
  Judge(backend, *snapshot->Find(account)->account, parsed.value, respond);
}

}  // namespace wa
