#include "provider/json_fields.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

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

template <typename Fits>
const Json* Find(const Json& object, std::initializer_list<const char*> keys, Fits fits) {
  if (!object.is_object()) return nullptr;
  for (const char* key : keys) {
    const auto found = object.find(key);
    if (found != object.end() && fits(*found)) return &*found;
  }
  return nullptr;
}

std::optional<std::int64_t> Whole(double value) {
  constexpr double kLimit = 9.0e18;
  if (!(std::abs(value) < kLimit) || std::trunc(value) != value) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

std::optional<std::int64_t> Digits(std::string_view text) {
  text = Trim(text);
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
  return value;
}

std::optional<std::int64_t> ToNumber(const Json& value) {
  if (const auto* number = value.get_ptr<const Json::number_unsigned_t*>()) {
    constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (*number > kMax) return std::nullopt;
    return static_cast<std::int64_t>(*number);
  }
  if (const auto* number = value.get_ptr<const Json::number_integer_t*>()) return *number;
  if (const auto* number = value.get_ptr<const Json::number_float_t*>()) return Whole(*number);
  if (const auto* text = value.get_ptr<const Json::string_t*>()) return Digits(*text);
  return std::nullopt;
}

}  // namespace

ParsedJson ParseJson(std::string_view body) {
  const ParsedJson unreadable{Json(Json::value_t::discarded), "not JSON"};
  if (Trim(body).empty()) return {Json(Json::value_t::discarded), "empty"};
  if (DeepestNesting(body) > kMaxJsonDepth) {
    return {Json(Json::value_t::discarded), "nested too deeply"};
  }
  Json value = Parse(body);
  // Sanitising replaces broken bytes and control characters and keeps the rest, so what was JSON
  // but for them becomes readable. A replaced byte can be up to three long.
  if (value.is_discarded()) value = Parse(Sanitise(body, body.size() * 3));
  if (value.is_discarded()) return unreadable;
  return {std::move(value), {}};
}

const Json* Member(const Json& object, std::initializer_list<const char*> keys) {
  return Find(object, keys, [](const Json& value) { return !value.is_null(); });
}

const Json* ObjectIn(const Json& object, std::initializer_list<const char*> keys) {
  return Find(object, keys, [](const Json& value) { return value.is_object(); });
}

const Json* ArrayIn(const Json& object, std::initializer_list<const char*> keys) {
  return Find(object, keys, [](const Json& value) { return value.is_array(); });
}

std::string TextIn(const Json& object, std::initializer_list<const char*> keys) {
  const Json* value = Find(object, keys, [](const Json& v) { return v.is_string(); });
  return value == nullptr ? std::string() : Sanitise(*value->get_ptr<const Json::string_t*>());
}

std::optional<std::int64_t> NumberIn(const Json& object, std::initializer_list<const char*> keys) {
  const Json* value = Find(object, keys, [](const Json& v) { return ToNumber(v).has_value(); });
  return value == nullptr ? std::nullopt : ToNumber(*value);
}

std::string WordIn(const Json& object, std::initializer_list<const char*> keys) {
  constexpr std::size_t kLongest = 100;
  return ToLower(Sanitise(TextIn(object, keys), kLongest));
}

std::string IdIn(const Json& object, std::initializer_list<const char*> keys) {
  constexpr std::size_t kLongest = 128;
  for (const char* key : keys) {
    if (std::string text = TextIn(object, {key}); !text.empty()) return Sanitise(text, kLongest);
    if (const auto number = NumberIn(object, {key})) return std::to_string(*number);
  }
  return {};
}

std::string Dump(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string JoinTexts(const Json* texts) {
  if (texts == nullptr) return {};
  if (const auto* text = texts->get_ptr<const Json::string_t*>()) return Sanitise(*text);
  if (!texts->is_array()) return {};
  constexpr std::size_t kEnough = 512;
  std::string joined;
  for (const Json& entry : *texts) {
    const auto* text = entry.get_ptr<const Json::string_t*>();
    if (text == nullptr || joined.size() > kEnough) continue;
    if (!joined.empty()) joined += "; ";
    joined += Sanitise(*text);
  }
  return Sanitise(joined, kEnough);
}

}  // namespace wa
