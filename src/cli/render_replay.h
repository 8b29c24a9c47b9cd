#pragma once

#include <string>

#include "cli/style.h"
#include "replay/replay.h"

namespace wa {

// What `replay` found, and the same for programs.
std::string RenderReplay(const ReplayReport& report, const ReplaySettings& settings,
                         const Style& style);
std::string ReplayJson(const ReplayReport& report, const ReplaySettings& settings);

}  // namespace wa
