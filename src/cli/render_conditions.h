#pragma once

#include <string>

#include "cli/style.h"
#include "condition/catalogue.h"

namespace wa {

// The catalogue on a few screens: a line for each condition, by topic and severity.
std::string RenderConditions(const Catalogue& catalogue, const Style& style);
// Everything that the catalogue says about one condition.
std::string RenderCondition(const Condition& condition, const Style& style);

std::string ConditionsJson(const Catalogue& catalogue);  // in the order of the catalogue
// docs/conditions.md is this of the built-in catalogue; each condition's heading is its slug, so
// that `conditions.md#SLUG` is its anchor.
std::string ConditionsMarkdown(const Catalogue& catalogue);

}  // namespace wa
