#include "load/load_conditions.h"

#include "embedded/conditions_toml.h"

namespace wa {

std::string_view EmbeddedConditions() { return embedded::ConditionsToml(); }

}  // namespace wa
