#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "base/secret.h"

// What a server of ours shows to its clients over TLS, and whom it believes. By GnuTLS, whose types
// stay inside.
namespace wa {

// The texts of the files, PEM.
struct TlsFiles {
  std::string certificates;  // ours first, then those that signed it
  Secret key;
  std::string client_ca;  // empty: clients are not asked
};

enum class ClientCertificates { kNotAsked, kOptional, kRequired };

// Parsed and found to fit together. Immutable.
class TlsCredentials {
 public:
  // The error says which of the texts is unusable, and why.
  static Result<std::shared_ptr<const TlsCredentials>> Make(const TlsFiles& files,
                                                            ClientCertificates clients);
  ~TlsCredentials();
  TlsCredentials(const TlsCredentials&) = delete;
  TlsCredentials& operator=(const TlsCredentials&) = delete;

  struct Parts;  // GnuTLS'
  const Parts& parts() const { return *parts_; }
  ClientCertificates clients() const { return clients_; }

 private:
  TlsCredentials(std::unique_ptr<Parts> parts, ClientCertificates clients);
  const std::unique_ptr<Parts> parts_;
  const ClientCertificates clients_;
};

// What is shown in every handshake from now on. One for the process: the callbacks of the HTTP
// library know of no server. Thread-safe.
void ShowCredentials(std::shared_ptr<const TlsCredentials> credentials);

// GnuTLS' gnutls_certificate_retrieve_function2 that shows them. A client's certificate that is not
// signed by the authority ends the handshake, and so does none where one is required.
void* CredentialsCallback();

// GnuTLS' priorities: what is not known to be broken, from TLS 1.2 or 1.3 on.
const char* TlsPriorities(bool only_1_3);

// Whether the client of this gnutls_session_t showed a certificate; a bad one came to no session.
// Null: no session, no certificate.
bool ShowedCertificate(void* session);

}  // namespace wa
