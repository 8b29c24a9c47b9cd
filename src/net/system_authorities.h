#pragma once

#include <span>
#include <string>

namespace wa {

// Where distributions keep the certificates of those whom the system believes (PEM), as Go's
// crypto/x509 (root_linux.go, 2026-11-28) looks for them: Debian, Fedora, openSUSE, OpenELEC, RHEL
// 7 and Alpine. The libraries themselves know but the place of the system they were built on, and
// an archive takes them to others.
std::span<const char* const> KnownAuthorityFiles();

// The file named by the environment's SSL_CERT_FILE, as for all that use OpenSSL; else the first of
// `known` that can be read. Empty if there is none: then the libraries' own place counts. Looks
// each time; thread-safe as long as nobody changes the environment.
std::string SystemAuthorities(std::span<const char* const> known = KnownAuthorityFiles());

}  // namespace wa
