// What the transport makes of a good answer, and of the time that it took.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "net/fault_server.h"
#include "net/transport_case.h"

namespace wa::test {
namespace {

class ResponseTest : public TransportCase {};

TEST_F(ResponseTest, IsAllThere) {
  Record record;
  const FaultServer server(Answering(
      record, Answer("{\"a\": 1}", "Retry-After:  30 \r\nX-UPPER: Value\r\n", "429 Slow")));
  const Completion completion = Complete(Request(server.Url()));
  ASSERT_TRUE(completion.outcome.has_value()) << completion.outcome.error().detail;
  const HttpResponse& response = *completion.outcome;
  EXPECT_EQ(completion.id, 1U);
  EXPECT_LE(completion.started, completion.ended);
  EXPECT_EQ(response.status, 429);
  EXPECT_EQ(response.body, "{\"a\": 1}");
  const std::vector<std::pair<std::string, std::string>> headers{
      {"retry-after", "30"}, {"x-upper", "Value"}, {"content-length", "8"}};
  EXPECT_EQ(response.headers, headers);
  EXPECT_EQ(response.protocol, "HTTP/1.1");
  EXPECT_EQ(response.remote, "127.0.0.1:" + std::to_string(server.port()));
  EXPECT_FALSE(response.reused_connection);
}

TEST_F(ResponseTest, AKeyThatTheServerRepeatsIsGone) {
  const std::string key = kKey;
  const FaultServer server(
      SayAndClose(Answer("bad key " + key + ", twice: " + key, "X-Request-Id: " + key + "\r\n")));
  const auto answer = Ask(Request(server.Url()));
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->body, "bad key ***, twice: ***");
  EXPECT_EQ(answer->Header("x-request-id"), "***");
}

TEST_F(ResponseTest, HeadersOfAnInformationAreNotThoseOfTheAnswer) {
  const FaultServer server(
      SayAndClose("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + Answer("fine", "X: 1\r\n")));
  const auto answer = Ask(Request(server.Url()));
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->Header("link"), std::nullopt);
  EXPECT_EQ(answer->Header("x"), "1");
}

TEST_F(ResponseTest, Http10) {
  const FaultServer server(SayAndClose("HTTP/1.0 200 OK\r\n\r\nfine"));
  const auto answer = Ask(Request(server.Url()));
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->protocol, "HTTP/1.0");
}

Duration Sum(const HttpTiming& timing) {
  return timing.resolve + timing.connect + timing.tls + timing.processing + timing.transfer;
}

void ExpectSound(const HttpTiming& timing) {
  for (const Duration phase :
       {timing.resolve, timing.connect, timing.tls, timing.processing, timing.transfer}) {
    EXPECT_GE(phase, Duration(0));
  }
  EXPECT_GT(timing.total, Duration(0));
  EXPECT_EQ(Sum(timing), timing.total);
}

TEST_F(ResponseTest, ThePhasesAddUp) {
  Record record;
  const FaultServer server(Answering(record));
  for (int i = 0; i < 2; ++i) {
    const auto answer = Ask(Request(server.Url()));
    ASSERT_TRUE(answer.has_value());
    ExpectSound(answer->timing);
    EXPECT_EQ(answer->timing.tls, Duration(0));
  }
}

TEST_F(ResponseTest, TimeWithoutAnAnswerIsTheServers) {
  const FaultServer server([](Peer& peer) {
    peer.ReadRequest();
    peer.Stall();
  });
  HttpRequest request = Request(server.Url());
  request.timeout = std::chrono::milliseconds(200);
  const HttpTiming timing = Fails(std::move(request)).timing;
  ExpectSound(timing);
  EXPECT_GT(timing.processing, timing.total / 2);
  EXPECT_EQ(timing.transfer, Duration(0));
}

}  // namespace
}  // namespace wa::test
