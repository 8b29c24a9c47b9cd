#include "base/pattern.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "base/text.h"

namespace wa {
namespace {

using Numbers = std::map<std::string, std::int64_t>;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// A number too large for its type is the largest there is: "wait for ever" must not become "wait
// 0".
std::int64_t ReadNumber(std::string_view digits) {
  std::int64_t value = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return result.ec == std::errc() ? value : std::numeric_limits<std::int64_t>::max();
}

}  // namespace

// `lower` stands at the beginning of `text`, in whatever case. Nothing is copied for that.
bool Pattern::BeginsWith(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() && std::equal(lower.begin(), lower.end(), text.begin(),
                                                   [](char a, char b) { return a == Lower(b); });
}

Result<Pattern> Pattern::Parse(std::string_view text) {
  Pattern pattern;
  pattern.text_ = std::string(text);
  const std::string lower = ToLower(text);
  std::string_view rest = lower;
  std::vector<std::string> names;
  while (!rest.empty()) {
    if (rest.front() == '*') {
      if (pattern.parts_.empty() || pattern.parts_.back().kind != Part::kAny) {
        pattern.parts_.push_back({Part::kAny, ""});
      }
      rest.remove_prefix(1);
    } else if (rest.front() == '{') {
      const std::size_t close = rest.find('}');
      if (close == std::string_view::npos || close == 1) {
        return Fail(ErrorCode::kConfig, "'{' opens a number's name and needs a '}' after it");
      }
      std::string name(rest.substr(1, close - 1));
      if (std::find(names.begin(), names.end(), name) != names.end()) {
        return Fail(ErrorCode::kConfig, "{" + name + "} stands twice in one pattern");
      }
      names.push_back(name);
      pattern.parts_.push_back({Part::kNumber, std::move(name)});
      rest.remove_prefix(close + 1);
    } else {
      const std::size_t end = std::min(rest.find_first_of("*{"), rest.size());
      pattern.parts_.push_back({Part::kLiteral, std::string(rest.substr(0, end))});
      rest.remove_prefix(end);
    }
  }
  if (pattern.parts_.empty()) return Fail(ErrorCode::kConfig, "a pattern may not be empty");
  const Part& front = pattern.parts_.front();
  if (front.kind == Part::kLiteral && front.value.front() > ' ')
    pattern.first_ = front.value.front();
  return pattern;
}

// Goes through the parts from left to right and, on a mismatch, returns to the last `*` only:
// taking the first place where a literal fits never loses a match, so the time is bounded by text x
// pattern.
std::optional<Numbers> Pattern::Match(std::string_view text) const {
  text = Trim(text);
  Numbers numbers;
  std::size_t part = 0;
  std::size_t at = 0;
  std::optional<std::size_t> star;  // the part after the last `*`
  std::size_t star_at = 0;
  while (true) {
    bool stuck = false;
    if (part == parts_.size()) {
      if (at == text.size()) return numbers;
      stuck = true;
    } else if (parts_[part].kind == Part::kAny) {
      star = ++part;
      star_at = at;
      if (part == parts_.size()) return numbers;
    } else if (parts_[part].kind == Part::kLiteral) {
      const std::string& literal = parts_[part].value;
      stuck = !BeginsWith(text.substr(at), literal);
      if (!stuck) {
        at += literal.size();
        ++part;
      }
    } else {
      std::size_t end = at;
      while (end < text.size() && IsDigit(text[end])) ++end;
      stuck = end == at;
      if (!stuck) {
        numbers[parts_[part].value] = ReadNumber(text.substr(at, end - at));
        at = end;
        ++part;
      }
    }
    if (!stuck) continue;
    if (!star || star_at >= text.size()) return std::nullopt;
    part = *star;
    at = ++star_at;
  }
}

std::size_t Pattern::literal_length() const {
  std::size_t length = 0;
  for (const Part& part : parts_) {
    if (part.kind == Part::kLiteral) length += part.value.size();
    if (part.kind == Part::kNumber) ++length;
  }
  return length;
}

}  // namespace wa
