#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace wa {

using Json = nlohmann::json;

// Deeper nesting than this is nobody's health answer.
inline constexpr int kMaxJsonDepth = 32;

struct ParsedJson {
  Json value;             // discarded if it could not be read
  std::string_view flaw;  // why not: "empty", "not JSON", "nested too deeply"; empty if it could
};
// Invalid UTF-8 and raw control characters inside strings are forgiven.
ParsedJson ParseJson(std::string_view body);

}  // namespace wa
