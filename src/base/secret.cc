#include "base/secret.h"

#include <string.h>

#include <algorithm>

namespace wa {

// Copies: moving a short string would leave its bytes behind in the argument.
Secret::Secret(std::string value) : value_(value) { WipeText(&value); }

Secret::Secret(Secret&& other) noexcept : value_(other.value_) { other.Wipe(); }

Secret& Secret::operator=(const Secret& other) {
  if (this == &other) return *this;
  Wipe();
  value_ = other.value_;
  return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this == &other) return *this;
  Wipe();
  value_ = other.value_;
  other.Wipe();
  return *this;
}

Secret::~Secret() { Wipe(); }

void Secret::Wipe() { WipeText(&value_); }

bool operator==(const Secret& a, const Secret& b) {
  if (a.value_.size() != b.value_.size()) return false;
  unsigned char differs = 0;
  for (std::size_t i = 0; i < a.value_.size(); ++i) {
    differs |= static_cast<unsigned char>(a.value_[i] ^ b.value_[i]);
  }
  return differs == 0;
}

std::string Secret::Scrub(std::string text) const {
  if (value_.empty()) return text;
  for (std::size_t at = text.find(value_); at != std::string::npos;
       at = text.find(value_, at + 3)) {
    text.replace(at, value_.size(), "***");
  }
  return text;
}

Secret Prefixed(std::string_view prefix, const Secret& secret) {
  std::string whole;
  whole.reserve(prefix.size() + secret.Reveal().size());  // so that it leaves no copy behind
  whole.append(prefix).append(secret.Reveal());
  Secret result(whole);
  WipeText(&whole);
  return result;
}

void WipeText(std::string* text) {
  explicit_bzero(text->data(), text->size());
  text->clear();
}

std::string_view WhyNotACredential(std::string_view value) {
  if (value.empty()) return "it is empty";
  if (value.size() < 8) return "it is shorter than 8 characters";
  if (value.size() > 512) return "it is longer than 512 characters";
  constexpr std::string_view kAllowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~+/=-";
  const bool clean = std::all_of(value.begin(), value.end(), [&](char c) {
    return kAllowed.find(c) != std::string_view::npos;
  });
  return clean ? std::string_view() : "it holds a character other than A-Z a-z 0-9 . _ ~ + / = -";
}

}  // namespace wa
