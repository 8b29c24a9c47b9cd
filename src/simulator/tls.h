#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "simulator/certificate.h"
#include "simulator/openssl_ptr.h"

namespace wa::simulator {

// TLS 1.2 and later on one connection, as a filter: bytes of the network in, clear bytes out, and
// the other way round. It knows no socket. Not thread-safe.
class TlsStream {
 public:
  // REQUIRES: a complete SSL_CTX; null if there is no memory.
  static std::unique_ptr<TlsStream> Make(SSL_CTX* context);

  enum class State { kHandshake, kOpen, kEnded, kFailed };
  State state() const { return state_; }

  // Takes what came from the network, and appends what it says in clear.
  State Receive(std::string_view bytes, std::string* clear);
  // REQUIRES: the handshake is complete.
  void Send(std::string_view clear);
  void SayGoodbye();  // close_notify
  // What has to go out to the network now.
  std::string TakeOutput();

  bool ChoseHttp2() const;  // by ALPN

 private:
  explicit TlsStream(SslPtr ssl) : ssl_(std::move(ssl)) {}
  void Read(std::string* clear);

  SslPtr ssl_;
  State state_ = State::kHandshake;
};

// Certificate and settings of a TLS server that offers h2 and http/1.1.
class TlsServer {
 public:
  static Result<TlsServer> FromFiles(const std::string& cert_file, const std::string& key_file);
  static Result<TlsServer> From(const SelfMadeCertificate& made);
  std::unique_ptr<TlsStream> NewStream() const { return TlsStream::Make(context_.get()); }

 private:
  explicit TlsServer(SslContextPtr context) : context_(std::move(context)) {}
  SslContextPtr context_;
};

}  // namespace wa::simulator
