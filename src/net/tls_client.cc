#include "net/tls_client.h"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <climits>
#include <cstddef>
#include <utility>

#include "net/system_authorities.h"

namespace wa {
namespace {

constexpr std::array<unsigned char, 3> kOnlyHttp2{2, 'h', '2'};  // its length in front (RFC 7301)

bool IsAddress(const std::string& host) {
  std::array<unsigned char, sizeof(in6_addr)> address{};
  return inet_pton(AF_INET, host.c_str(), address.data()) == 1 ||
         inet_pton(AF_INET6, host.c_str(), address.data()) == 1;
}

bool ExpectHost(SSL* ssl, const std::string& host) {
  SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  if (IsAddress(host)) {
    return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str()) == 1;
  }
  return SSL_set1_host(ssl, host.c_str()) == 1 && SSL_set_tlsext_host_name(ssl, host.c_str()) == 1;
}

bool ChoseHttp2(const SSL* ssl) {
  const unsigned char* name = nullptr;
  unsigned int size = 0;
  SSL_get0_alpn_selected(ssl, &name, &size);
  return std::equal(kOnlyHttp2.begin() + 1, kOnlyHttp2.end(), name, name + size);
}

bool Trust(SSL_CTX* context, const std::string& ca_file) {
  if (!ca_file.empty()) return SSL_CTX_load_verify_file(context, ca_file.c_str()) == 1;
  const std::string file = SystemAuthorities();
  return SSL_CTX_set_default_verify_paths(context) == 1 &&
         (file.empty() || SSL_CTX_load_verify_file(context, file.c_str()) == 1);
}

}  // namespace

std::unique_ptr<TlsClient> TlsClient::Make(std::string host, const std::string& ca_file) {
  ERR_clear_error();
  SslContextPtr context(SSL_CTX_new(TLS_client_method()));
  if (!context) return nullptr;
  SSL_CTX* const raw = context.get();
  SSL_CTX_set_verify(raw, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  const bool usable = SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION) == 1 &&
                      SSL_CTX_set_alpn_protos(raw, kOnlyHttp2.data(), kOnlyHttp2.size()) == 0 &&
                      Trust(raw, ca_file);
  if (!usable) return nullptr;
  return std::unique_ptr<TlsClient>(new TlsClient(std::move(host), std::move(context)));
}

std::unique_ptr<TlsClientStream> TlsClient::Connect() {
  ERR_clear_error();
  SslPtr ssl(SSL_new(context_.get()));
  BIO* const in = BIO_new(BIO_s_mem());
  BIO* const out = BIO_new(BIO_s_mem());
  if (!ssl || in == nullptr || out == nullptr) {
    BIO_free(in);
    BIO_free(out);
    return nullptr;
  }
  BIO_set_mem_eof_return(in, -1);  // empty means: later
  SSL_set_bio(ssl.get(), in, out);
  SSL_set_connect_state(ssl.get());
  if (!ExpectHost(ssl.get(), host_)) return nullptr;
  if (session_) SSL_set_session(ssl.get(), session_.get());
  std::unique_ptr<TlsClientStream> stream(new TlsClientStream(std::move(ssl)));
  stream->ShakeHands();
  return stream;
}

void TlsClient::Remember(TlsClientStream& stream) {
  // A session whose connection goes without a goodbye counts as spoilt. This one is not.
  SSL_set_shutdown(stream.ssl_.get(), SSL_SENT_SHUTDOWN);
  SslSessionPtr session(SSL_get1_session(stream.ssl_.get()));
  if (session && SSL_SESSION_is_resumable(session.get()) == 1) session_ = std::move(session);
}

TlsClientStream::State TlsClientStream::Receive(std::string_view sealed, std::string* clear) {
  if (state_ == State::kOver) return state_;
  ERR_clear_error();
  BIO_write(SSL_get_rbio(ssl_.get()), sealed.data(), static_cast<int>(sealed.size()));
  if (state_ == State::kHandshake) ShakeHands();
  if (state_ == State::kOpen) Read(clear);
  return state_;
}

void TlsClientStream::ShakeHands() {
  const int done = SSL_do_handshake(ssl_.get());
  if (done == 1) {
    state_ = ChoseHttp2(ssl_.get()) ? State::kOpen : State::kOver;
  } else if (SSL_get_error(ssl_.get(), done) != SSL_ERROR_WANT_READ) {
    state_ = State::kOver;
  }
}

void TlsClientStream::Read(std::string* clear) {
  std::array<char, 16 << 10> buffer;
  while (true) {
    const int got = SSL_read(ssl_.get(), buffer.data(), static_cast<int>(buffer.size()));
    if (got <= 0) {
      if (SSL_get_error(ssl_.get(), got) != SSL_ERROR_WANT_READ) state_ = State::kOver;
      return;
    }
    clear->append(buffer.data(), static_cast<std::size_t>(got));
  }
}

// A memory BIO takes everything, so nothing is ever written in part.
void TlsClientStream::Send(std::string_view clear) {
  ERR_clear_error();
  while (!clear.empty() && state_ == State::kOpen) {
    const std::size_t size = std::min(clear.size(), static_cast<std::size_t>(INT_MAX));
    if (SSL_write(ssl_.get(), clear.data(), static_cast<int>(size)) <= 0) state_ = State::kOver;
    clear.remove_prefix(size);
  }
}

void TlsClientStream::TakeOutput(std::string* sealed) {
  BIO* const out = SSL_get_wbio(ssl_.get());
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(out, &bytes);
  sealed->append(bytes, static_cast<std::size_t>(std::max(size, 0L)));
  BIO_reset(out);
}

}  // namespace wa
