#include "net/system_authorities.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace wa {
namespace {

constexpr std::array kKnown{
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/pki/tls/cacert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/cert.pem",
};

}  // namespace

std::span<const char* const> KnownAuthorityFiles() { return kKnown; }

std::string SystemAuthorities(std::span<const char* const> known) {
  const char* const told = std::getenv("SSL_CERT_FILE");
  if (told != nullptr && *told != '\0') return told;
  const auto found = std::find_if(known.begin(), known.end(),
                                  [](const char* file) { return access(file, R_OK) == 0; });
  return found == known.end() ? std::string() : *found;
}

}  // namespace wa
