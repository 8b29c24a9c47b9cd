#pragma once

#include <string>
#include <vector>

#include "cli/described.h"

namespace wa {

// The manual page waba_exporter(8), in the man macros of roff. The same bytes for the same program.
std::string RenderManual(const std::vector<Described>& commands, const std::string& version);

// The same as a page: docs/command-line.md. Each command's heading is its name.
std::string ManualMarkdown(const std::vector<Described>& commands);

}  // namespace wa
