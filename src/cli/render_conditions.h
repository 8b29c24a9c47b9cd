#pragma once

#include <string>

#include "cli/style.h"
#include "condition/catalogue.h"

namespace wa {

// The catalogue, by who must act, then the most severe first, then by slug.
std::string RenderConditions(const Catalogue& catalogue, const Style& style);
std::string ConditionsJson(const Catalogue& catalogue);  // in the order of the catalogue
// docs/conditions.md is this of the built-in catalogue.
std::string ConditionsMarkdown(const Catalogue& catalogue);

}  // namespace wa
