#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "provider/parse_json.h"

// Reading foreign JSON: every field may be missing or of another type, and nothing here throws.
// Values are looked at in place, never copied: copying a deep value would recurse.
namespace wa {

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
