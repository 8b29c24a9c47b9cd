#pragma once

#include <vector>

#include "metrics/family.h"
#include "metrics/fleet_view.h"
#include "metrics/process_metrics.h"
#include "metrics/self_metrics.h"

// Every family of /metrics is a row here; tests/golden/metrics.txt shows what becomes of them.
namespace wa {

const std::vector<Family<FleetView>>& FleetFamilies();
const std::vector<Family<SelfView>>& SelfFamilies();
const std::vector<Family<ProcessUsage>>& ProcessFamilies();

}  // namespace wa
