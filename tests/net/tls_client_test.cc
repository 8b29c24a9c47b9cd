// The client's end of TLS against a server's end of OpenSSL, without a network.
#include "net/tls_client.h"

#include <gtest/gtest.h>
#include <openssl/bio.h>

#include <fstream>
#include <memory>
#include <string>

#include "net/certificates.h"
#include "simulator/running_simulator.h"

namespace wa::test {
namespace {

using State = TlsClientStream::State;

int Choose(SSL*, const unsigned char** out, unsigned char* size, const unsigned char* offered,
           unsigned int offered_size, void* wanted) {
  const std::string protocol = *static_cast<const std::string*>(wanted);
  for (unsigned int at = 0; at < offered_size; at += offered[at] + 1U) {
    *out = offered + at + 1;
    *size = offered[at];
    if (std::string(reinterpret_cast<const char*>(*out), *size) == protocol)
      return SSL_TLSEXT_ERR_OK;
  }
  return SSL_TLSEXT_ERR_NOACK;
}

// A server that does as TlsClientStream does: bytes in, bytes out.
class Server {
 public:
  explicit Server(SSL_CTX* context) : ssl_(SSL_new(context)) {
    BIO* const in = BIO_new(BIO_s_mem());
    BIO_set_mem_eof_return(in, -1);
    SSL_set_bio(ssl_.get(), in, BIO_new(BIO_s_mem()));
    SSL_set_accept_state(ssl_.get());
  }
  std::string Receive(const std::string& sealed) {
    BIO_write(SSL_get_rbio(ssl_.get()), sealed.data(), static_cast<int>(sealed.size()));
    char clear[1000];
    const int got = SSL_read(ssl_.get(), clear, sizeof(clear));
    if (got > 0) said_.append(clear, static_cast<std::size_t>(got));
    return Output();
  }
  std::string Say(const std::string& clear) {
    SSL_write(ssl_.get(), clear.data(), static_cast<int>(clear.size()));
    return Output();
  }
  std::string Goodbye() {
    SSL_shutdown(ssl_.get());
    return Output();
  }
  const std::string& said() const { return said_; }

 private:
  std::string Output() {
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(SSL_get_wbio(ssl_.get()), &bytes);
    std::string out(bytes, static_cast<std::size_t>(size));
    BIO_reset(SSL_get_wbio(ssl_.get()));
    return out;
  }

  const simulator::SslPtr ssl_;
  std::string said_;
};

class TlsClientTest : public testing::Test {
 protected:
  void SetUp() override { Serve({}); }
  void Serve(const LeafOptions& options) {
    context_ = authority_.ServerContext(options);
    SSL_CTX_set_alpn_select_cb(context_.get(), Choose, &protocol_);
  }
  std::unique_ptr<TlsClient> Client(const std::string& host = "localhost") {
    const std::string file = folder_ / "ca.pem";
    std::ofstream(file) << authority_.Pem();
    return TlsClient::Make(host, file);
  }
  // Until nobody has anything more to say.
  static std::string Talk(TlsClientStream& client, Server& server) {
    std::string heard;
    while (true) {
      std::string out;
      client.TakeOutput(&out);
      const std::string back = server.Receive(out);
      if (out.empty() && back.empty()) return heard;
      client.Receive(back, &heard);
    }
  }
  State StateAfterHandshake(TlsClient& client) {
    const auto stream = client.Connect();
    Server server(context_.get());
    Talk(*stream, server);
    return stream->state();
  }

  const Authority authority_;
  std::string protocol_ = "h2";
  simulator::SslContextPtr context_;
  simulator::TempFolder folder_;
};

TEST_F(TlsClientTest, CarriesBytesBothWays) {
  const auto client = Client();
  const auto stream = client->Connect();
  Server server(context_.get());
  Talk(*stream, server);
  ASSERT_EQ(stream->state(), State::kOpen);
  EXPECT_FALSE(stream->resumed());
  stream->Send("hello");
  Talk(*stream, server);
  EXPECT_EQ(server.said(), "hello");
  std::string heard;
  EXPECT_EQ(stream->Receive(server.Say("yes"), &heard), State::kOpen);
  EXPECT_EQ(heard, "yes");
  std::string last = server.Say("last");
  last += server.Goodbye();
  EXPECT_EQ(stream->Receive(last, &heard), State::kOver);
  EXPECT_EQ(heard, "yeslast");
}

TEST_F(TlsClientTest, ResumesItsSession) {
  const auto client = Client();
  for (const bool resumed : {false, true, true}) {
    const auto stream = client->Connect();
    Server server(context_.get());
    Talk(*stream, server);
    ASSERT_EQ(stream->state(), State::kOpen);
    EXPECT_EQ(stream->resumed(), resumed);
    client->Remember(*stream);
  }
}

TEST_F(TlsClientTest, IsOverWhereHttp2IsNotSpoken) {
  protocol_ = "http/1.1";
  EXPECT_EQ(StateAfterHandshake(*Client()), State::kOver);
}

TEST_F(TlsClientTest, VerifiesNameTimeAndAuthority) {
  EXPECT_EQ(StateAfterHandshake(*Client("127.0.0.1")), State::kOpen);
  EXPECT_EQ(StateAfterHandshake(*Client("elsewhere.test")), State::kOver);
  EXPECT_EQ(StateAfterHandshake(*Client("127.0.0.2")), State::kOver);
  const auto system = TlsClient::Make("localhost", "");
  ASSERT_NE(system, nullptr);
  EXPECT_EQ(StateAfterHandshake(*system), State::kOver);
  Serve({.valid_after = -7200, .valid_until = -3600});
  EXPECT_EQ(StateAfterHandshake(*Client()), State::kOver);
}

TEST_F(TlsClientTest, SpeaksNothingOlderThanTls12) {
  SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context_.get(), TLS1_1_VERSION);
  SSL_CTX_set_security_level(context_.get(), 0);
  EXPECT_EQ(StateAfterHandshake(*Client()), State::kOver);
  SSL_CTX_set_max_proto_version(context_.get(), TLS1_2_VERSION);
  EXPECT_EQ(StateAfterHandshake(*Client()), State::kOpen);
}

TEST_F(TlsClientTest, WithoutItsAuthorityThereIsNone) {
  EXPECT_EQ(TlsClient::Make("localhost", folder_ / "nowhere.pem"), nullptr);
}

TEST_F(TlsClientTest, WhatIsNoTlsEndsIt) {
  const auto client = Client();
  const auto stream = client->Connect();
  std::string heard;
  EXPECT_EQ(stream->Receive("HTTP/1.1 400 Bad Request\r\n\r\n", &heard), State::kOver);
  EXPECT_EQ(heard, "");
}

}  // namespace
}  // namespace wa::test
