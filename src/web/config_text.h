#pragma once

#include <string>

#include "config/config.h"

namespace wa {

// The configuration that is in use, in the form of its file, for people. Secrets are "***" where
// there is one, numbers are masked, of addresses only what is no password can be seen. Pure.
std::string ConfigText(const Config& config);

}  // namespace wa
