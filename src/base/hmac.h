#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/secret.h"

namespace wa {

using Sha256 = std::array<std::uint8_t, 32>;

// Nothing if there is no memory for it.
std::optional<Sha256> HashOf(std::string_view bytes);
std::optional<Sha256> HmacOf(const Secret& key, std::string_view bytes);

// 32 bytes that nobody can guess, of this process alone.
Secret RandomSecret();

// Whether both are there and the same; the time that it takes tells nothing of where they differ.
bool AreSame(const std::optional<Sha256>& a, const std::optional<Sha256>& b);

// What a text in base64 (RFC 4648, with padding) stands for; nothing for anything else, or for more
// than 1 KiB.
std::optional<Secret> FromBase64(std::string_view text);

// 64 hexadecimal digits in lower case, as APIs want a signature.
std::string ToHex(const Sha256& digest);

// As RFC 4648 writes it, with padding, as HTTP wants a digest.
std::string ToBase64(const Sha256& digest);

// Of 64 hexadecimal digits of either case; nothing for anything else.
std::optional<Sha256> FromHex(std::string_view digits);

}  // namespace wa
