#include "web/webhook_auth.h"

#include <algorithm>
#include <array>

#include "base/hmac.h"
#include "base/text.h"

namespace wa {
namespace {

constexpr std::array<std::string_view, 2> kSignatureHeaders{"x-hub-signature-256",
                                                            "x-360dialog-signature"};

std::optional<Sha256> ParseSignature(std::string_view text) {
  constexpr std::string_view kScheme = "sha256=";
  text = Trim(text);
  if (ToLower(text.substr(0, kScheme.size())) == kScheme) text.remove_prefix(kScheme.size());
  return FromHex(text);
}

// What is compared where there is no secret: the same work, whose outcome does not count.
const Secret& OrAnother(const Secret& secret) {
  static const Secret another = RandomSecret();
  return secret.empty() ? another : secret;
}

bool IsSigned(const Secret& key, const Request& request) {
  return std::any_of(
      kSignatureHeaders.begin(), kSignatureHeaders.end(),
      [&](std::string_view name) { return IsSignedBy(key, request.body, request.Header(name)); });
}

}  // namespace

bool IsSignedBy(const Secret& key, std::string_view body, std::string_view signature) {
  const auto given = ParseSignature(signature);
  const bool fits = given && AreSame(HmacOf(OrAnother(key), body), given);
  return fits && !key.empty();
}

// Digests have one length, so that comparing them tells nothing about that of the secret.
bool IsSecret(const Secret& secret, std::string_view given) {
  const bool fits = AreSame(HashOf(OrAnother(secret).Reveal()), HashOf(given));
  return fits && !secret.empty();
}

bool IsPathSecret(const WebhookAuth& auth, std::string_view given) {
  const bool fits = IsSecret(auth.path, given);
  return auth.path.empty() ? given.empty() : fits;
}

bool IsAuthentic(const WebhookAuth& auth, const Request& request, std::string_view path_secret) {
  const bool path_is_right = IsPathSecret(auth, path_secret);
  const bool has_value = IsSecret(auth.header_value, request.Header(auth.header));
  const bool is_signed = IsSigned(auth.signature_key, request);
  return auth.AcceptsDeliveries() && path_is_right && (has_value || auth.header_value.empty()) &&
         (is_signed || auth.signature_key.empty());
}

bool HasBearerToken(const Secret& token, const Request& request) {
  constexpr std::string_view kScheme = "bearer ";
  const std::string_view given = request.Header("authorization");
  if (ToLower(given.substr(0, kScheme.size())) != kScheme) return false;
  return IsSecret(token, Trim(given.substr(kScheme.size())));
}

std::optional<EventDigest> DigestOf(std::string_view identity) {
  const auto whole = HashOf(identity);
  if (!whole) return std::nullopt;
  EventDigest digest{};
  std::copy_n(whole->begin(), digest.size(), digest.begin());
  return digest;
}

}  // namespace wa
