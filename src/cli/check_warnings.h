#pragma once

#include <string>
#include <vector>

#include "config/config.h"

namespace wa {

// What is allowed in a configuration and probably not meant: two accounts with one key, accounts
// that cannot be asked once per interval. Never a key.
std::vector<std::string> CheckWarnings(const Config& config);

}  // namespace wa
