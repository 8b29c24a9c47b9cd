#include "drill/written.h"

#include <algorithm>

#include "base/enum_names.h"
#include "base/text.h"

namespace wa::drill {
namespace {

// Addresses of the shipped examples.
constexpr std::string_view kShippedExporter = "127.0.0.1:10360";
constexpr std::string_view kShippedAlertmanager = "127.0.0.1:9093";

std::string Line(std::string_view key, std::string_view value) {
  return std::string(key) + " = \"" + std::string(value) + "\"\n";
}

// One table for all: whoever asks for the webhook's address, asks for everybody's.
Duration WebhookInterval(const std::vector<Actor>& cast) {
  Duration interval{0};
  for (const Actor& actor : cast) interval = std::max(interval, actor.play->webhook_every);
  return interval;
}

std::string PollingText(const std::vector<Actor>& cast, const PollingConfig& polling,
                        const Addresses& addresses) {
  // Whether the provider or our network is silent, the simulator says under another name.
  const std::size_t port = addresses.simulator.rfind(':');
  return "[polling]\n" + Line("interval", FormatDuration(polling.interval)) +
         Line("trouble_interval", FormatDuration(polling.trouble_interval)) +
         Line("rare_interval", FormatDuration(polling.rare_interval)) +
         Line("timeout", FormatDuration(polling.timeout)) +
         Line("webhook_interval", FormatDuration(WebhookInterval(cast))) +
         "templates_interval = \"0s\"\ncanary_urls = [\"http://localhost" +
         addresses.simulator.substr(port) + "/\"]\n\n";
}

std::string AccountText(const SimulatedAccount& account, const std::string& provider) {
  return "[[account]]\n" + Line("name", account.name) + Line("provider", provider) +
         Line("plan", "regular") + Line("api_key_file", KeyFile(account)) +
         Line("phone_number", account.phone_number) +
         Line("phone_number_id", account.phone_number_id) + Line("waba_id", account.waba_id) +
         Line("channel_id", account.channel_id) + "\n";
}

std::string ActorText(const Actor& actor, const Tempo& tempo, const Addresses& addresses,
                      bool is_reloaded) {
  const std::string quoted = "\"" + actor.name + "\"";
  const bool has_more = is_reloaded || actor.play->by != PlayedBy::kReload;
  std::string text = "[provider." + quoted + "]\n" + Line("kind", Name(actor.play->kind)) +
                     Line("base_url", "http://" + addresses.simulator) +
                     (has_more ? actor.play->provider + "\n" : "") + "[provider." + quoted +
                     ".webhook]\n" + Line("header", kProofHeader) +
                     Line("header_value_file", kProofFile) + "[condition." + actor.condition->slug +
                     "]\n" + Line("grace", FormatDuration(tempo.Scaled(actor.grace)));
  for (const SimulatedAccount& account : actor.accounts) text += AccountText(account, actor.name);
  return text;
}

std::string Replaced(std::string text, std::string_view from, const std::string& to) {
  const std::size_t at = text.find(from);
  return at == text.npos ? text : text.replace(at, from.size(), to);
}

}  // namespace

std::string KeyFile(const SimulatedAccount& account) { return account.name + ".key"; }

std::string ScenarioText(const std::vector<Actor>& cast) {
  std::string text;
  for (const Actor& actor : cast) {
    for (const SimulatedAccount& account : actor.accounts) {
      text += "[[account]]\n" + Line("name", account.name) + Line("key", account.key) +
              Line("kind", Name(actor.play->kind));
    }
  }
  return text;
}

std::string ExporterConfigText(const std::vector<Actor>& cast, const PollingConfig& polling,
                               const Tempo& tempo, const Addresses& addresses, bool is_reloaded) {
  std::string text = "[server]\nlisten = [\"" + addresses.exporter + "\"]\n[storage]\n" +
                     Line("path", "drill.db") + "[observations]\n" +
                     Line("token_file", kTokenFile) + PollingText(cast, polling, addresses);
  for (const Actor& actor : cast) text += ActorText(actor, tempo, addresses, is_reloaded);
  return text;
}

std::string PrometheusConfigText(std::string_view shipped, const Tempo& tempo,
                                 const Addresses& addresses) {
  std::string text = ScaleRules(shipped, tempo);
  text = Replaced(std::move(text), kShippedExporter, addresses.exporter);
  return Replaced(std::move(text), kShippedAlertmanager, addresses.alertmanager);
}

}  // namespace wa::drill
