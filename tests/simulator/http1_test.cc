#include "simulator/http1.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "simulator/fake_wire.h"

namespace wa::simulator {
namespace {

using namespace std::chrono_literals;

constexpr SteadyTime kStart{};
const std::string kAsk =
    "GET /health_status?fields=id HTTP/1.1\r\nHost: h\r\nD360-API-KEY: k\r\n\r\n";

// A session with a site that answers what `answer` says and remembers what was asked.
class Http1Test : public testing::Test {
 protected:
  Http1Test() {
    answer.body = "hello";
    site.handle = [this](const Request& request) {
      asked.push_back(request);
      return std::make_shared<const Answer>(answer);
    };
    site.malformed = [this] { ++malformed; };
  }
  void Say(std::string_view bytes, Duration at = 0s) { session.OnBytes(bytes, kStart + at); }
  std::size_t Count(const std::string& text) const {
    std::size_t count = 0;
    for (std::size_t at = wire.sent.find(text); at != std::string::npos; ++count) {
      at = wire.sent.find(text, at + 1);
    }
    return count;
  }

  Answer answer;
  std::vector<Request> asked;
  int malformed = 0;
  FakeWire wire;
  Site site;
  Http1Session session{&wire, &site};
};

TEST_F(Http1Test, AnswersAndKeepsTheConnection) {
  Say(kAsk);
  EXPECT_EQ(wire.sent, "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello");
  Say(kAsk);
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_EQ(asked[0].method, "GET");
  EXPECT_EQ(asked[0].path, "/health_status");
  EXPECT_EQ(asked[0].query, "fields=id");
  EXPECT_EQ(asked[0].Header("d360-api-key"), "k");
  EXPECT_EQ(asked[0].protocol, "HTTP/1.1");
  EXPECT_FALSE(wire.closed);
}

TEST_F(Http1Test, ReadsByteByByteAndManyAtOnce) {
  for (const char c : kAsk) Say(std::string_view(&c, 1));
  EXPECT_EQ(asked.size(), 1U);
  Say(kAsk + kAsk + kAsk.substr(0, 10));
  EXPECT_EQ(asked.size(), 3U);
  EXPECT_EQ(Count("hello"), 3U);
}

TEST_F(Http1Test, ClosesWhenAsked) {
  Say("GET / HTTP/1.1\r\nHost: h\r\nConnection: foo, Close\r\n\r\n" + kAsk);
  EXPECT_TRUE(wire.closed);
  EXPECT_EQ(asked.size(), 1U);
  EXPECT_EQ(Count("connection: close\r\n"), 1U);
}

TEST_F(Http1Test, Http10ClosesUnlessAskedNotTo) {
  Say("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_FALSE(wire.closed);
  Say("GET / HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(wire.closed);
}

TEST_F(Http1Test, HeadHasNoBody) {
  Say("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(wire.sent, "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n");
}

TEST_F(Http1Test, SomeStatusesHaveNoBody) {
  answer.status = 304;
  Say(kAsk);
  EXPECT_EQ(wire.sent, "HTTP/1.1 304 Not Modified\r\n\r\n");
}

TEST_F(Http1Test, AnAnswerMayLieAboutItsLength) {
  answer.headers = {{"Content-Length", "-7"}};
  Say(kAsk);
  EXPECT_EQ(wire.sent, "HTTP/1.1 200 OK\r\ncontent-length: -7\r\n\r\nhello");
}

TEST_F(Http1Test, WaitsForItsDelay) {
  answer.delay = 300ms;
  Say(kAsk, 1s);
  EXPECT_EQ(wire.sent, "");
  EXPECT_EQ(session.Deadline(), kStart + 1s + 300ms);
  session.OnTurn(kStart + 1s + 299ms);
  EXPECT_EQ(wire.sent, "");
  session.OnTurn(kStart + 1s + 300ms);
  EXPECT_EQ(Count("hello"), 1U);
}

TEST_F(Http1Test, RequestsThatComeEarlyWaitTheirTurn) {
  answer.delay = 1s;
  Say(kAsk + kAsk);
  EXPECT_EQ(asked.size(), 1U);
  session.OnTurn(kStart + 1s);
  EXPECT_EQ(asked.size(), 2U);
  EXPECT_EQ(Count("hello"), 1U);
  session.OnTurn(kStart + 2s);
  EXPECT_EQ(Count("hello"), 2U);
}

TEST_F(Http1Test, DripsAByteAtATime) {
  answer.fault = Fault::kDrip;
  answer.interval = 10ms;
  Say(kAsk);
  EXPECT_EQ(wire.sent.back(), 'h');
  for (int i = 1; i < 5; ++i) session.OnTurn(kStart + i * 10ms);
  EXPECT_EQ(Count("hello"), 1U);
  EXPECT_EQ(session.Deadline(), std::nullopt);
}

TEST_F(Http1Test, HalfAnnouncesAll) {
  answer.fault = Fault::kHalf;
  Say(kAsk);
  EXPECT_EQ(wire.sent, "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhe");
  EXPECT_TRUE(wire.closed);
}

TEST_F(Http1Test, OversizeIsChunked) {
  answer.fault = Fault::kOversize;
  answer.size = 10;
  Say(kAsk);
  EXPECT_EQ(wire.sent,
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
            "a\r\n          \r\n0\r\n\r\n");
}

TEST_F(Http1Test, FaultsBeforeTheAnswer) {
  answer.fault = Fault::kClose;
  Say(kAsk);
  EXPECT_TRUE(wire.closed && wire.sent.empty());
}

TEST_F(Http1Test, ResetsInsteadOfAnAnswer) {
  answer.fault = Fault::kReset;
  Say(kAsk);
  EXPECT_TRUE(wire.reset && wire.sent.empty());
}

TEST_F(Http1Test, SendsTheBytesOfGarbageAndNothingElse) {
  answer.fault = Fault::kGarbage;
  Say(kAsk);
  EXPECT_EQ(wire.sent, "hello");
  EXPECT_TRUE(wire.closed);
}

TEST_F(Http1Test, AStallEndsWhenTheClientGivesUp) {
  answer.fault = Fault::kStall;
  Say(kAsk);
  session.OnTurn(kStart + 1h);
  EXPECT_EQ(wire.sent, "");
  EXPECT_FALSE(wire.closed);
  session.OnEnd(kStart + 1h);
  EXPECT_TRUE(wire.closed);
}

TEST_F(Http1Test, AClientMayEndItsSideAndStillReads) {
  answer.delay = 1s;
  Say(kAsk);
  session.OnEnd(kStart);
  EXPECT_FALSE(wire.closed);
  session.OnTurn(kStart + 1s);
  EXPECT_EQ(Count("hello"), 1U);
  EXPECT_TRUE(wire.closed);
}

TEST_F(Http1Test, ABodyIsDroppedWithItsConnection) {
  Say("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_TRUE(asked[0].has_body);
  EXPECT_EQ(asked[0].body, "");
  EXPECT_EQ(Count("hello"), 1U);
  EXPECT_TRUE(wire.closed);
}

TEST_F(Http1Test, ASiteMayWantBodies) {
  site.body_limit = [](const Request&) { return std::size_t{10}; };
  Say("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(wire.sent, "HTTP/1.1 100 Continue\r\n\r\n");
  Say("ab");
  EXPECT_TRUE(asked.empty());
  Say("c" + kAsk);
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_EQ(asked[0].body, "abc");
}

TEST_F(Http1Test, ABodyMayBeTooLong) {
  site.body_limit = [](const Request&) { return std::size_t{10}; };
  Say("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n");
  EXPECT_EQ(wire.sent.substr(0, 13), "HTTP/1.1 413 ");
  EXPECT_TRUE(wire.closed);
}

TEST_F(Http1Test, ASlowRequestIsNotWaitedForLonger) {
  Say(kAsk.substr(0, 5));
  EXPECT_EQ(session.Deadline(), kStart + kRequestTimeout);
  Say(kAsk.substr(5, 1), 9s);
  session.OnTurn(kStart + kRequestTimeout);
  EXPECT_EQ(wire.sent.substr(0, 13), "HTTP/1.1 408 ");
  EXPECT_TRUE(wire.closed);
}

TEST_F(Http1Test, RefusesWhatIsNotHttp) {
  const std::pair<std::string, const char*> cases[] = {
      {"\r\n\r\n", "400"},
      {"GET\r\n\r\n", "400"},
      {"GET / HTTP/1.1\r\n\r\n", "400"},  // no host
      {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
      {"GET / HTTP/2.0\r\nHost: a\r\n\r\n", "505"},
      {"GET / JTTP/1.1\r\nHost: a\r\n\r\n", "400"},
      {"G@T / HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
      {"GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
      {"GET / HTTP/1.1\r\nHost: a\r\nNo colon\r\n\r\n", "400"},
      {"GET / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n", "400"},
      {"GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", "400"},
      {"GET / HTTP/1.1\nHost: a\r\n\r\n", "400"},
      {std::string("GET / HTTP/1.1\r\nHost: a\0\r\n\r\n", 28), "400"},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", "400"},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", "400"},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "400"},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
       "400"},
      {"\x16\x03\x01\x02", "400"},  // TLS where none is spoken: not waited for
      {"GET / HTTP/1.1\r\nX: " + std::string(kMaxHeadBytes, 'x'), "431"},
  };
  int refused = 0;
  for (const auto& [text, status] : cases) {
    FakeWire one;
    Http1Session fresh(&one, &site);
    fresh.OnBytes(text, kStart);
    EXPECT_EQ(one.sent.substr(0, 12), std::string("HTTP/1.1 ") + status) << text;
    EXPECT_TRUE(one.closed) << text;
    EXPECT_EQ(malformed, ++refused);
  }
  EXPECT_TRUE(asked.empty());
}

TEST_F(Http1Test, RefusesTooManyFields) {
  std::string text = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (std::size_t i = 0; i < kMaxHeaders; ++i) text += "X: y\r\n";
  Say(text + "\r\n");
  EXPECT_EQ(wire.sent.substr(0, 13), "HTTP/1.1 431 ");
}

TEST_F(Http1Test, SurvivesWhatIsCutAndChanged) {
  std::mt19937 random(20261124);
  std::uniform_int_distribution<int> byte(0, 255);
  for (int round = 0; round < 2000; ++round) {
    std::string text = kAsk + "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";
    for (int i = 0; i < 3; ++i) text[random() % text.size()] = static_cast<char>(byte(random));
    text.resize(random() % text.size() + 1);
    FakeWire one;
    Http1Session fresh(&one, &site);
    for (std::size_t at = 0; at < text.size(); at += 7) {
      if (!one.closed) fresh.OnBytes(std::string_view(text).substr(at, 7), kStart);
    }
    if (!one.closed) fresh.OnEnd(kStart);
    EXPECT_TRUE(one.closed) << "nothing is left open at the end";
  }
}

}  // namespace
}  // namespace wa::simulator
