#include "simulator/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cstdlib>

namespace wa::simulator {

namespace {

std::string Hex(const unsigned char* bytes, unsigned int length) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (unsigned int i = 0; i < length; ++i) {
    hex += kDigits[bytes[i] >> 4];
    hex += kDigits[bytes[i] & 15];
  }
  return hex;
}

}  // namespace

std::string Sha256Hex(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
    std::abort();  // OpenSSL without SHA-256
  }
  return Hex(digest.data(), length);
}

std::string HmacSha256Hex(std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes, text.size(),
           digest.data(), &length) == nullptr) {
    std::abort();  // OpenSSL without SHA-256
  }
  return Hex(digest.data(), length);
}

std::string KeyDigest(std::string_view key) {
  return key.empty() ? std::string() : Sha256Hex(key).substr(0, kShownDigits);
}

}  // namespace wa::simulator
