#pragma once

#include <string>
#include <vector>

#include "load/toml_reader.h"
#include "model/account.h"

namespace wa {

// Reads every [partner.NAME] below `root`, by name. `file` is the configuration, from whose folder
// paths count.
std::vector<PartnerSettings> ReadPartners(TomlTable root, const std::string& file,
                                          const std::vector<ProviderSettings>& providers);

// Reads the key 'provider' of a table that belongs to one; may be left out while there is only one.
// Null if there is no such provider, which is reported.
const ProviderSettings* ReadProviderName(TomlTable* table, std::string* name,
                                         const std::vector<ProviderSettings>& providers);

}  // namespace wa
