#pragma once

#include <string>
#include <vector>

#include "cli/json_values.h"
#include "cli/layout.h"
#include "cli/style.h"
#include "condition/describe.h"
#include "model/observation.h"

namespace wa {

// {"condition": the most severe or null, "conditions": [...]}: the shape that `explain --json` and
// /api/v1/observations share.
OrderedJson FindingsJson(const std::vector<Finding>& findings, const Subject& subject);

// A block for each finding: title, meaning, next step, how long, support, who acts, rule; and where
// it is from, if wanted.
enum class Sources { kShow, kLeaveOut };
// One block; `lead` stands before what the catalogue says.
std::string RenderFinding(const Finding& finding, const Subject& subject, const Style& style,
                          Sources sources, FieldList lead = {});
std::string RenderFindings(const std::vector<Finding>& findings, const Subject& subject,
                           const Style& style, Sources sources);

// "Account disabled (event-account-disabled)", coloured by severity.
std::string TitleOf(const Condition& condition, const Style& style);

// "Entities: phone_number available, waba limited"; empty if nothing was said.
std::string RenderHealth(const std::vector<EntityHealth>& health, const Style& style);
OrderedJson HealthJson(const std::vector<EntityHealth>& health);

}  // namespace wa
