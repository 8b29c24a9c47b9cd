#pragma once

#include <string>
#include <vector>

#include "cli/described.h"

namespace wa {

// The manual page waba_exporter(8), in the man macros of roff. The same bytes for the same program.
std::string RenderManual(const std::vector<Described>& commands, const std::string& version);

}  // namespace wa
