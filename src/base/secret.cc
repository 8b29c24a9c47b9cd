#include "base/secret.h"

#include <string.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace wa {
namespace {

// Wipes what it gives back.
template <typename T>
struct WipingAllocator {
  using value_type = T;
  WipingAllocator() = default;
  template <typename U>
  explicit WipingAllocator(const WipingAllocator<U>&) {}

  T* allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
  void deallocate(T* bytes, std::size_t count) {
    explicit_bzero(bytes, count * sizeof(T));
    std::allocator<T>().deallocate(bytes, count);
  }
  friend bool operator==(const WipingAllocator&, const WipingAllocator&) = default;
};

// An escape that stands in a text in a text has more of them; JSON in JSON in JSON has seven.
constexpr std::size_t kMostBackslashes = 7;

// Whether so many hexadecimal digits stand at the beginning, and mean `c`.
bool AreDigitsOf(char c, std::string_view text, std::size_t count) {
  unsigned code = 0;
  const char* end = text.data() + std::min(count, text.size());
  const auto read = std::from_chars(text.data(), end, code, 16);
  return text.size() >= count && read.ec == std::errc() && read.ptr == end &&
         code == static_cast<unsigned char>(c);
}

// How many bytes at the beginning of the text stand for `c`; 0: it begins otherwise.
std::size_t LengthOf(char c, std::string_view text) {
  if (text.starts_with(c)) return 1;
  if (text.starts_with('%')) return AreDigitsOf(c, text.substr(1), 2) ? 3 : 0;
  const std::size_t run = text.substr(0, kMostBackslashes + 1).find_first_not_of('\\');
  if (run == 0 || run == std::string_view::npos) return 0;
  const std::string_view escaped = text.substr(run);
  if (escaped.starts_with('u') && AreDigitsOf(c, escaped.substr(1), 4)) return run + 5;
  return escaped.starts_with(c) ? run + 1 : 0;
}

std::size_t LengthOf(std::string_view secret, std::string_view text) {
  std::size_t length = 0;
  for (const char c : secret) {
    const std::size_t more = LengthOf(c, text.substr(length));
    if (more == 0) return 0;
    length += more;
  }
  return length;
}

}  // namespace

Secret::Secret(std::string value) : size_(value.size()) {
  if (size_ == 0) return;
  auto bytes = std::allocate_shared<char[]>(WipingAllocator<char>(), size_ + 1);
  std::copy(value.begin(), value.end(), bytes.get());
  bytes_ = std::move(bytes);
  WipeText(&value);
}

bool operator==(const Secret& a, const Secret& b) {
  const std::string_view left = a.Reveal();
  const std::string_view right = b.Reveal();
  if (left.size() != right.size()) return false;
  unsigned char differs = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    differs |= static_cast<unsigned char>(left[i] ^ right[i]);
  }
  return differs == 0;
}

std::string Secret::Scrub(std::string text) const {
  if (empty()) return text;
  constexpr std::string_view kShown = "***";
  const std::string_view secret = Reveal();
  const char starts[] = {secret.front(), '\\', '%'};
  // Most texts have none, and are searched faster.
  const bool has_escapes =
      text.find('\\') != std::string::npos || text.find('%') != std::string::npos;
  std::size_t at = 0;
  const auto find = [&] {
    return has_escapes ? text.find_first_of(starts, at, sizeof starts) : text.find(secret, at);
  };
  while ((at = find()) != std::string::npos) {
    const std::size_t length = LengthOf(secret, std::string_view(text).substr(at));
    if (length > 0) text.replace(at, length, kShown);
    at += length > 0 ? kShown.size() : 1;
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
  text->resize(text->capacity());
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
