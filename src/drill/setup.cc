#include "drill/setup.h"

#include <algorithm>

#include "drill/route_waits.h"

namespace wa::drill {
namespace {

using namespace std::chrono_literals;

// How often the exporter looks at all accounts together, which nobody can configure.
constexpr Duration kFleetLook = 5s;

Duration Or(const std::optional<Duration>& value, Duration otherwise) {
  return value.value_or(otherwise);
}

}  // namespace

std::string ScaledRules(const Setup& setup) {
  std::string rules = ScaleRules(setup.rules, setup.tempo);
  for (const Actor& actor : setup.cast) {
    const auto& instead = actor.play->instead;
    if (instead && instead->in_expression) {
      rules = ScaleSeconds(rules, instead->after, setup.tempo);
    }
  }
  return rules;
}

Expectation ExpectationOf(const Actor& actor, const Setup& setup,
                          const std::optional<Duration>& played) {
  const Play& play = *actor.play;
  const Severity severity = play.instead ? play.instead->severity : actor.condition->severity;
  Cadence cadence = CadenceOf(setup, severity);
  cadence.interval = std::max(cadence.interval, play.webhook_every);
  cadence.trouble_interval = std::max(cadence.trouble_interval, play.webhook_every);
  if (actor.condition->seen_by == Operation::kFleet) {
    cadence.interval += kFleetLook;
    cadence.trouble_interval += kFleetLook;
  }
  Expectation expectation =
      Expect(severity, setup.tempo.Scaled(actor.grace), cadence, played, play.takes);
  expectation.has_incident = !play.instead;
  return expectation;
}

Cadence CadenceOf(const Setup& setup, Severity severity) {
  const PollingConfig polling = ScalePolling(setup.polling, setup.tempo);
  const std::string prometheus = ScaleRules(setup.prometheus, setup.tempo);
  const Tempo& tempo = setup.tempo;
  Cadence cadence;
  cadence.interval = polling.interval;
  cadence.trouble_interval = polling.trouble_interval;
  cadence.timeout = polling.timeout;
  // The defaults are those of Prometheus.
  cadence.scrape = Or(Longest(prometheus, "scrape_interval"), 1min);
  cadence.evaluation = Or(Longest(prometheus, "evaluation_interval"), 1min);
  const RouteWaits waits = WaitsOf(setup.routes, severity);
  cadence.group_wait = tempo.Scaled(waits.group_wait);
  cadence.group_interval = tempo.Scaled(waits.group_interval);
  cadence.keep_firing_for = tempo.Scaled(Or(Longest(setup.rules, "keep_firing_for"), 0s));
  return cadence;
}

}  // namespace wa::drill
