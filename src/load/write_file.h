#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace wa {

// Puts the file there whole or not at all, and what was there stays until then; a crash of the
// machine leaves one of both. Only its owner may read it. It is written as `path`.new first. The
// message names the path.
Status ReplaceFile(const std::string& path, std::string_view text);

}  // namespace wa
