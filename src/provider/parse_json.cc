#include "provider/parse_json.h"

#include <simdjson.h>

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.h"

namespace wa {
namespace {

// Only brackets outside strings count. Meaningless for what is not JSON; the parser says so.
int DeepestNesting(std::string_view body) {
  int depth = 0;
  int deepest = 0;
  bool in_string = false;
  for (std::size_t at = 0; at < body.size(); ++at) {
    const char c = body[at];
    if (in_string) {
      if (c == '\\') ++at;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      deepest = std::max(deepest, ++depth);
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return deepest;
}

Json Parse(std::string_view text) { return Json::parse(text.begin(), text.end(), nullptr, false); }

// REQUIRES: no deeper than kMaxJsonDepth.
Json ToTree(const simdjson::dom::element& element) {
  using Type = simdjson::dom::element_type;
  switch (element.type()) {
    case Type::OBJECT: {
      const simdjson::dom::object members = element.get_object().value_unsafe();
      Json::object_t object;
      for (const auto& [key, value] : members) object[std::string(key)] = ToTree(value);
      return object;
    }
    case Type::ARRAY: {
      const simdjson::dom::array entries = element.get_array().value_unsafe();
      Json::array_t array;
      array.reserve(entries.size());
      for (const auto& value : entries) array.push_back(ToTree(value));
      return array;
    }
    case Type::STRING:
      return std::string(element.get_string().value_unsafe());
    case Type::INT64: {
      const std::int64_t number = element.get_int64().value_unsafe();
      return number < 0 ? Json(number) : Json(static_cast<std::uint64_t>(number));
    }
    case Type::UINT64:
      return element.get_uint64().value_unsafe();
    case Type::DOUBLE:
      return element.get_double().value_unsafe();
    case Type::BOOL:
      return element.get_bool().value_unsafe();
    case Type::NULL_VALUE:
      return nullptr;
  }
  return nullptr;
}

// The same tree in a third of the time, or discarded: simdjson is stricter, with numbers beyond 64
// bits for one, and nlohmann_json then has the last word.
Json ParseFast(std::string_view text) {
  thread_local simdjson::dom::parser parser;
  thread_local std::string padded;  // simdjson reads beyond the end
  padded.assign(text).append(simdjson::SIMDJSON_PADDING, '\0');
  simdjson::dom::element root;
  if (parser.parse(padded.data(), text.size(), false).get(root) != simdjson::SUCCESS) {
    return Json(Json::value_t::discarded);
  }
  return ToTree(root);
}

}  // namespace

ParsedJson ParseJson(std::string_view body) {
  const ParsedJson unreadable{Json(Json::value_t::discarded), "not JSON"};
  if (Trim(body).empty()) return {Json(Json::value_t::discarded), "empty"};
  if (DeepestNesting(body) > kMaxJsonDepth) {
    return {Json(Json::value_t::discarded), "nested too deeply"};
  }
  Json value = ParseFast(body);
  if (!value.is_discarded()) return {std::move(value), {}};
  value = Parse(body);
  // Sanitising replaces broken bytes and control characters and keeps the rest, so what was JSON
  // but for them becomes readable. A replaced byte can be up to three long.
  if (value.is_discarded()) value = Parse(Sanitise(body, body.size() * 3));
  if (value.is_discarded()) return unreadable;
  return {std::move(value), {}};
}

}  // namespace wa
