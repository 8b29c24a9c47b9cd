#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <string>

#include "net/certificates.h"
#include "net/fault_server.h"
#include "net/transport_case.h"
#include "simulator/running_simulator.h"

namespace wa::test {
namespace {

class TlsTest : public TransportCase {
 protected:
  void SetUp() override {
    TransportCase::SetUp();
    std::ofstream(CaFile()) << authority_.Pem();
  }
  std::string CaFile() const { return folder_ / "ca.pem"; }

  HttpRequest Trusting(const std::string& url) const {
    HttpRequest request = Request(url);
    request.ca_file = CaFile();
    return request;
  }
  // What becomes of a request to a server that answers after this handshake, and that the key did
  // not go there.
  TransportFailure Refuses(SSL_CTX* context) {
    Record record;
    const FaultServer server(Answering(record), context);
    TransportFailure failure = Fails(Trusting(server.Url()));
    EXPECT_TRUE(record.All().empty());
    return failure;
  }

  simulator::TempFolder folder_;
  const Authority authority_;
  const SslContextPtr context_ = authority_.ServerContext();
};

TEST_F(TlsTest, TrustsTheGivenAuthority) {
  Record record;
  const FaultServer server(Answering(record), context_.get());
  const auto answer = Ask(Trusting(server.Url()));
  ASSERT_TRUE(answer.has_value()) << answer.error().detail;
  EXPECT_EQ(answer->body, "fine");
  EXPECT_EQ(answer->protocol, "HTTP/1.1");
  EXPECT_GT(answer->timing.tls, Duration(0));
  EXPECT_NE(record.All().front().find(kKey), std::string::npos);
}

TEST_F(TlsTest, AnUnknownAuthority) {
  const SslContextPtr context = Authority().ServerContext();
  EXPECT_EQ(Refuses(context.get()).reason, TransportReason::kTls);
}

TEST_F(TlsTest, TheSystemsAuthoritiesDoNotKnowOurs) {
  const FaultServer server([](Peer&) {}, context_.get());
  EXPECT_EQ(Reason(Request(server.Url())), TransportReason::kTls);
}

// A connection was made with one authority: who trusts another must not get it.
TEST_F(TlsTest, AConnectionIsNotSharedAcrossAuthorities) {
  Record record;
  const FaultServer server(Answering(record), context_.get());
  ASSERT_TRUE(Ask(Trusting(server.Url())).has_value());
  const std::string other = folder_ / "other.pem";
  std::ofstream(other) << Authority().Pem();
  HttpRequest request = Trusting(server.Url());
  request.ca_file = other;
  EXPECT_EQ(Reason(std::move(request)), TransportReason::kTls);
  EXPECT_EQ(record.All().size(), 1U);
}

TEST_F(TlsTest, TheNextConnectionResumesTheSessionWhicheverHandleMakesIt) {
  std::atomic<int> resumed{0};
  const FaultServer server(
      [&](Peer& peer) {
        peer.ReadRequest();
        resumed += peer.IsResumed() ? 1 : 0;
        peer.Say(Answer("fine", "Connection: close\r\n"));
        peer.SayGoodbye();
      },
      context_.get());
  ASSERT_TRUE(Ask(Trusting(server.Url())).has_value());
  EXPECT_EQ(resumed, 0);
  // Keeps the handle of that request.
  const FaultServer silent([](Peer& peer) { peer.Stall(); });
  transport_->Start(2, Request(silent.Url()));
  ASSERT_TRUE(Ask(Trusting(server.Url())).has_value());
  EXPECT_EQ(resumed, 1);
}

TEST_F(TlsTest, Expired) {
  const SslContextPtr context =
      authority_.ServerContext({.valid_after = -7200, .valid_until = -3600});
  const TransportFailure failure = Refuses(context.get());
  EXPECT_EQ(failure.reason, TransportReason::kTls);
  EXPECT_NE(failure.detail.find("expired"), std::string::npos) << failure.detail;
}

TEST_F(TlsTest, NotYetValid) {
  const SslContextPtr context =
      authority_.ServerContext({.valid_after = 3600, .valid_until = 7200});
  EXPECT_EQ(Refuses(context.get()).reason, TransportReason::kTls);
}

TEST_F(TlsTest, WrongName) {
  const SslContextPtr context = authority_.ServerContext({.names = "DNS:elsewhere.test"});
  EXPECT_EQ(Refuses(context.get()).reason, TransportReason::kTls);
}

TEST_F(TlsTest, TooOld) {
  SSL_CTX_set_security_level(context_.get(), 0);  // or the server would not speak it either
  SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context_.get(), TLS1_1_VERSION);
  EXPECT_EQ(Refuses(context_.get()).reason, TransportReason::kTls);
}

TEST_F(TlsTest, Version12IsGoodEnough) {
  SSL_CTX_set_max_proto_version(context_.get(), TLS1_2_VERSION);
  Record record;
  const FaultServer server(Answering(record), context_.get());
  EXPECT_TRUE(Ask(Trusting(server.Url())).has_value());
}

TEST_F(TlsTest, NobodySpeaksItThere) {
  const FaultServer server([](Peer& peer) { peer.Say("HTTP/1.1 400 Bad Request\r\n\r\n"); });
  EXPECT_EQ(Reason(Trusting("https://127.0.0.1:" + std::to_string(server.port()))),
            TransportReason::kTls);
}

TEST_F(TlsTest, AnAuthorityThatCannotBeReadIsOurTrouble) {
  const FaultServer server([](Peer&) {}, context_.get());
  HttpRequest request = Trusting(server.Url());
  request.ca_file = folder_ / "missing.pem";
  const TransportFailure failure = Fails(std::move(request));
  EXPECT_EQ(failure.reason, TransportReason::kLocal);
  EXPECT_NE(failure.detail.find("missing.pem"), std::string::npos) << failure.detail;
}

TEST_F(TlsTest, NorIsOneThatIsNone) {
  const FaultServer server([](Peer&) {}, context_.get());
  std::ofstream(folder_ / "text.pem") << "not a certificate";
  HttpRequest request = Trusting(server.Url());
  request.ca_file = folder_ / "text.pem";
  EXPECT_EQ(Reason(std::move(request)), TransportReason::kLocal);
}

TEST_F(TlsTest, CutWithoutGoodbyeIsTruncated) {
  for (const char* half :
       {"HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\nhalf",
        "HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"}) {
    const FaultServer server(SayAndClose(half), context_.get());
    const TransportFailure failure = Fails(Trusting(server.Url()));
    EXPECT_EQ(failure.reason, TransportReason::kTruncated) << failure.detail;
    EXPECT_EQ(failure.status, 500);
  }
}

TEST_F(TlsTest, WithGoodbyeTheEndOfTheConnectionEndsTheBody) {
  const FaultServer server(
      [](Peer& peer) {
        peer.ReadRequest();
        peer.Say("HTTP/1.1 200 OK\r\n\r\nfine");
        peer.SayGoodbye();
      },
      context_.get());
  const auto answer = Ask(Trusting(server.Url()));
  ASSERT_TRUE(answer.has_value()) << answer.error().detail;
  EXPECT_EQ(answer->body, "fine");
}

TEST_F(TlsTest, CutBeforeAnAnswerIsReset) {
  const FaultServer server([](Peer& peer) { peer.ReadRequest(); }, context_.get());
  EXPECT_EQ(Reason(Trusting(server.Url())), TransportReason::kReset);
}

// All of them wait for the first connection to come up, to share it. It does not.
TEST_F(TlsTest, AHandshakeThatStallsKeepsNobodyBeyondItsDeadline) {
  const FaultServer server([](Peer& peer) { peer.Stall(); });
  for (TransferId id = 1; id <= 10; ++id) {
    HttpRequest request = Trusting("https://127.0.0.1:" + std::to_string(server.port()));
    request.timeout = std::chrono::milliseconds(500);
    transport_->Start(id, std::move(request));
  }
  for (const auto& [id, completion] : Await(10)) {
    ASSERT_FALSE(completion.outcome.has_value());
    EXPECT_EQ(completion.outcome.error().reason, TransportReason::kTimeout);
    EXPECT_EQ(completion.outcome.error().timing.processing, Duration(0));
  }
}

TEST_F(TlsTest, TheConnectTimeoutCoversTheHandshake) {
  CurlTransportOptions options;
  options.connect_timeout = std::chrono::milliseconds(200);
  Make(options);
  const FaultServer server([](Peer& peer) { peer.Stall(); });
  const TransportFailure failure =
      Fails(Trusting("https://127.0.0.1:" + std::to_string(server.port())));
  EXPECT_EQ(failure.reason, TransportReason::kTimeout);
  EXPECT_LT(failure.timing.total, std::chrono::minutes(1));
  EXPECT_GT(failure.timing.connect + failure.timing.tls, failure.timing.total / 2);
}

}  // namespace
}  // namespace wa::test
