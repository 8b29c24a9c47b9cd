#pragma once

#include <nlohmann/json.hpp>

namespace wa {

// What `body` holds if `fits(body)`, else the first of its members that fits: gateways hand on what
// they received inside a form of their own, {"payload":{...}}, or as text, {"body":"{...}"}. If
// nothing fits, `body` itself. What was text is parsed into `*parsed`, which the result may point
// into. Never throws; linear in the size of the body, if `fits` is.
const nlohmann::json& Unwrap(const nlohmann::json& body, bool (*fits)(const nlohmann::json&),
                             nlohmann::json* parsed);

// An object that stands in `value` as text; discarded if there is none.
nlohmann::json ObjectInText(const nlohmann::json& value);

}  // namespace wa
