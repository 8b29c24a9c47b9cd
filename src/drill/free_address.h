#pragma once

#include <string>

#include "base/result.h"

namespace wa::drill {

// "127.0.0.1:PORT" with a port that nobody listens on. It stays below those that the kernel gives
// to connections, which could take it before whoever needs it listens.
Result<std::string> FreeAddress();

}  // namespace wa::drill
