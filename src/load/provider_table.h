#pragma once

#include <string>
#include <vector>

#include "load/key_ring.h"
#include "load/toml_reader.h"
#include "model/account.h"

namespace wa {

// Reads every [provider.NAME] below `root`, by name. A provider with a problem is in the result,
// too, so that its accounts are not refused for it.
std::vector<ProviderSettings> ReadProviders(TomlTable root, KeyRing* ring);

// Reads the key 'provider' of a table that belongs to one; may be left out while there is only one.
// Null if there is no such provider, which is reported.
const ProviderSettings* ReadProviderName(TomlTable* table, std::string* name,
                                         const std::vector<ProviderSettings>& providers);

// Names of accounts and providers are label values and parts of URLs: a letter or digit, then up to
// 63 more letters, digits, '.', '_' and '-'.
bool IsName(std::string_view text);
inline constexpr std::string_view kNameRule =
    " must begin with a letter or digit and hold only letters, digits, '.', '_' and '-', at most "
    "64";

}  // namespace wa
