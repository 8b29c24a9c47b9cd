#pragma once

#include <map>
#include <string>

#include "simulator/limits.h"
#include "simulator/record.h"
#include "simulator/traffic.h"

namespace wa::simulator {

// The simulator's metrics in Prometheus' text format 0.0.4. `traffic` is by name of the listener.
std::string MetricsText(const Record& record, const Limits& limits,
                        const std::map<std::string, Traffic>& traffic, Duration script_time);

}  // namespace wa::simulator
