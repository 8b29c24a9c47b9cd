#include "provider/json_fields.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/text.h"

namespace wa {
namespace {

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
  std::string text = TextIn(object, keys);
  return ToLower(text.size() <= kLongest ? text : Sanitise(text, kLongest));
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
