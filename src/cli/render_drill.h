#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/style.h"
#include "drill/drill.h"

// What a drill says, as text and as JSON. Pure.
namespace wa {

struct DrillReport {
  double speed = 1;
  std::vector<drill::Outcome> outcomes;
  std::string slow;  // what was too slow for the speed; empty: nothing was
};
bool Passed(const DrillReport& report);

// One line: "10:41  notified    WabaInternalErrorOver10Minutes (critical) at receiver
// page-support".
std::string RenderHappening(const drill::Actor& actor, const drill::Happening& happening,
                            const Style& style);
// One of many that is over.
std::string RenderProgress(const drill::Outcome& outcome, std::size_t done, std::size_t all);
// One condition: whether it went as it must, and what was wrong.
std::string RenderOutcome(const DrillReport& report, const Style& style);
// Many: a line for each with what was wrong, and the sum.
std::string RenderDrillReport(const DrillReport& report, const Style& style);
std::string DrillJson(const DrillReport& report);

}  // namespace wa
