#pragma once

#include <string>
#include <string_view>

namespace wa {

// Holds a credential. It has no printable form: no operator<<, no serialiser, no implicit
// conversion. The bytes are wiped when it goes. Reveal() is for the one line that puts it on the
// wire.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value);
  Secret(const Secret&) = default;
  Secret(Secret&&) noexcept;
  Secret& operator=(const Secret&);
  Secret& operator=(Secret&&) noexcept;
  ~Secret();

  bool empty() const { return value_.empty(); }
  std::string_view Reveal() const { return value_; }

  // In constant time for secrets of one length.
  friend bool operator==(const Secret& a, const Secret& b);

  // Replaces every occurrence of the secret in `text` by "***".
  std::string Scrub(std::string text) const;

 private:
  void Wipe();
  std::string value_;
};

// The prefix and the secret as one: "Bearer " and a token.
Secret Prefixed(std::string_view prefix, const Secret& secret);

// Overwrites the bytes of a text that held a secret, and empties it.
void WipeText(std::string* text);

// Why `value` may not be used as a credential (a header field would be split, an empty file was
// read), or empty if it may.
std::string_view WhyNotACredential(std::string_view value);

}  // namespace wa
