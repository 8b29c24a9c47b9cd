#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace wa {

// RFC 1952, at the fastest level: metrics shrink to a tenth with it, and a scrape waits for it.
// Thread-safe.
Result<std::string> Gzip(std::string_view text);

}  // namespace wa
