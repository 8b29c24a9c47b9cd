#include "simulator/onprem_site.h"

namespace wa::simulator {
namespace {

bool IsOurs(const AccountScript& account) { return account.block->kind == AccountKind::kOnPrem; }

// "Apikey KEY" is the other form that the API takes (docs/whatsapp/on-premises/reference/metrics).
std::string_view KeyOf(const Request& request) {
  constexpr std::string_view kApikey = "Apikey ";
  const std::string_view value = request.Header("authorization");
  return value.rfind(kApikey, 0) == 0 ? value.substr(kApikey.size()) : BearerOf(request);
}

}  // namespace

OnPremSite::OnPremSite(const Roster* roster)
    : roster_(roster),
      access_denied_(BuiltIn("onprem-access-denied")),
      not_found_(BuiltIn("message-unknown-contact")) {}

Exchange OnPremSite::Identify(const Request& request) const {
  Exchange exchange;
  exchange.api = Api::kOnPrem;
  exchange.SetKey(KeyOf(request));
  auto account = roster_->FindByKeyDigest(exchange.key_digest);
  if (!account) account = roster_->FindByFormerKeyDigest(exchange.key_digest);
  if (!account || !IsOurs(roster_->account(*account))) return exchange;
  const AccountScript& script = roster_->account(*account);
  exchange.subject = script.name;
  exchange.waba = script.waba_id;
  if (request.path != script.block->path) return exchange;
  exchange.topic = Topic::kHealth;
  exchange.route = request.path;
  return exchange;
}

AnswerPtr OnPremSite::Handle(const Request&, const Exchange& exchange, const Moment& now) {
  const auto found = roster_->FindByKeyDigest(exchange.key_digest);
  if (!found || !IsOurs(roster_->account(*found))) return access_denied_;
  if (!exchange.topic) return not_found_;
  const Roster::Current current = roster_->At(*found, now.script);
  const Said said = roster_->SaidBy(*found, current);
  return Scripted(current.answer, *exchange.topic, [&] {
    return Text(Json{{"health", GatewayHealth(said)},
                     {"meta", {{"api_status", "stable"}, {"version", "v2.35.4"}}}});
  });
}

}  // namespace wa::simulator
