#include "base/hmac.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

#include <cstdlib>
#include <utility>

namespace wa {
namespace {

std::optional<std::uint8_t> HexDigit(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<std::uint8_t>(c - 'A' + 10);
  return std::nullopt;
}

}  // namespace

std::optional<Sha256> HashOf(std::string_view bytes) {
  Sha256 digest{};
  if (gnutls_hash_fast(GNUTLS_DIG_SHA256, bytes.data(), bytes.size(), digest.data()) != 0) {
    return std::nullopt;
  }
  return digest;
}

std::optional<Sha256> HmacOf(const Secret& key, std::string_view bytes) {
  Sha256 digest{};
  const std::string_view secret = key.Reveal();
  if (gnutls_hmac_fast(GNUTLS_MAC_SHA256, secret.data(), secret.size(), bytes.data(), bytes.size(),
                       digest.data()) != 0) {
    return std::nullopt;
  }
  return digest;
}

Secret RandomSecret() {
  std::string bytes(32, '\0');
  // It fails only where the system has no randomness at all.
  if (gnutls_rnd(GNUTLS_RND_KEY, bytes.data(), bytes.size()) != 0) std::abort();
  return Secret(std::move(bytes));
}

std::optional<Secret> FromBase64(std::string_view text) {
  constexpr std::size_t kLongest = 1366;  // of 1 KiB
  if (text.empty() || text.size() > kLongest) return std::nullopt;
  const gnutls_datum_t given{
      reinterpret_cast<unsigned char*>(const_cast<char*>(text.data())),  // not changed
      static_cast<unsigned>(text.size())};
  gnutls_datum_t bytes{};
  if (gnutls_base64_decode2(&given, &bytes) != 0) return std::nullopt;
  Secret secret(std::string(reinterpret_cast<const char*>(bytes.data), bytes.size));
  gnutls_memset(bytes.data, 0, bytes.size);
  gnutls_free(bytes.data);
  return secret;
}

bool AreSame(const std::optional<Sha256>& a, const std::optional<Sha256>& b) {
  return a && b && gnutls_memcmp(a->data(), b->data(), a->size()) == 0;
}

std::string ToHex(const Sha256& digest) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string digits;
  digits.reserve(2 * digest.size());
  for (const std::uint8_t byte : digest) digits += {kDigits[byte >> 4], kDigits[byte & 15]};
  return digits;
}

std::string ToBase64(const Sha256& digest) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < digest.size(); i += 3) {
    const auto byte = [&](std::size_t at) { return at < digest.size() ? digest[at] : 0U; };
    const unsigned group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    text += {kDigits[group >> 18], kDigits[group >> 12 & 63], kDigits[group >> 6 & 63],
             kDigits[group & 63]};
  }
  text.back() = '=';  // of 32 bytes the last group has two
  return text;
}

std::optional<Sha256> FromHex(std::string_view digits) {
  Sha256 digest{};
  if (digits.size() != digest.size() * 2) return std::nullopt;
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const auto high = HexDigit(digits[2 * i]);
    const auto low = HexDigit(digits[2 * i + 1]);
    if (!high || !low) return std::nullopt;
    digest[i] = static_cast<std::uint8_t>(*high << 4 | *low);
  }
  return digest;
}

}  // namespace wa
