#include "simulator/digest.h"

#include <openssl/evp.h>

#include <array>
#include <cstdlib>

namespace wa::simulator {

std::string Sha256Hex(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
    std::abort();  // OpenSSL without SHA-256
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (unsigned int i = 0; i < length; ++i) {
    hex += kDigits[digest[i] >> 4];
    hex += kDigits[digest[i] & 15];
  }
  return hex;
}

std::string KeyDigest(std::string_view key) {
  return key.empty() ? std::string() : Sha256Hex(key).substr(0, 8);
}

}  // namespace wa::simulator
