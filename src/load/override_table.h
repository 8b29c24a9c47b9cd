#pragma once

#include "condition/catalogue.h"
#include "config/config.h"
#include "load/toml_reader.h"

namespace wa {

// Reads the tables [condition.SLUG] of a configuration, whose slugs must be in the catalogue.
ConditionOverrides ReadOverrides(TomlTable root, const Catalogue& catalogue);

}  // namespace wa
