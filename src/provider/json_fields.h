#pragma once

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

// Reading foreign JSON: every field may be missing or of another type, and nothing here throws.
// Values are looked at in place, never copied: copying a deep value would recurse.
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

// The first of the keys that holds such a value; null or nothing if none does or `object` is no
// object.
const Json* Member(const Json& object, std::initializer_list<const char*> keys);
const Json* ObjectIn(const Json& object, std::initializer_list<const char*> keys);
const Json* ArrayIn(const Json& object, std::initializer_list<const char*> keys);
// Sanitised; empty if there is none.
std::string TextIn(const Json& object, std::initializer_list<const char*> keys);
// The same in lower case and short, to compare with the words that a provider uses.
std::string WordIn(const Json& object, std::initializer_list<const char*> keys);
// An identifier, written as text or as a number; sanitised, short, empty if there is none.
std::string IdIn(const Json& object, std::initializer_list<const char*> keys);
// An integer, a whole number written as a float, or a string of digits.
std::optional<std::int64_t> NumberIn(const Json& object, std::initializer_list<const char*> keys);

// The value as text: the same for the same value, whatever the order of its keys. Never throws.
std::string Dump(const Json& value);

// "a; b; c" of the strings in an array (or of a single string); empty if there are none.
std::string JoinTexts(const Json* texts);

}  // namespace wa
