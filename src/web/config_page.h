#pragma once

#include <string>

#include "config/config.h"

namespace wa {

// /config: the configuration that is in use, masked. Pure.
std::string ConfigPage(const Config& config, const std::string& version);

}  // namespace wa
