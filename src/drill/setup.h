#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/config.h"
#include "drill/cast.h"
#include "drill/expectation.h"
#include "drill/own_prometheus.h"
#include "drill/tempo.h"
#include "load/shipped_alerts.h"

// What a drill is made of, and what follows from that. Pure.
namespace wa::drill {

struct Setup {
  std::vector<Actor> cast;
  PollingConfig polling;  // real
  Tempo tempo;
  std::string rules;   // text of the rules, real
  std::string routes;  // text of Alertmanager's configuration, real
  std::string prometheus = std::string(ShippedPrometheus());  // the same of Prometheus
  std::optional<OwnPrometheus> own;  // of the user, instead of processes of the drill
};

// The intervals of the setup, as they are in the drill, for alerts of a severity.
Cadence CadenceOf(const Setup& setup, Severity severity = Severity::kCritical);
// Its rules, as they are in the drill.
std::string ScaledRules(const Setup& setup);
// What must come of one of its cast. `played`: scaled; unset: until somebody is called.
Expectation ExpectationOf(const Actor& actor, const Setup& setup,
                          const std::optional<Duration>& played);

}  // namespace wa::drill
