#include "drill/written.h"

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

std::string PollingText(const PollingConfig& polling, const Addresses& addresses) {
  // Whether the provider or our network is silent, the simulator says under another name.
  const std::size_t port = addresses.simulator.rfind(':');
  return "[polling]\n" + Line("interval", FormatDuration(polling.interval)) +
         Line("trouble_interval", FormatDuration(polling.trouble_interval)) +
         Line("rare_interval", FormatDuration(polling.rare_interval)) +
         Line("timeout", FormatDuration(polling.timeout)) +
         "webhook_interval = \"0s\"\ntemplates_interval = \"0s\"\ncanary_urls = "
         "[\"http://localhost" +
         addresses.simulator.substr(port) + "/\"]\n\n";
}

std::string ActorText(const Actor& actor, const Tempo& tempo, const Addresses& addresses) {
  const std::string quoted = "\"" + actor.name + "\"";
  return "[provider." + quoted + "]\n" + Line("kind", Name(actor.play->kind)) +
         Line("base_url", "http://" + addresses.simulator) + "[provider." + quoted + ".webhook]\n" +
         Line("header", kProofHeader) + Line("header_value_file", kProofFile) + "[condition." +
         actor.condition->slug + "]\n" + Line("grace", FormatDuration(tempo.Scaled(actor.grace))) +
         "[[account]]\n" + Line("name", actor.name) + Line("provider", actor.name) +
         Line("plan", "regular") + Line("api_key_file", KeyFile(actor)) +
         Line("phone_number", actor.phone_number) + Line("phone_number_id", actor.phone_number_id) +
         Line("waba_id", actor.waba_id) + Line("channel_id", actor.channel_id) + "\n";
}

std::string Replaced(std::string text, std::string_view from, const std::string& to) {
  const std::size_t at = text.find(from);
  return at == text.npos ? text : text.replace(at, from.size(), to);
}

}  // namespace

std::string KeyFile(const Actor& actor) { return actor.name + ".key"; }

std::string ScenarioText(const std::vector<Actor>& cast) {
  std::string text;
  for (const Actor& actor : cast) {
    text += "[[account]]\n" + Line("name", actor.name) + Line("key", actor.key) +
            Line("kind", Name(actor.play->kind));
  }
  return text;
}

std::string ExporterConfigText(const std::vector<Actor>& cast, const PollingConfig& polling,
                               const Tempo& tempo, const Addresses& addresses) {
  std::string text = "[server]\nlisten = [\"" + addresses.exporter + "\"]\n[storage]\n" +
                     Line("path", "drill.db") + "[observations]\n" +
                     Line("token_file", kTokenFile) + PollingText(polling, addresses);
  for (const Actor& actor : cast) text += ActorText(actor, tempo, addresses);
  return text;
}

std::string PrometheusConfigText(std::string_view shipped, const Tempo& tempo,
                                 const Addresses& addresses) {
  std::string text = ScaleRules(shipped, tempo);
  text = Replaced(std::move(text), kShippedExporter, addresses.exporter);
  return Replaced(std::move(text), kShippedAlertmanager, addresses.alertmanager);
}

}  // namespace wa::drill
