#pragma once

#include <vector>

#include "load/toml_reader.h"
#include "model/account.h"
#include "model/maintenance.h"

namespace wa {

// Reads the tables [[maintenance]]. Providers must be among these; accounts may come from a source
// that is asked later, and are not looked at.
std::vector<Maintenance> ReadMaintenances(TomlTable root,
                                          const std::vector<ProviderSettings>& providers);

}  // namespace wa
