#pragma once

#include <string>
#include <string_view>

namespace wa {

// What somebody reads whose page is refused: why, and where to go on.
std::string RefusalPage(int status, std::string_view why, const std::string& version);

}  // namespace wa
