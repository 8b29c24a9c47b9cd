#pragma once

#include <string>
#include <string_view>

namespace wa {

// The entry of EventNames() for a field or an event, "other" if it has none.
std::string KnownEventName(std::string_view name);

}  // namespace wa
