#pragma once

#include <string_view>

namespace wa {

// May stand as the name or the value of a header: not empty, and in one line, since a line break
// would end the field and begin another. libcurl and nghttp2 do not look.
bool IsHeaderText(std::string_view text);

}  // namespace wa
