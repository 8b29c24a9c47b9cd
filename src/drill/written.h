#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/config.h"
#include "drill/cast.h"
#include "drill/tempo.h"

// The files that the stack of a drill reads, as texts. Pure.
namespace wa::drill {

struct Addresses {  // each "127.0.0.1:PORT"
  std::string simulator;
  std::string exporter;
  std::string prometheus;
  std::string alertmanager;
};

// Names of key files beside the exporter's configuration: accounts', what webhooks prove themselves
// with, and the token of observations.
std::string KeyFile(const SimulatedAccount& account);
inline constexpr std::string_view kProofFile = "proof";
inline constexpr std::string_view kTokenFile = "token";
inline constexpr std::string_view kProofHeader = "X-Drill-Proof";

// Every account is answered well until the drill says otherwise.
std::string ScenarioText(const std::vector<Actor>& cast);

// The exporter's: the accounts of the cast at the simulator, graces and polling as in this drill.
// `is_reloaded`: with the lines of those that are played by a reload.
std::string ExporterConfigText(const std::vector<Actor>& cast, const PollingConfig& polling,
                               const Tempo& tempo, const Addresses& addresses,
                               bool is_reloaded = false);

// alerts/prometheus.yml with the addresses of this drill, scaled.
std::string PrometheusConfigText(std::string_view shipped, const Tempo& tempo,
                                 const Addresses& addresses);

}  // namespace wa::drill
