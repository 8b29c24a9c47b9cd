#include "simulator/number_json.h"

#include <algorithm>
#include <array>
#include <utility>

#include "simulator/numbered.h"

namespace wa::simulator {
namespace {

constexpr const char* kBusiness = "506914307656634";
constexpr const char* kApp = "634974688087057";

// Meta, OpenAPI description business-messaging-api_v23.0.yaml, https://github.com/facebook/openapi
Json ErrorsOf(std::string_view entity, std::string_view verdict) {
  if (verdict == "AVAILABLE") return nullptr;
  if (entity == "WABA") {
    return Json::array({{{"error_code", 141006},
                         {"error_description",
                          "There is an error with the payment method. This "
                          "will block business initiated conversations."},
                         {"possible_solution",
                          "There was an error with your payment method. "
                          "Please add a new payment method to the account."}}});
  }
  if (entity == "BUSINESS") {
    return Json::array({{{"error_code", 141010},
                         {"error_description",
                          "The Business has not passed business "
                          "verification."},
                         {"possible_solution",
                          "Visit business settings and start or resolve the "
                          "business verification request."}}});
  }
  return nullptr;
}

int Badness(std::string_view verdict) {
  return verdict == "BLOCKED" ? 2 : (verdict == "LIMITED" ? 1 : 0);
}

Json HealthStatus(const AccountScript& account, const Said& said) {
  const auto* health = said.Table("health");
  const std::array<std::pair<const char*, std::string>, 4> entities{{
      {"PHONE_NUMBER", account.phone_number_id},
      {"WABA", account.waba_id},
      {"BUSINESS", kBusiness},
      {"APP", kApp},
  }};
  std::string worst = "AVAILABLE";
  Json list = Json::array();
  for (const auto& [type, id] : entities) {
    std::string verdict = "AVAILABLE";
    if (health != nullptr && health->count(type) > 0) verdict = health->at(type);
    if (Badness(verdict) > Badness(worst)) worst = verdict;
    Json entity{{"entity_type", type}, {"id", id}, {"can_send_message", verdict}};
    Json errors = ErrorsOf(type, verdict);
    if (!errors.is_null()) entity["errors"] = std::move(errors);
    list.push_back(std::move(entity));
  }
  return Json{{"can_send_message", worst}, {"entities", std::move(list)}};
}

// "+1 631-555-0007": of Meta's examples, with the account's number at its end.
std::string DisplayNumber(const AccountScript& account) {
  const std::string& id = account.phone_number_id;
  const std::string tail = id.size() < 4 ? id : id.substr(id.size() - 4);
  return "+1 631-555-" + tail;
}

}  // namespace

Json PhoneNumberNode(const AccountScript& account, const Said& said) {
  Json node{{"id", account.phone_number_id}};
  node["display_phone_number"] = said.Text("display_phone_number", DisplayNumber(account));
  node["verified_name"] = said.Text("verified_name", account.name);
  node["quality_rating"] = said.Text("quality_rating", "GREEN");
  node["code_verification_status"] = said.Text("code_verification_status", "VERIFIED");
  node["name_status"] = said.Text("name_status", "APPROVED");
  node["status"] = said.Text("number_status", "CONNECTED");
  node["account_mode"] = said.Text("account_mode", "LIVE");
  node["platform_type"] = said.Text("platform_type", "CLOUD_API");
  node["throughput"] = Json{{"level", said.Text("throughput", "STANDARD")}};
  node["whatsapp_business_manager_messaging_limit"] = said.Text("messaging_limit", "TIER_2K");
  const std::string tier = said.Text("messaging_limit_tier", "");
  if (!tier.empty()) node["messaging_limit_tier"] = tier;
  node["is_official_business_account"] = false;
  node["health_status"] = HealthStatus(account, said);
  return node;
}

Json WithFields(const Json& node, const std::vector<std::string>& fields) {
  Json chosen = Json::object();
  for (const auto& [name, value] : node.items()) {
    const bool wanted =
        name == "id" || std::find(fields.begin(), fields.end(), name) != fields.end();
    if (wanted) chosen[name] = value;
  }
  return chosen;
}

std::vector<Json> MessageTemplates(const Said& said) {
  static const std::map<std::string, std::string> usual{{"order_update", "APPROVED"}};
  const auto* said_templates = said.Table("templates");
  std::vector<Json> templates;
  for (const auto& [name, status] : said_templates != nullptr ? *said_templates : usual) {
    templates.push_back(Json{{"name", name},
                             {"status", status},
                             {"category", "UTILITY"},
                             {"language", "en_US"},
                             {"rejected_reason", status == "REJECTED" ? "INVALID_FORMAT" : "NONE"},
                             {"id", std::to_string(1192339204654487 + templates.size())}});
  }
  return templates;
}

Json GatewayHealth(const Said& said) {
  const auto* nodes = said.Table("nodes");
  if (nodes == nullptr) return Json{{"gateway_status", said.Text("gateway_status", "connected")}};
  constexpr std::array<const char*, 3> kRoles{"primary_master", "secondary_master", "coreapp"};
  Json health = Json::object();
  std::size_t position = 0;
  for (const auto& [name, status] : *nodes) {
    health[name] =
        Json{{"gateway_status", status}, {"role", kRoles.at(std::min(position, std::size_t{2}))}};
    ++position;
  }
  return health;
}

std::string Text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace wa::simulator
