#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace wa {

// "%41" -> "A", and "+" -> " " where a query is meant. Nothing for a broken escape, a control
// character or text that is not UTF-8 afterwards: nobody sends these by mistake.
std::optional<std::string> PercentDecode(std::string_view encoded, bool plus_is_space);

// Wiped when it goes: a webhook's may hold a secret.
struct Target {
  Target() = default;
  Target(const Target&) = default;
  Target(Target&&) = default;
  Target& operator=(const Target&) = default;
  Target& operator=(Target&&) = default;
  ~Target();

  std::string path;
  std::map<std::string, std::string, std::less<>> query;
};

// The target of a request line, as sent ("/probe?account=a"). The error says what is wrong with it,
// without repeating it. A name given twice is an error: which one counts would be a guess.
Result<Target> ParseTarget(std::string_view raw);

// A decimal number without sign, or nothing.
std::optional<std::size_t> ParseNumber(std::string_view text);

}  // namespace wa
