// How a provider's server can fail us in clear text, each with the reason that it must be given.
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>

#include "net/fault_server.h"
#include "net/transport_case.h"

namespace wa::test {
namespace {

class FaultsTest : public TransportCase {
 protected:
  TransportFailure After(std::string bytes) {
    const FaultServer server(SayAndClose(std::move(bytes)));
    return Fails(Request(server.Url()));
  }
};

TEST_F(FaultsTest, ConnectRefused) {
  std::uint16_t port = 0;
  {
    port = FaultServer([](Peer&) {}).port();
  }
  EXPECT_EQ(Reason(Request("http://127.0.0.1:" + std::to_string(port) + "/")),
            TransportReason::kConnect);
}

// A group of receivers is nobody to connect to: the kernel says that there is no way, on any
// machine.
TEST_F(FaultsTest, NoRoute) {
  const TransportFailure failure = Fails(Request("http://224.0.0.1/"));
  EXPECT_EQ(failure.reason, TransportReason::kRoute);
  EXPECT_TRUE(IsAtOurEnd(failure));
  EXPECT_TRUE(IsSilence(failure));
}

// What one request met is not said of the next.
TEST_F(FaultsTest, RefusedAfterThereWasNoRoute) {
  Fails(Request("http://224.0.0.1/"));
  std::uint16_t port = 0;
  {
    port = FaultServer([](Peer&) {}).port();
  }
  const TransportFailure failure = Fails(Request("http://127.0.0.1:" + std::to_string(port) + "/"));
  EXPECT_EQ(failure.reason, TransportReason::kConnect);
  EXPECT_FALSE(IsAtOurEnd(failure));
}

TEST_F(FaultsTest, ClosedWithoutAnAnswer) {
  const TransportFailure failure = After("");
  EXPECT_EQ(failure.reason, TransportReason::kReset);
  EXPECT_EQ(failure.status, 0);
}

TEST_F(FaultsTest, ResetBeforeAnAnswer) {
  const FaultServer server([](Peer& peer) {
    peer.ReadRequest();
    peer.EndWithReset();
  });
  EXPECT_EQ(Reason(Request(server.Url())), TransportReason::kReset);
}

TEST_F(FaultsTest, AStallInTheMiddleOfAnAnswer) {
  const FaultServer server([](Peer& peer) {
    peer.ReadRequest();
    peer.Say("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 100\r\n\r\nhalf");
    peer.Stall();
  });
  HttpRequest request = Request(server.Url());
  request.timeout = std::chrono::milliseconds(500);
  const TransportFailure failure = Fails(std::move(request));
  EXPECT_EQ(failure.reason, TransportReason::kTimeout);
  EXPECT_EQ(failure.status, 502) << "the status line came through whole";
}

TEST_F(FaultsTest, ContentLengthNotReached) {
  const TransportFailure failure =
      After("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 100\r\n\r\nhalf");
  EXPECT_EQ(failure.reason, TransportReason::kTruncated);
  EXPECT_EQ(failure.status, 500);
}

TEST_F(FaultsTest, ChunksThatBreakOff) {
  const TransportFailure failure =
      After("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nhalf");
  EXPECT_EQ(failure.reason, TransportReason::kTruncated);
  EXPECT_EQ(failure.status, 200);
}

TEST_F(FaultsTest, HeadersThatBreakOff) {
  EXPECT_EQ(After("HTTP/1.1 200 OK\r\nContent-Type: appl").reason, TransportReason::kTruncated);
}

TEST_F(FaultsTest, ABodyThatEndsWithTheConnectionIsWhole) {
  const FaultServer server(SayAndClose("HTTP/1.1 200 OK\r\n\r\nfine"));
  const auto answer = Ask(Request(server.Url()));
  ASSERT_TRUE(answer.has_value()) << answer.error().detail;
  EXPECT_EQ(answer->body, "fine");
}

TEST_F(FaultsTest, AnInformationBeforeAResetIsNoAnswer) {
  const FaultServer server([](Peer& peer) {
    peer.ReadRequest();
    peer.Say("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
  });
  const TransportFailure failure = Fails(Request(server.Url()));
  EXPECT_EQ(failure.reason, TransportReason::kReset);
  EXPECT_EQ(failure.status, 0);
}

TEST_F(FaultsTest, NorIsOneThatEndsThere) {
  EXPECT_EQ(After("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nhello").reason,
            TransportReason::kProtocol);
}

TEST_F(FaultsTest, ChunksWithTrailersAreWhole) {
  const FaultServer server(SayAndClose(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfine\r\n0\r\nX-Sum: 1\r\n\r\n"));
  const auto answer = Ask(Request(server.Url()));
  ASSERT_TRUE(answer.has_value()) << answer.error().detail;
  EXPECT_EQ(answer->body, "fine");
}

TEST_F(FaultsTest, NotHttp) {
  EXPECT_EQ(After("SSH-2.0-OpenSSH_9.2\r\n").reason, TransportReason::kProtocol);
  EXPECT_EQ(After(std::string(1000, '\xff')).reason, TransportReason::kProtocol);
}

TEST_F(FaultsTest, Http09) {
  EXPECT_EQ(After("{\"health\": \"fine\"}").reason, TransportReason::kProtocol);
}

TEST_F(FaultsTest, ANegativeLength) {
  EXPECT_EQ(After("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n").reason,
            TransportReason::kProtocol);
}

TEST_F(FaultsTest, ANulInAHeader) {
  EXPECT_EQ(After(std::string("HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n", 28)).reason,
            TransportReason::kProtocol);
}

TEST_F(FaultsTest, TooManyHeaders) {
  std::string flood = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 20'000; ++i) flood += "X-Flood: 0123456789\r\n";
  EXPECT_EQ(After(flood).reason, TransportReason::kProtocol);
}

TEST_F(FaultsTest, AHeaderThatNeverEnds) {
  EXPECT_EQ(After("HTTP/1.1 200 OK\r\nX: " + std::string(1 << 20, 'x')).reason,
            TransportReason::kProtocol);
}

TEST_F(FaultsTest, AStatusLineThatNeverEnds) {
  EXPECT_EQ(After("HTTP/1.1 200 " + std::string(1 << 20, 'x')).reason, TransportReason::kProtocol);
}

TEST_F(FaultsTest, InformationWithoutEnd) {
  const FaultServer server([](Peer& peer) {
    peer.ReadRequest();
    while (peer.Say("HTTP/1.1 100 Continue\r\n\r\n")) {
    }
  });
  EXPECT_EQ(Reason(Request(server.Url())), TransportReason::kProtocol);
}

TEST_F(FaultsTest, ASilentServerRunsIntoTheDeadline) {
  const FaultServer server([](Peer& peer) {
    peer.ReadRequest();
    peer.Stall();
  });
  HttpRequest request = Request(server.Url());
  request.timeout = std::chrono::milliseconds(200);
  const Completion completion = Complete(std::move(request));
  ASSERT_FALSE(completion.outcome.has_value());
  const TransportFailure& failure = completion.outcome.error();
  EXPECT_EQ(failure.reason, TransportReason::kTimeout);
  EXPECT_EQ(failure.status, 0);
  EXPECT_GE(completion.ended - completion.started, std::chrono::milliseconds(200));
}

TEST_F(FaultsTest, SoDoesOneThatDrips) {
  const FaultServer server([](Peer& peer) {
    peer.ReadRequest();
    peer.Say("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
    while (peer.Say("x")) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  });
  HttpRequest request = Request(server.Url());
  request.timeout = std::chrono::milliseconds(300);
  const TransportFailure failure = Fails(std::move(request));
  EXPECT_EQ(failure.reason, TransportReason::kTimeout);
  EXPECT_EQ(failure.status, 200);
}

TEST_F(FaultsTest, AStalledAnswerHoldsNobodyElseUp) {
  const FaultServer server([](Peer& peer) {
    if (peer.ReadRequest().find("/stall") != std::string::npos) peer.Stall();
    peer.Say(Answer("fine"));
  });
  HttpRequest first = Request(server.Url("/stall"));
  first.timeout = std::chrono::milliseconds(500);
  transport_->Start(1, std::move(first));
  for (TransferId id = 2; id <= 20; ++id) transport_->Start(id, Request(server.Url()));
  for (const auto& [id, completion] : Await(20)) {
    EXPECT_EQ(completion.outcome.has_value(), id != 1);
  }
}

TEST_F(FaultsTest, AKeptConnectionThatTheServerHadClosedIsReplacedUnseen) {
  std::atomic<int> connections{0};
  Record record;
  const FaultServer server([&](Peer& peer) {
    const bool first = ++connections == 1;
    record.Add(peer.ReadRequest());
    peer.Say(Answer("fine"));
    record.Add(peer.ReadRequest());
    if (first) return;  // closed just as the second request comes
    peer.Say(Answer("fine"));
  });
  for (int i = 0; i < 2; ++i) {
    const Completion completion = Complete(Request(server.Url()));
    ASSERT_TRUE(completion.outcome.has_value()) << completion.outcome.error().detail;
    EXPECT_EQ(completion.outcome->body, "fine");
    EXPECT_EQ(completion.repeats, i) << "libcurl asked the second one again";
  }
  EXPECT_EQ(connections, 2);
}

TEST_F(FaultsTest, OneThatWasResetIs) {
  std::atomic<int> connections{0};
  const FaultServer server([&](Peer& peer) {
    const bool first = ++connections == 1;
    peer.ReadRequest();
    peer.Say(Answer("fine"));
    peer.ReadRequest();
    if (first) return peer.EndWithReset();
    peer.Say(Answer("fine"));
  });
  for (int i = 0; i < 2; ++i) {
    const auto answer = Ask(Request(server.Url()));
    ASSERT_TRUE(answer.has_value()) << answer.error().detail;
  }
  EXPECT_EQ(connections, 2);
}

}  // namespace
}  // namespace wa::test
