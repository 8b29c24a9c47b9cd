#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "condition/catalogue.h"
#include "config/config.h"
#include "load/load_config.h"

namespace wa {

// The catalogue that is compiled in (config/conditions.toml at build time).
std::string_view EmbeddedConditions();

// Reads a catalogue. `file` is its name in messages.
tl::expected<std::shared_ptr<const Catalogue>, Problems> ParseConditions(std::string_view toml,
                                                                         const std::string& file);
// The same from a file; an empty path is the embedded one.
tl::expected<std::shared_ptr<const Catalogue>, Problems> LoadConditions(const std::string& path);

// The catalogue as one installation has it: with its [condition.SLUG] tables applied.
// REQUIRES: slugs that were checked by LoadConfig().
std::shared_ptr<const Catalogue> WithOverrides(const Catalogue& catalogue,
                                               const ConditionOverrides& overrides);

}  // namespace wa
