#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace wa {

// RFC 1952, at the fastest level: metrics and pages shrink to a tenth with it, and somebody waits.
// Thread-safe.
Result<std::string> Gzip(std::string_view text);

}  // namespace wa
