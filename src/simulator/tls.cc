#include "simulator/tls.h"

#include <openssl/err.h>

#include <algorithm>
#include <array>
#include <climits>

#include "load/problem.h"

namespace wa::simulator {
namespace {

// In the order of preference, each with its length in front (RFC 7301).
constexpr unsigned char kProtocols[] = "\x02h2\x08http/1.1";

int ChooseProtocol(SSL*, const unsigned char** out, unsigned char* out_size,
                   const unsigned char* offered, unsigned int offered_size, void*) {
  unsigned char* chosen = nullptr;
  const int found = SSL_select_next_proto(&chosen, out_size, kProtocols, sizeof(kProtocols) - 1,
                                          offered, offered_size);
  *out = chosen;
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

// A key with a passphrase is an error, not a question on the terminal.
int NoPassphrase(char*, int, int, void*) { return 0; }

SslContextPtr NewContext() {
  SslContextPtr context(SSL_CTX_new(TLS_server_method()));
  if (!context) return nullptr;
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_default_passwd_cb(context.get(), NoPassphrase);
  SSL_CTX_set_alpn_select_cb(context.get(), ChooseProtocol, nullptr);
  return context;
}

tl::unexpected<Error> CannotUse(const std::string& what) {
  return Fail(ErrorCode::kConfig, "cannot use " + what + ": " + OpenSslError());
}

}  // namespace

Result<TlsServer> TlsServer::FromFiles(const std::string& cert_file, const std::string& key_file) {
  SslContextPtr context = NewContext();
  if (!context) return CannotUse("TLS");
  if (SSL_CTX_use_certificate_chain_file(context.get(), cert_file.c_str()) != 1) {
    return CannotUse("the certificate file " + Quoted(cert_file));
  }
  if (SSL_CTX_use_PrivateKey_file(context.get(), key_file.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context.get()) != 1) {
    return CannotUse("the key file " + Quoted(key_file));
  }
  return TlsServer(std::move(context));
}

Result<TlsServer> TlsServer::From(const SelfMadeCertificate& made) {
  SslContextPtr context = NewContext();
  if (!context || SSL_CTX_use_certificate(context.get(), made.certificate.get()) != 1 ||
      SSL_CTX_use_PrivateKey(context.get(), made.key.get()) != 1) {
    return CannotUse("the certificate made for this run");
  }
  return TlsServer(std::move(context));
}

std::unique_ptr<TlsStream> TlsStream::Make(SSL_CTX* context) {
  SslPtr ssl(SSL_new(context));
  BIO* in = BIO_new(BIO_s_mem());
  BIO* out = BIO_new(BIO_s_mem());
  if (!ssl || in == nullptr || out == nullptr) {
    BIO_free(in);
    BIO_free(out);
    return nullptr;
  }
  BIO_set_mem_eof_return(in, -1);  // empty means: later
  SSL_set_bio(ssl.get(), in, out);
  SSL_set_accept_state(ssl.get());
  return std::unique_ptr<TlsStream>(new TlsStream(std::move(ssl)));
}

TlsStream::State TlsStream::Receive(std::string_view bytes, std::string* clear) {
  ERR_clear_error();
  BIO_write(SSL_get_rbio(ssl_.get()), bytes.data(), static_cast<int>(bytes.size()));
  if (state_ == State::kHandshake) {
    const int done = SSL_do_handshake(ssl_.get());
    if (done == 1) {
      state_ = State::kOpen;
    } else if (SSL_get_error(ssl_.get(), done) != SSL_ERROR_WANT_READ) {
      state_ = State::kFailed;
    }
  }
  if (state_ == State::kOpen) Read(clear);
  return state_;
}

void TlsStream::Read(std::string* clear) {
  std::array<char, 16 << 10> buffer;
  while (true) {
    const int got = SSL_read(ssl_.get(), buffer.data(), static_cast<int>(buffer.size()));
    if (got <= 0) {
      const int error = SSL_get_error(ssl_.get(), got);
      if (error == SSL_ERROR_WANT_READ) return;
      state_ = error == SSL_ERROR_ZERO_RETURN ? State::kEnded : State::kFailed;
      return;
    }
    clear->append(buffer.data(), static_cast<std::size_t>(got));
  }
}

// A memory BIO takes everything, so nothing is ever written in part.
void TlsStream::Send(std::string_view clear) {
  ERR_clear_error();
  while (!clear.empty() && state_ != State::kFailed) {
    const std::size_t size = std::min(clear.size(), static_cast<std::size_t>(INT_MAX));
    if (SSL_write(ssl_.get(), clear.data(), static_cast<int>(size)) <= 0) state_ = State::kFailed;
    clear.remove_prefix(size);
  }
}

void TlsStream::SayGoodbye() {
  ERR_clear_error();
  if (state_ == State::kOpen || state_ == State::kEnded) SSL_shutdown(ssl_.get());
}

std::string TlsStream::TakeOutput() {
  BIO* out = SSL_get_wbio(ssl_.get());
  std::string bytes(BIO_ctrl_pending(out), '\0');
  if (bytes.empty()) return bytes;
  const int got = BIO_read(out, bytes.data(), static_cast<int>(bytes.size()));
  bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return bytes;
}

bool TlsStream::ChoseHttp2() const {
  const unsigned char* name = nullptr;
  unsigned int size = 0;
  SSL_get0_alpn_selected(ssl_.get(), &name, &size);
  return std::string_view(reinterpret_cast<const char*>(name), size) == "h2";
}

}  // namespace wa::simulator
