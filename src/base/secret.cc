#include "base/secret.h"

#include <string.h>

#include <algorithm>
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
  for (std::size_t at = text.find(Reveal()); at != std::string::npos;
       at = text.find(Reveal(), at + 3)) {
    text.replace(at, size_, "***");
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
