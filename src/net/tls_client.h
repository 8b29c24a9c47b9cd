#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/freed_by.h"

namespace wa {

// Owners of what OpenSSL hands out.
using SslPtr = std::unique_ptr<SSL, FreedBy<SSL_free>>;
using SslContextPtr = std::unique_ptr<SSL_CTX, FreedBy<SSL_CTX_free>>;
using SslSessionPtr = std::unique_ptr<SSL_SESSION, FreedBy<SSL_SESSION_free>>;

// The client's end of TLS on one connection, as a filter: bytes of the network in, clear bytes out,
// and the other way round. It knows no socket.
class TlsClientStream {
 public:
  // kOver: closed, or not what was asked for (certificate, protocol).
  enum class State { kHandshake, kOpen, kOver };

  // Takes what came from the network, and appends what it says in clear.
  State Receive(std::string_view sealed, std::string* clear);
  // REQUIRES: state kOpen.
  void Send(std::string_view clear);
  // Appends what has to go out.
  void TakeOutput(std::string* sealed);
  State state() const { return state_; }
  bool resumed() const { return SSL_session_reused(ssl_.get()) == 1; }

 private:
  friend class TlsClient;
  explicit TlsClientStream(SslPtr ssl) : ssl_(std::move(ssl)) {}
  void ShakeHands();
  void Read(std::string* clear);

  SslPtr ssl_;
  State state_ = State::kHandshake;
};

// TLS 1.2 or newer to one host, whose certificate and name are verified. Nothing but HTTP/2 is
// offered. Sessions are resumed.
class TlsClient {
 public:
  // `ca_file`: PEM; empty: the system's. Null if it cannot be read.
  static std::unique_ptr<TlsClient> Make(std::string host, const std::string& ca_file);

  // The beginning of a connection; its output is the first message. Null if there is no memory.
  std::unique_ptr<TlsClientStream> Connect();
  // A connection ends, `stream` says nothing more; the next one resumes what it left.
  void Remember(TlsClientStream& stream);

 private:
  TlsClient(std::string host, SslContextPtr context)
      : host_(std::move(host)), context_(std::move(context)) {}

  const std::string host_;
  const SslContextPtr context_;
  SslSessionPtr session_;
};

}  // namespace wa
