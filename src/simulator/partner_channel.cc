#include "simulator/partner_channel.h"

#include <string>

namespace wa::simulator {
namespace {

// Every channel has a client of its own.
std::string ClientIdOf(const AccountScript& account) {
  const std::string& id = account.channel_id;
  const bool usual = id.size() > 2 && id.substr(id.size() - 2) == "CH";
  return (usual ? id.substr(0, id.size() - 2) : id) + "CL";
}

std::string DigitsOf(const std::string& text) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') digits += c;
  }
  return digits;
}

}  // namespace

// Field names: https://github.com/yuenkik6/WABA360Dialog.NET; integration.state is assumed.
Json PartnerChannel(const AccountScript& account, const Said& said) {
  const Json number = PhoneNumberNode(account, said);
  const std::string terminated = said.Text("terminated_at", "");
  const std::string client = ClientIdOf(account);
  return Json{
      {"id", account.channel_id},
      {"client_id", client},
      {"account_mode", "live"},
      {"status", said.Text("channel_status", "ready")},
      {"created_at", "2024-03-01T09:00:00Z"},
      {"billing_started_at", "2024-03-02T00:00:00Z"},
      {"terminated_at", terminated.empty() ? Json(nullptr) : Json(terminated)},
      {"current_limit", number["whatsapp_business_manager_messaging_limit"]},
      {"current_quality_rating", number["quality_rating"]},
      {"is_oba", false},
      {"has_inbox", false},
      {"client", {{"id", client}, {"name", account.name}, {"partner_payload", nullptr}}},
      {"setup_info",
       {{"phone_number", DigitsOf(number["display_phone_number"])},
        {"phone_name", number["verified_name"]},
        {"was_in_use", false},
        {"ivr", false},
        {"verification_method", "sms"},
        {"has_integration_layer", true},
        {"error", nullptr}}},
      {"waba_account",
       {{"id", account.waba_id},
        {"fb_account_status", said.Text("fb_account_status", "verified")}}},
      {"integration",
       {{"enabled", said.Is("integration_enabled", true)},
        {"app_id", "104148"},
        {"state", said.Text("integration_state", "running")}}},
  };
}

}  // namespace wa::simulator
