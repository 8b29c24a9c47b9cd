#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace wa {

// Matches the whole of a text, ASCII case ignored. `*` is any run of characters (also none; error
// texts carry URLs, so no character is special inside it); `{name}` is a run of decimal digits that
// is read as a number. Everything else stands for itself; surrounding white space of the text is
// ignored.
class Pattern {
 public:
  // Refuses an empty pattern, an unclosed brace and a name used twice.
  static Result<Pattern> Parse(std::string_view text);

  // False: `text` does not match, as its first letter shows. Of the many patterns that an answer is
  // held against, most are sorted out here.
  bool MayMatch(std::string_view text) const {
    return first_ == '\0' || text.empty() || text.front() <= ' ' || Lower(text.front()) == first_;
  }
  // The numbers read by {name}, or nothing if the text does not match.
  std::optional<std::map<std::string, std::int64_t>> Match(std::string_view text) const;

  const std::string& text() const { return text_; }
  std::size_t literal_length() const;  // the more, the more specific

  friend bool operator==(const Pattern& a, const Pattern& b) { return a.text_ == b.text_; }

 private:
  static char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
  static bool BeginsWith(std::string_view text, std::string_view lower);

  struct Part {
    enum Kind { kLiteral, kAny, kNumber } kind;
    std::string value;  // lower-case literal, or the number's name
  };
  std::string text_;
  std::vector<Part> parts_;
  char first_ = '\0';  // letter of a literal that the pattern begins with; 0: it begins otherwise
};

}  // namespace wa
