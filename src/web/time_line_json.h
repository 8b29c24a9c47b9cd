#pragma once

#include <nlohmann/json.hpp>

#include "desk/time_line.h"

namespace wa {

// {"from", "to", "spans": [{"kind": "gap", "maybe" or "incident", "from", "to", "state": of an
// incident, else null, "text"}]}.
nlohmann::ordered_json TimeLineJson(const TimeLine& line);

}  // namespace wa
