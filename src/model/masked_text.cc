#include "model/masked_text.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace wa {
namespace {

constexpr std::size_t kLongNumber = 6;  // digits
constexpr std::size_t kVisibleDigits = 2;
constexpr std::size_t kLongToken = 16;   // characters
constexpr std::size_t kLongestCode = 7;  // digits of Meta's error codes
constexpr std::string_view kMask = "***";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLetter(char c) { return IsLower(c) || IsUpper(c); }
bool IsTokenCharacter(char c) {
  return IsDigit(c) || IsLetter(c) || std::string_view("_-+").find(c) != std::string_view::npos;
}
// What people put between the digits of a number.
bool IsSeparator(char c) { return std::string_view(" -()/.").find(c) != std::string_view::npos; }

// Words after which a credential follows, however short it is.
bool AnnouncesCredential(std::string_view word) {
  static constexpr std::array<std::string_view, 6> kWords{"bearer", "token",  "access_token",
                                                          "secret", "apikey", "d360-api-key"};
  return std::find(kWords.begin(), kWords.end(), ToLower(word)) != kWords.end();
}

// Names such as OAuthException change from small to large letters once or twice, random text often.
bool IsMixed(std::string_view word) {
  std::size_t rises = 0;
  for (std::size_t i = 1; i < word.size(); ++i) {
    if (IsLower(word[i - 1]) && IsUpper(word[i])) ++rises;
  }
  return rises >= 4;
}

// "spring_sale_2026", as people name templates: each part is of letters, or of digits.
bool IsName(std::string_view word) {
  bool letters = false;
  bool digits = false;
  for (const char c : word) {
    const bool between = c == '_' || c == '-';
    letters = !between && (letters || IsLetter(c));
    digits = !between && (digits || IsDigit(c));
    if (letters && digits) return false;
  }
  return !IsMixed(word);
}

bool LooksLikeToken(std::string_view word) {
  return word.size() >= kLongToken && !IsName(word) &&
         std::any_of(word.begin(), word.end(), IsLetter) &&
         (std::any_of(word.begin(), word.end(), IsDigit) || IsMixed(word));
}

// What follows an announcing word, and is no word of a sentence.
bool IsCredential(std::string_view word, char before) {
  return before == '=' || word.size() >= kLongToken ||
         std::any_of(word.begin(), word.end(), IsDigit);
}

// Masks all digits of text[begin, end) but the last ones, if they are many.
void MaskDigits(std::string& text, std::size_t begin, std::size_t end) {
  const auto first = text.begin() + static_cast<std::ptrdiff_t>(begin);
  const auto last = text.begin() + static_cast<std::ptrdiff_t>(end);
  auto digits = static_cast<std::size_t>(std::count_if(first, last, IsDigit));
  if (digits < kLongNumber) return;
  for (auto c = first; c != last && digits > kVisibleDigits; ++c) {
    if (!IsDigit(*c)) continue;
    *c = '*';
    --digits;
  }
}

// Whether what stands around a short number says that it is an error code: "#131026", "(131026)",
// "code 131026", {"error_code": 131026}.
bool IsCode(std::string_view text, std::size_t begin, std::size_t end) {
  constexpr std::string_view kCode = "code";
  if (end - begin > kLongestCode) return false;
  std::string_view before = text.substr(0, begin);
  if (before.ends_with('#')) return true;
  if (before.ends_with('(') && text.substr(end).starts_with(')')) return true;
  before = before.substr(0, before.find_last_not_of(" :=\"'") + 1);
  return before.size() >= kCode.size() &&
         ToLower(before.substr(before.size() - kCode.size())) == kCode;
}

// A run of digits, also with separators in between.
void MaskNumbers(std::string& text) {
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    if (!IsDigit(text[begin])) continue;
    std::size_t end = begin;
    for (std::size_t i = begin; i < text.size() && (IsDigit(text[i]) || IsSeparator(text[i]));
         ++i) {
      if (IsDigit(text[i])) end = i + 1;
    }
    if (!IsCode(text, begin, end)) MaskDigits(text, begin, end);
    begin = end;
  }
}

std::string WithoutTokens(std::string_view text) {
  std::string clean;
  bool announced = false;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && IsTokenCharacter(text[end])) ++end;
    if (end == begin) {
      clean += text[begin++];
      continue;
    }
    const std::string_view word = text.substr(begin, end - begin);
    const bool credential = announced && IsCredential(word, text[begin - 1]);
    const bool mailbox = end < text.size() && text[end] == '@';
    clean += credential || mailbox || LooksLikeToken(word) ? kMask : word;
    announced = AnnouncesCredential(word);
    begin = end;
  }
  return clean;
}

}  // namespace

std::string Masked(std::string_view text, std::size_t max_bytes) {
  std::string clean = WithoutTokens(text);
  MaskNumbers(clean);
  return Sanitise(clean, max_bytes);
}

}  // namespace wa
