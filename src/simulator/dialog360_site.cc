#include "simulator/dialog360_site.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include "simulator/digest.h"
#include "simulator/graph_list.h"
#include "simulator/numbered.h"
#include "simulator/query.h"

namespace wa::simulator {
namespace {

constexpr std::string_view kWebhook = "/v1/configs/webhook";
constexpr std::string_view kTemplates = "/message_templates";
constexpr std::string_view kLegacyTemplates = "/v1/configs/templates";

bool IsOurs(const AccountScript& account) {
  return account.block->kind == AccountKind::kDialog360 ||
         account.block->kind == AccountKind::kDialog360OnPrem;
}

std::optional<Topic> TopicOf(const std::string& path, const AccountBlock& block) {
  if (path == block.path) return Topic::kHealth;
  if (path == kWebhook) return Topic::kWebhook;
  const bool legacy = block.kind == AccountKind::kDialog360OnPrem;
  if (path == (legacy ? kLegacyTemplates : kTemplates)) return Topic::kTemplates;
  return std::nullopt;
}

bool IsUsualPath(std::string_view path) {
  constexpr std::array<std::string_view, 5> kPaths{"/health_status", "/v1/health", kWebhook,
                                                   kTemplates, kLegacyTemplates};
  return std::find(kPaths.begin(), kPaths.end(), path) != kPaths.end();
}

std::string Health(const AccountScript& account, const Said& said, const Request& request) {
  if (account.block->kind == AccountKind::kDialog360OnPrem) {
    return Text(Json{{"health", GatewayHealth(said)},
                     {"meta", {{"api_status", "stable"}, {"version", "v2.35.4"}}}});
  }
  std::vector<std::string> fields = FieldsParameter(request.query);
  fields.emplace_back("health_status");  // always asked for
  return Text(WithFields(PhoneNumberNode(account, said), fields));
}

// 360dialog's list frame, whose states are in lower case.
Json LegacyTemplates(const Said& said, const Request& request) {
  const std::vector<Json> all = MessageTemplates(said);
  const std::size_t limit = NumberParameter(request.query, "limit", 1000);
  const std::size_t offset = std::min(NumberParameter(request.query, "offset", 0), all.size());
  Json page = Json::array();
  for (std::size_t i = offset; i < all.size() && page.size() < limit; ++i) {
    Json entry = all[i];
    std::string status = entry["status"];
    std::transform(status.begin(), status.end(), status.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    entry["status"] = status;
    entry["namespace"] = "c8ae5f90_307a_ca4c_b8f6_d1e2a2573574";
    page.push_back(std::move(entry));
  }
  const std::size_t count = page.size();
  return Json{{"count", count},
              {"filters", Json::object()},
              {"limit", limit},
              {"offset", offset},
              {"sort", {"id"}},
              {"total", all.size()},
              {"waba_templates", std::move(page)}};
}

std::string Templates(const AccountScript& account, const Said& said, const Request& request) {
  if (account.block->kind == AccountKind::kDialog360OnPrem) {
    return Text(LegacyTemplates(said, request));
  }
  std::vector<Json> templates = MessageTemplates(said);
  if (Parameter(request.query, "fields")) {
    const std::vector<std::string> fields = FieldsParameter(request.query);
    for (Json& entry : templates) entry = WithFields(entry, fields);
  }
  return Text(GraphPage(templates, request));
}

std::string Webhook(const AccountScript& account, const Said& said) {
  const std::string url = said.Text("webhook", "https://hooks.example.com/wa");
  return Text(Json{{"url", Replaced(url, "{name}", account.name)}});
}

}  // namespace

Dialog360Site::Dialog360Site(const Roster* roster)
    : roster_(roster),
      invalid_api_key_(BuiltIn("invalid-api-key")),
      path_blocked_(BuiltIn("path-blocked")) {}

Exchange Dialog360Site::Identify(const Request& request) const {
  Exchange exchange;
  exchange.SetKey(request.Header("d360-api-key"));
  if (IsUsualPath(request.path)) exchange.route = request.path;
  auto account = roster_->FindByKeyDigest(exchange.key_digest);
  if (!account) account = roster_->FindByFormerKeyDigest(exchange.key_digest);
  if (!account || !IsOurs(roster_->account(*account))) return exchange;
  const AccountScript& script = roster_->account(*account);
  const bool legacy = script.block->kind == AccountKind::kDialog360OnPrem;
  exchange.api = legacy ? Api::kDialog360OnPrem : Api::kDialog360;
  exchange.subject = script.name;
  exchange.waba = script.waba_id;
  exchange.topic = TopicOf(request.path, *script.block);
  if (exchange.topic) exchange.route = request.path;
  return exchange;
}

AnswerPtr Dialog360Site::Handle(const Request& request, const Exchange& exchange,
                                const Moment& now) {
  const auto found = roster_->FindByKeyDigest(exchange.key_digest);
  if (!found) return invalid_api_key_;
  const AccountScript& account = roster_->account(*found);
  if (!IsOurs(account)) return invalid_api_key_;
  if (!exchange.topic) return path_blocked_;
  const Roster::Current current = roster_->At(*found, now.script);
  const Said said = roster_->SaidBy(*found, current);
  return Scripted(current.answer, *exchange.topic, [&] {
    if (exchange.topic == Topic::kWebhook) return Webhook(account, said);
    if (exchange.topic == Topic::kTemplates) return Templates(account, said, request);
    return Health(account, said, request);
  });
}

}  // namespace wa::simulator
