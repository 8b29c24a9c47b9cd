#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "simulator/openssl_ptr.h"

namespace wa::simulator {

// A server certificate for this run, signed by an authority whose key exists only while it is made.
struct SelfMadeCertificate {
  KeyPtr key;
  CertificatePtr certificate;
  std::string ca_pem;  // of the authority, for the client's ca_file
};

// Valid from an hour ago for 30 days, for localhost, 127.0.0.1, ::1 and `more_hosts` (names or
// addresses). P-256.
Result<SelfMadeCertificate> MakeCertificate(const std::vector<std::string>& more_hosts);

}  // namespace wa::simulator
