#pragma once

#include <string>
#include <vector>

#include "cli/style.h"
#include "drill/drill.h"
#include "drill/plays.h"

// What a drill says, as text and as JSON. Pure.
namespace wa {

struct DrillReport {
  double speed = 1;
  std::vector<drill::Outcome> outcomes;
  std::vector<drill::Play> not_played;  // of the whole catalogue, if all of it was to be played
};
bool Passed(const DrillReport& report);

// What will be played and what must come of it, before it begins.
std::string RenderDrillPlan(const drill::Setup& setup, const drill::Expectation& expectation,
                            const Style& style);
// One line: "10:41  notified    WabaInternalErrorOver10Minutes (critical) at receiver
// page-support".
std::string RenderHappening(const drill::Happening& happening, const Style& style);
// One condition: whether it went as it must, and what was wrong.
std::string RenderOutcome(const drill::Outcome& outcome, const Style& style);
// Many: a line for each, then what was wrong, what was not played, and the sum.
std::string RenderDrillReport(const DrillReport& report, const Style& style);
std::string DrillJson(const DrillReport& report);

}  // namespace wa
