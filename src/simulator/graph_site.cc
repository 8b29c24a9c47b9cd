#include "simulator/graph_site.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "simulator/digest.h"
#include "simulator/graph_list.h"
#include "simulator/query.h"

namespace wa::simulator {
namespace {

// /VERSION/ID or /VERSION/ID/EDGE.
struct GraphPath {
  std::string id;
  std::string edge;  // empty: the node itself
};

GraphPath Split(std::string_view path) {
  const std::size_t id = std::min(path.find('/', 1), path.size() - 1) + 1;
  const std::size_t edge = path.find('/', id);
  if (edge == std::string_view::npos) return {std::string(path.substr(id)), ""};
  return {std::string(path.substr(id, edge - id)), std::string(path.substr(edge + 1))};
}

// Meta, "Secure Graph API calls":
// https://developers.facebook.com/docs/graph-api/guides/secure-requests
AnswerPtr BadProof() {
  Answer answer;
  answer.name = "cloud-appsecret-proof-invalid";
  answer.status = 400;
  answer.headers = {{"Content-Type", "application/json"}};
  answer.body = Text(Json{{"error",
                           {{"message", "Invalid appsecret_proof provided in the API argument"},
                            {"type", "GraphMethodException"},
                            {"code", 100},
                            {"fbtrace_id", "AXsgnV2Cm3ZMGF3dF_cfYIn"}}}});
  return std::make_shared<const Answer>(std::move(answer));
}

bool IsError(const Answer& answer) {
  return !answer.good && answer.IsFor(Topic::kHealth) &&
         (!answer.HasStatus() || answer.status >= 300);
}

// A number as its script has it: what a written answer says stands instead of the good fields.
Json NodeOf(const AccountScript& account, const Said& said, const Answer& script) {
  Json node = PhoneNumberNode(account, said);
  if (script.good || !script.IsFor(Topic::kHealth)) return node;
  const Json written = Json::parse(script.body, nullptr, false);
  if (!written.is_object()) return node;
  for (const auto& [name, value] : written.items()) {
    if (name != "id") node[name] = value;
  }
  return node;
}

// Without `fields`, Meta gives these.
std::vector<std::string> FieldsOf(const Request& request) {
  if (Parameter(request.query, "fields")) return FieldsParameter(request.query);
  return {"display_phone_number", "verified_name", "quality_rating"};
}

Json UsageJson(const Limits::Share& share) {
  return Json{{"call_count", share.percent}, {"total_cputime", 1}, {"total_time", 1}};
}

}  // namespace

bool IsGraphPath(std::string_view path) {
  const std::size_t slash = path.find('/', 1);
  if (path.size() < 5 || path.substr(0, 2) != "/v" || slash == std::string_view::npos) return false;
  const std::string_view version = path.substr(2, slash - 2);
  return version.find('.') != std::string_view::npos &&
         version.find_first_not_of("0123456789.") == std::string_view::npos;
}

GraphSite::GraphSite(const Roster* roster, Limits* limits)
    : roster_(roster),
      limits_(limits),
      token_missing_(BuiltIn("cloud-token-missing")),
      token_invalid_(BuiltIn("cloud-token-invalid")),
      permission_denied_(BuiltIn("cloud-permission-denied")),
      not_found_(BuiltIn("cloud-object-not-found")),
      bad_proof_(BadProof()) {}

Exchange GraphSite::Identify(const Request& request) const {
  Exchange exchange;
  exchange.api = Api::kMeta;
  exchange.SetKey(BearerOf(request));
  const GraphPath path = Split(request.path);
  const auto number = roster_->FindByPhoneNumberId(path.id);
  const bool is_waba = !roster_->OfWaba(path.id).empty();
  if (path.edge.empty() && number) {
    exchange.topic = Topic::kHealth;
    exchange.route = "/{version}/{phone-number-id}";
    exchange.subject = roster_->account(*number).name;
    exchange.waba = roster_->account(*number).waba_id;
  } else if (is_waba && (path.edge == "phone_numbers" || path.edge == "message_templates")) {
    const bool numbers = path.edge == "phone_numbers";
    exchange.topic = numbers ? Topic::kHealth : Topic::kTemplates;
    exchange.route = "/{version}/{waba-id}/" + path.edge;
    exchange.subject = "waba/" + path.id;
    exchange.waba = path.id;
  }
  return exchange;
}

AnswerPtr GraphSite::Handle(const Request& request, const Exchange& exchange, const Moment& now) {
  const GraphPath path = Split(request.path);
  const auto number = roster_->FindByPhoneNumberId(path.id);
  std::vector<std::size_t> accounts;
  for (const std::size_t account : exchange.topic && !path.edge.empty()
                                       ? roster_->OfWaba(path.id)
                                       : std::vector<std::size_t>()) {
    if (roster_->account(account).block->kind == AccountKind::kMeta) accounts.push_back(account);
  }
  if (path.edge.empty() && number && roster_->account(*number).block->kind == AccountKind::kMeta) {
    accounts.push_back(*number);
  }
  if (AnswerPtr why = WhyNot(request, exchange, accounts)) return why;
  if (path.edge.empty()) return Number(accounts.front(), request, now);
  if (exchange.topic == Topic::kTemplates) return Templates(accounts.front(), request, now);
  return Numbers(accounts, request, now);
}

// Null if the token may ask about these.
AnswerPtr GraphSite::WhyNot(const Request& request, const Exchange& exchange,
                            const std::vector<std::size_t>& accounts) const {
  if (exchange.key.empty()) return token_missing_;
  const auto known = roster_->FindByKeyDigest(exchange.key_digest);
  if (!known) return token_invalid_;
  if (accounts.empty()) return not_found_;
  const auto may = std::find_if(accounts.begin(), accounts.end(), [&](std::size_t account) {
    return roster_->account(account).key.Reveal() == exchange.key;
  });
  if (may == accounts.end()) return permission_denied_;
  const Secret& secret = roster_->account(*may).block->app_secret;
  const auto proof = Parameter(request.query, "appsecret_proof");
  if (secret.empty() || proof == HmacSha256Hex(secret.Reveal(), exchange.key)) return nullptr;
  return bad_proof_;
}

AnswerPtr GraphSite::Number(std::size_t account, const Request& request, const Moment& now) const {
  const Roster::Current current = roster_->At(account, now.script);
  const Said said = roster_->SaidBy(account, current);
  return Scripted(current.answer, Topic::kHealth, [&] {
    return Text(WithFields(PhoneNumberNode(roster_->account(account), said), FieldsOf(request)));
  });
}

AnswerPtr GraphSite::Numbers(const std::vector<std::size_t>& accounts, const Request& request,
                             const Moment& now) const {
  const std::vector<std::string> fields = FieldsOf(request);
  std::vector<Json> numbers;
  AnswerPtr error;
  AnswerPtr manner;  // late or broken, as the first one is
  for (const std::size_t account : accounts) {
    const Roster::Current current = roster_->At(account, now.script);
    if (IsError(*current.answer)) {
      if (!error) error = current.answer;
      continue;
    }
    if (!manner) manner = current.answer;
    const Said said = roster_->SaidBy(account, current);
    if (!said.Is("listed", true)) continue;
    numbers.push_back(WithFields(NodeOf(roster_->account(account), said, *current.answer), fields));
  }
  if (!manner) return error;
  return GoodAnswer(manner->good ? *manner : Answer(), Topic::kHealth,
                    Text(GraphPage(numbers, request)));
}

AnswerPtr GraphSite::Templates(std::size_t account, const Request& request,
                               const Moment& now) const {
  const Roster::Current current = roster_->At(account, now.script);
  const Said said = roster_->SaidBy(account, current);
  return Scripted(current.answer, Topic::kTemplates, [&] {
    std::vector<Json> templates = MessageTemplates(said);
    if (Parameter(request.query, "fields")) {
      const std::vector<std::string> fields = FieldsParameter(request.query);
      for (Json& entry : templates) entry = WithFields(entry, fields);
    }
    return Text(GraphPage(templates, request));
  });
}

AnswerPtr GraphSite::Dressed(AnswerPtr answer, const Exchange& exchange, const Moment& now) {
  const auto of_waba = limits_->UsedOf(LimitOf::kWaba, exchange, now.elapsed);
  auto of_app = limits_->UsedOf(LimitOf::kProvider, exchange, now.elapsed);
  if (!of_app) of_app = limits_->UsedOf(LimitOf::kCredential, exchange, now.elapsed);
  if (!of_waba && !of_app) return answer;
  Answer dressed = *answer;
  if (of_app) dressed.headers.emplace_back("X-App-Usage", Text(UsageJson(*of_app)));
  if (of_waba) {
    Json usage = UsageJson(*of_waba);
    usage["type"] = "whatsapp_business_management";
    usage["estimated_time_to_regain_access"] =
        std::chrono::ceil<std::chrono::minutes>(of_waba->until_less).count();
    dressed.headers.emplace_back("X-Business-Use-Case-Usage",
                                 Text(Json{{exchange.waba, Json::array({usage})}}));
  }
  return std::make_shared<const Answer>(std::move(dressed));
}

}  // namespace wa::simulator
