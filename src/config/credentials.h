#pragma once

#include <string_view>
#include <vector>

#include "config/config.h"

namespace wa {

// The accounts of a provider in groups that share one key; those without a key are in none. Groups
// and their members are in order of names.
std::vector<std::vector<const Account*>> ByCredential(const Config& config,
                                                      std::string_view provider);

// Whether a key names the number, so that two accounts cannot have the same. A token of Meta's is
// good for all numbers that its user may see.
bool KeyIsOfOneNumber(ProviderKind kind);

}  // namespace wa
