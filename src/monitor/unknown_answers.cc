#include "monitor/unknown_answers.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "base/text.h"
#include "condition/catalogue.h"

namespace wa {
namespace {

constexpr std::size_t kLongestText = 300;
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

bool LooksLikeToken(std::string_view word) {
  return word.size() >= kLongToken && std::any_of(word.begin(), word.end(), IsLetter) &&
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

// A run of digits, also with separators in between. "(#131026)" is an error code.
void MaskNumbers(std::string& text) {
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    if (!IsDigit(text[begin])) continue;
    std::size_t end = begin;
    for (std::size_t i = begin; i < text.size() && (IsDigit(text[i]) || IsSeparator(text[i]));
         ++i) {
      if (IsDigit(text[i])) end = i + 1;
    }
    const bool is_code = begin > 0 && text[begin - 1] == '#' && end - begin <= kLongestCode;
    if (!is_code) MaskDigits(text, begin, end);
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

bool Alike(const UnknownAnswer& a, const UnknownAnswer& b) {
  return a.teller == b.teller && a.http_status == b.http_status && a.code == b.code &&
         a.condition == b.condition && a.text == b.text;
}

}  // namespace

bool IsUnknown(const Condition& condition) {
  return condition.slug == kUnknownErrorSlug || condition.slug == kCloudUnknownSlug;
}

std::string Redacted(std::string_view text) { return Masked(text, kLongestText); }

std::string Masked(std::string_view text, std::size_t max_bytes) {
  std::string clean = WithoutTokens(text);
  MaskNumbers(clean);
  return Sanitise(clean, max_bytes);
}

void UnknownAnswers::Add(std::string_view teller, const std::string& account, int http_status,
                         const std::vector<Finding>& findings, SystemTime now) {
  for (const Finding& finding : findings) {
    if (!IsUnknown(*finding.condition)) continue;
    UnknownAnswer answer;
    answer.first = answer.last = now;
    answer.account = account;
    answer.teller = teller;
    answer.condition = finding.condition->slug;
    answer.http_status = http_status;
    answer.code = finding.code;
    answer.text = Redacted(finding.detail);
    Add(std::move(answer));
  }
}

void UnknownAnswers::Add(UnknownAnswer answer) {
  listed_.reset();
  const auto alike = std::find_if(answers_.begin(), answers_.end(),
                                  [&](const UnknownAnswer& known) { return Alike(known, answer); });
  if (alike != answers_.end()) {
    answer.first = alike->first;
    answer.count = alike->count + 1;
    answers_.erase(alike);
  }
  answers_.push_front(std::move(answer));
  if (answers_.size() > kMostUnknownAnswers) answers_.pop_back();
}

std::shared_ptr<const std::vector<UnknownAnswer>> UnknownAnswers::List() {
  if (listed_ == nullptr) {
    listed_ = std::make_shared<const std::vector<UnknownAnswer>>(answers_.begin(), answers_.end());
  }
  return listed_;
}

}  // namespace wa
