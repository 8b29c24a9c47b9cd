#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/fleet_view.h"

namespace wa {

// A line of /metrics, in two.
struct FleetSample {
  std::string series;  // name{label="value",...}, escaped as PromQL has it
  std::string value;
};

// The samples of the families that are `wanted`, as a scrape would have them. Those of single
// accounts are made from `accounts` (may hold fewer than all), the others from `fleet`.
std::vector<FleetSample> FleetSamples(const FleetView& fleet, const FleetView& accounts,
                                      const std::function<bool(std::string_view name)>& wanted);

}  // namespace wa
