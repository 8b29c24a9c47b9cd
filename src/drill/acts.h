#pragma once

#include <optional>
#include <vector>

#include "drill/setup.h"

namespace wa::drill {

// Conditions that share an exporter, Prometheus and Alertmanager.
struct Act {
  Setup setup;
  std::optional<Duration> played;  // scaled; unset: as long as it takes to be called
};

// Those that disturb nobody share an act, which comes first. `setup`: all of it but the cast; an
// act is no faster than its play can be. `played`: real. Pure. REQUIRES: `plays` and `catalogue`
// outlive the acts.
std::vector<Act> MakeActs(const Setup& setup, const std::vector<const Play*>& plays,
                          const Catalogue& catalogue, const ConditionOverrides& overrides,
                          const std::optional<Duration>& played);

}  // namespace wa::drill
