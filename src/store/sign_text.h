#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/facts.h"

namespace wa {

// Signs as one column: U+001E between signs, U+001F between kind, code, text and detail. Sanitised
// text holds neither.
std::string JoinSigns(const std::vector<Sign>& signs);

// What JoinSigns() made. A sign of a kind that nobody knows is left out: a later version wrote it.
std::vector<Sign> SplitSigns(std::string_view joined);

}  // namespace wa
