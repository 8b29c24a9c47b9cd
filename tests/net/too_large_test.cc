// Answers that are longer than we want to read.
#include <gtest/gtest.h>

#include <string>

#include "net/fault_server.h"
#include "net/transport_case.h"

namespace wa::test {
namespace {

class TooLargeTest : public TransportCase {
 protected:
  HttpRequest Small(const FaultServer& server) const {
    HttpRequest request = Request(server.Url());
    request.max_body_bytes = 1000;
    return request;
  }
};

TEST_F(TooLargeTest, ByItsContentLength) {
  const FaultServer server([](Peer& peer) {
    peer.ReadRequest();
    peer.Say("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n");
    peer.Stall();  // so that only the header can have told
  });
  EXPECT_EQ(Reason(Small(server)), TransportReason::kTooLarge);
}

TEST_F(TooLargeTest, AContentLengthBeyondAllMeasure) {
  const FaultServer server(
      SayAndClose("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999999\r\n\r\nfine"));
  EXPECT_EQ(Reason(Small(server)), TransportReason::kTooLarge);
}

TEST_F(TooLargeTest, ChunksWithoutEnd) {
  const FaultServer server([](Peer& peer) {
    peer.ReadRequest();
    peer.Say("HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n");
    while (peer.Say("10\r\n0123456789abcdef\r\n")) {
    }
  });
  const TransportFailure failure = Fails(Small(server));
  EXPECT_EQ(failure.reason, TransportReason::kTooLarge);
  EXPECT_EQ(failure.status, 500);
  EXPECT_NE(failure.detail.find("longer than 1000 bytes"), std::string::npos) << failure.detail;
}

TEST_F(TooLargeTest, WithoutAnnouncedLength) {
  const FaultServer server(SayAndClose("HTTP/1.1 200 OK\r\n\r\n" + std::string(1001, 'x')));
  EXPECT_EQ(Reason(Small(server)), TransportReason::kTooLarge);
}

TEST_F(TooLargeTest, ExactlyTheLimitIsGood) {
  const std::string body(1000, 'x');
  for (const std::string& answer : {Answer(body), "HTTP/1.1 200 OK\r\n\r\n" + body}) {
    const FaultServer server(SayAndClose(answer));
    const auto got = Ask(Small(server));
    ASSERT_TRUE(got.has_value()) << got.error().detail;
    EXPECT_EQ(got->body, body);
  }
}

// gzip is not asked for, so it is not unpacked: a bomb stays as small as it came.
TEST_F(TooLargeTest, WhatIsPackedStaysPacked) {
  const std::string packed("\x1f\x8b\x08\x00not really", 14);
  const FaultServer server(SayAndClose(Answer(packed, "Content-Encoding: gzip\r\n")));
  const auto got = Ask(Small(server));
  ASSERT_TRUE(got.has_value()) << got.error().detail;
  EXPECT_EQ(got->body, packed);
}

}  // namespace
}  // namespace wa::test
