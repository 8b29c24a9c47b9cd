#include "provider/unwrap.h"

#include <string>

#include "base/text.h"
#include "provider/json_fields.h"

namespace wa {

Json ObjectInText(const Json& value) {
  const auto* text = value.get_ptr<const Json::string_t*>();
  if (text == nullptr) return Json(Json::value_t::discarded);
  const std::string_view trimmed = Trim(*text);
  if (trimmed.empty() || trimmed.front() != '{') return Json(Json::value_t::discarded);
  return ParseJson(trimmed).value;
}

const Json& Unwrap(const Json& body, bool (*fits)(const Json&), Json* parsed) {
  if (fits(body) || !body.is_object()) return body;
  for (const auto& [key, member] : body.items()) {
    if (key == "meta") continue;  // says what the rest is, and is none of it
    if (member.is_object() && fits(member)) return member;
    *parsed = ObjectInText(member);
    if (parsed->is_object() && fits(*parsed)) return *parsed;
  }
  return body;
}

}  // namespace wa
