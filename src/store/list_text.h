#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wa {

// A list of texts as one column, with U+001F between them, which sanitised text does not hold.
std::string JoinList(const std::vector<std::string>& texts);
std::vector<std::string> SplitList(std::string_view joined);

}  // namespace wa
