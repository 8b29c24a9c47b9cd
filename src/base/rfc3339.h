#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"

namespace wa {

// "2026-11-25T18:00:00Z", "2026-11-25t18:00:00.25+01:00" (RFC 3339; a leap second counts as the
// second after it). Nothing for anything else.
std::optional<SystemTime> ParseRfc3339(std::string_view text);

}  // namespace wa
