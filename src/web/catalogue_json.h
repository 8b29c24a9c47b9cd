#pragma once

#include <nlohmann/json.hpp>

#include "condition/catalogue.h"

namespace wa {

// {"conditions": [...], "restart_allowances": [...]}: everything that the catalogue says, in its
// order; the shape that `conditions --format json` and /api/v1/conditions share.
nlohmann::ordered_json CatalogueJson(const Catalogue& catalogue);

}  // namespace wa
