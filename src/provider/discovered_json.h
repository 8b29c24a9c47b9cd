#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/discovery.h"

namespace wa {

// What sources named, by source, as text that outlives the process; it holds no secret, as
// Discovered holds none.
std::string DiscoveredJson(const std::map<std::string, Discovered>& discovered);

// Reads it back: everything, or nothing and why. Names, ids and tags are not judged here. Pure.
Result<std::map<std::string, Discovered>> ReadDiscoveredJson(std::string_view json);

}  // namespace wa
