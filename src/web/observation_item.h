#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "base/clock.h"
#include "base/result.h"
#include "model/event.h"
#include "model/http.h"

namespace wa {

// An answer that somebody else received.
struct ObservationItem {
  HttpResponse response;
  ObservedOperation operation = ObservedOperation::kOther;
  std::optional<SystemTime> at;  // when he received it; never after now
};

// Reads {"status": 403, "headers": {...}, "body": object, list or text, "operation": "register",
// "at": RFC 3339}; all but the status may be left out. Other keys are the caller's own, unless they
// look like a slip of the pen. The error says what is wrong and what would be right. Never throws.
Result<ObservationItem> ReadObservationItem(const nlohmann::json& item, SystemTime now);

}  // namespace wa
