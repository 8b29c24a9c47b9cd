#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wa::simulator {

// SHA-256 of the bytes, 64 lower-case hexadecimal digits.
std::string Sha256Hex(std::string_view bytes);

// HMAC-SHA256 of `text` (RFC 2104), 64 lower-case hexadecimal digits.
std::string HmacSha256Hex(std::string_view key, std::string_view text);

inline constexpr std::size_t kShownDigits = 8;
// How a key is shown: the first 8 digits of its digest; empty for no key.
std::string KeyDigest(std::string_view key);

}  // namespace wa::simulator
