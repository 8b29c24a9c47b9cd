#pragma once

#include <string>
#include <vector>

#include "cli/json_values.h"
#include "cli/style.h"
#include "drill/drill.h"

// What a drill says before it begins, as text and as JSON. Pure.
namespace wa {

// What will be played and what must come of it: one condition.
std::string RenderDrillPlan(const drill::Act& act, const Style& style);
// Many: how many, how fast and for how long.
std::string RenderDrillsPlan(const std::vector<drill::Act>& acts, const Style& style);
// ... and a line for each, in the order of the acts.
std::string RenderPlanTable(const std::vector<drill::Act>& acts, const Style& style);
std::string DrillPlanJson(const std::vector<drill::Act>& acts);

// Parts that reports have, too: "10:41.3", "0:10.0 - 0:29.0".
std::string Elapsed(Duration duration);
std::string ExpectedText(const drill::Expectation& expectation);
OrderedJson ExpectedJson(const drill::Expectation& expected);

}  // namespace wa
