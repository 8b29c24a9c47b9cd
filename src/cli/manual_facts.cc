#include "cli/manual_facts.h"

namespace wa {

const std::vector<ManualSection>& ManualSections() {
  static const std::vector<ManualSection> sections{
      {"Environment",
       {{"NO_COLOR", "if set and not empty, terminals get no colours"},
        {"CREDENTIALS_DIRECTORY",
         "where api_key_credential and its like are looked for; systemd sets it"},
        {"NOTIFY_SOCKET",
         "where the service manager hears of start, reload and end, as in sd_notify(3)"},
        {"WATCHDOG_USEC",
         "how soon the service manager wants a sign of life, as in sd_watchdog_enabled(3)"},
        {"LISTEN_FDS", "sockets that the service manager opened, as in sd_listen_fds(3)"}}},
      {"Signals",
       {{"SIGHUP", "read the configuration anew; one with a mistake changes nothing"},
        {"SIGTERM", "stop; what is under way is answered and written down before"},
        {"SIGINT", "the same"}}},
      {"Files",
       {{"/etc/waba_exporter/waba_exporter.toml", "the configuration of the service"},
        {"/etc/waba_exporter/keys/", "its API keys, one file for each account"},
        {"/var/lib/waba_exporter/", "its database: open incidents with their start"},
        {"/usr/share/waba_exporter/",
         "rules of Prometheus, routes of Alertmanager, boards of Grafana, the catalogue of "
         "conditions"},
        {"/usr/share/doc/waba-exporter/examples/waba_exporter.toml",
         "every setting with its default and unit"}}},
  };
  return sections;
}

}  // namespace wa
