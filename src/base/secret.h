#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace wa {

// Holds a credential. It has no printable form: no operator<<, no serialiser, no implicit
// conversion. Copies share the bytes, so that they are in memory once; they are wiped when the last
// copy goes. Copies may be read and dropped by several threads. Reveal() is for the one line that
// puts it on the wire.
class Secret {
 public:
  Secret() = default;
  // Wipes the argument.
  explicit Secret(std::string value);

  bool empty() const { return bytes_ == nullptr; }
  // Good until the last copy goes. A zero byte follows it, for C.
  std::string_view Reveal() const {
    return empty() ? std::string_view("") : std::string_view(bytes_.get(), size_);
  }

  // In constant time for secrets of one length.
  friend bool operator==(const Secret& a, const Secret& b);

  // Replaces every occurrence of the secret in `text` by "***", also where JSON or an address wrote
  // some of its characters as escapes: "\/", "\u003d", "%2F".
  std::string Scrub(std::string text) const;

 private:
  std::shared_ptr<const char[]> bytes_;  // one block with its count
  std::size_t size_ = 0;                 // if there are any
};

// The prefix and the secret as one: "Bearer " and a token.
Secret Prefixed(std::string_view prefix, const Secret& secret);

// Overwrites the bytes of a text that holds a secret, or held one before it was shortened or moved
// from, and empties it.
void WipeText(std::string* text);

// Why `value` may not be used as a credential (a header field would be split, an empty file was
// read), or empty if it may.
std::string_view WhyNotACredential(std::string_view value);

}  // namespace wa
