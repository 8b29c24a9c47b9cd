#pragma once

#include <string>
#include <vector>

#include "load/toml_reader.h"
#include "model/account.h"

namespace wa {

// Reads every [provider.NAME] below `root`, by name. `file` is the configuration, from whose folder
// paths count. A provider with a problem is in the result, too, so that its accounts are not
// refused for it.
std::vector<ProviderSettings> ReadProviders(TomlTable root, const std::string& file);

// Names of accounts and providers are label values and parts of URLs: a letter or digit, then up to
// 63 more letters, digits, '.', '_' and '-'.
bool IsName(std::string_view text);
inline constexpr std::string_view kNameRule =
    " must begin with a letter or digit and hold only letters, digits, '.', '_' and '-', at most "
    "64";

}  // namespace wa
