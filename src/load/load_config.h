#pragma once

#include <string>
#include <tl/expected.hpp>

#include "condition/catalogue.h"
#include "config/config.h"
#include "load/problem.h"

namespace wa {

// Reads a configuration with its account files and keys. Either everything is right, or every
// problem is reported at once and nothing is loaded. `catalogue` tells which slugs [condition.SLUG]
// may name.
tl::expected<Config, Problems> LoadConfig(const std::string& path, const Catalogue& catalogue);

}  // namespace wa
