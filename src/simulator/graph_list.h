#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "simulator/number_json.h"
#include "simulator/request.h"

namespace wa::simulator {

// One page of a list in the form of the Graph API, as `limit` (25) and `after` of the request say:
// {"data": [...], "paging": {"cursors": {...}, "next": ...}}; `next` only if there is more.
Json GraphPage(const std::vector<Json>& items, const Request& request);

}  // namespace wa::simulator
