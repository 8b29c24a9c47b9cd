#include "web/webhook_auth.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.h"

namespace wa {
namespace {

using Sha256 = std::array<std::uint8_t, 32>;

constexpr std::array<std::string_view, 2> kSignatureHeaders{"x-hub-signature-256",
                                                            "x-360dialog-signature"};

std::optional<Sha256> Hash(std::string_view bytes) {
  Sha256 digest{};
  if (gnutls_hash_fast(GNUTLS_DIG_SHA256, bytes.data(), bytes.size(), digest.data()) != 0) {
    return std::nullopt;
  }
  return digest;
}

std::optional<Sha256> Hmac(const Secret& key, std::string_view bytes) {
  Sha256 digest{};
  const std::string_view secret = key.Reveal();
  if (gnutls_hmac_fast(GNUTLS_MAC_SHA256, secret.data(), secret.size(), bytes.data(), bytes.size(),
                       digest.data()) != 0) {
    return std::nullopt;
  }
  return digest;
}

bool Same(const std::optional<Sha256>& a, const std::optional<Sha256>& b) {
  return a && b && gnutls_memcmp(a->data(), b->data(), a->size()) == 0;
}

std::optional<std::uint8_t> HexDigit(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<std::uint8_t>(c - 'A' + 10);
  return std::nullopt;
}

std::optional<Sha256> ParseSignature(std::string_view text) {
  constexpr std::string_view kScheme = "sha256=";
  text = Trim(text);
  if (ToLower(text.substr(0, kScheme.size())) == kScheme) text.remove_prefix(kScheme.size());
  Sha256 digest{};
  if (text.size() != digest.size() * 2) return std::nullopt;
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const auto high = HexDigit(text[2 * i]);
    const auto low = HexDigit(text[2 * i + 1]);
    if (!high || !low) return std::nullopt;
    digest[i] = static_cast<std::uint8_t>(*high << 4 | *low);
  }
  return digest;
}

bool IsSigned(const Secret& key, const Request& request) {
  return std::any_of(
      kSignatureHeaders.begin(), kSignatureHeaders.end(),
      [&](std::string_view name) { return IsSignedBy(key, request.body, request.Header(name)); });
}

}  // namespace

bool IsSignedBy(const Secret& key, std::string_view body, std::string_view signature) {
  const auto given = ParseSignature(signature);
  return !key.empty() && given && Same(Hmac(key, body), given);
}

// Digests have one length, so that comparing them tells nothing about that of the secret.
bool IsSecret(const Secret& secret, std::string_view given) {
  return !secret.empty() && Same(Hash(secret.Reveal()), Hash(given));
}

bool IsAuthentic(const WebhookAuth& auth, const Request& request, std::string_view path_secret) {
  if (!auth.AcceptsDeliveries()) return false;
  const bool path_is_right = auth.path.empty() ? path_secret.empty()  //
                                               : IsSecret(auth.path, path_secret);
  const bool header_is_right =
      auth.header_value.empty() || IsSecret(auth.header_value, request.Header(auth.header));
  const bool signature_is_right =
      auth.signature_key.empty() || IsSigned(auth.signature_key, request);
  return path_is_right && header_is_right && signature_is_right;
}

bool HasBearerToken(const Secret& token, const Request& request) {
  constexpr std::string_view kScheme = "bearer ";
  const std::string_view given = request.Header("authorization");
  if (ToLower(given.substr(0, kScheme.size())) != kScheme) return false;
  return IsSecret(token, Trim(given.substr(kScheme.size())));
}

std::optional<EventDigest> DigestOf(std::string_view identity) {
  const auto whole = Hash(identity);
  if (!whole) return std::nullopt;
  EventDigest digest{};
  std::copy_n(whole->begin(), digest.size(), digest.begin());
  return digest;
}

}  // namespace wa
