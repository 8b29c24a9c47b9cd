#pragma once

#include <optional>
#include <string>

#include "simulator/limits.h"
#include "simulator/number_json.h"
#include "simulator/record.h"

namespace wa::simulator {

// What the control endpoint tells of the record; docs/simulator.md describes each. `query` is that
// of the request; nothing if it says what cannot be understood.

std::optional<Json> ReportRequests(const Record& record, const std::string& query);
std::optional<Json> ReportKeys(const Record& record, const std::string& query);
std::optional<Json> ReportArrivals(const Record& record, const std::string& query);
std::optional<Json> ReportLimits(const Limits& limits, const std::string& query);
Json ReportApis(const Record& record);

}  // namespace wa::simulator
