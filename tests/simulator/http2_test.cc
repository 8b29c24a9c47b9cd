#include "simulator/http2.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "simulator/fake_wire.h"

namespace wa::simulator {
namespace {

constexpr SteadyTime kStart{};
const std::string kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const std::string kEmptySettings("\x00\x00\x00\x04\x00\x00\x00\x00\x00", 9);

// HEADERS on stream 1 with END_STREAM and END_HEADERS: GET / over https, from the static table of
// RFC 7541, and :authority h.
const std::string kGet(
    "\x00\x00\x06\x01\x05\x00\x00\x00\x01"
    "\x82\x84\x87\x01\x01h",
    15);

// The same as POST without END_STREAM, and a body of three bytes with it.
const std::string kPost(
    "\x00\x00\x06\x01\x04\x00\x00\x00\x01"
    "\x83\x84\x87\x01\x01h",
    15);
const std::string kBody(
    "\x00\x00\x03\x00\x01\x00\x00\x00\x01"
    "abc",
    12);

class Http2Test : public testing::Test {
 protected:
  Http2Test() {
    answer.body = "hello";
    site.handle = [this](const Request& request) {
      asked.push_back(request);
      return std::make_shared<const Answer>(answer);
    };
    site.malformed = [this] { ++malformed; };
    session = Http2Session::Make(&wire, &site);
  }
  // Whether a frame of the type, for the stream, was sent.
  bool SentFrame(int type, int stream) const {
    std::size_t at = 0;
    while (at + 9 <= wire.sent.size()) {
      const auto byte = [&](std::size_t i) {
        return static_cast<unsigned>(static_cast<unsigned char>(wire.sent[at + i]));
      };
      const std::size_t length = byte(0) << 16 | byte(1) << 8 | byte(2);
      if (byte(3) == static_cast<unsigned>(type) && byte(8) == static_cast<unsigned>(stream))
        return true;
      at += 9 + length;
    }
    return false;
  }
  static constexpr int kData = 0;
  static constexpr int kHeaders = 1;
  static constexpr int kRstStream = 3;

  Answer answer;
  std::vector<Request> asked;
  int malformed = 0;
  FakeWire wire;
  Site site;
  std::unique_ptr<Http2Session> session;
};

TEST_F(Http2Test, Answers) {
  session->OnBytes(kPreface + kEmptySettings + kGet, kStart);
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].method, "GET");
  EXPECT_EQ(asked[0].path, "/");
  EXPECT_EQ(asked[0].protocol, "HTTP/2");
  EXPECT_FALSE(asked[0].has_body);
  EXPECT_TRUE(SentFrame(kHeaders, 1));
  EXPECT_TRUE(SentFrame(kData, 1));
  EXPECT_FALSE(SentFrame(kRstStream, 1));
  EXPECT_EQ(session->Deadline(), std::nullopt);
}

// A client that has the whole body would reset a stream that goes on, and be taken for an attacker.
TEST_F(Http2Test, SaysTheEndWithTheLastBytes) {
  session->OnBytes(kPreface + kEmptySettings + kGet, kStart);
  ASSERT_GT(wire.sent.size(), 14U);
  EXPECT_EQ(wire.sent.substr(wire.sent.size() - 5), "hello");
  constexpr char kEndStream = 1;
  EXPECT_EQ(wire.sent[wire.sent.size() - 5 - 9 + 4], kEndStream);
}

TEST_F(Http2Test, WaitsForItsDelay) {
  answer.delay = std::chrono::seconds(1);
  session->OnBytes(kPreface + kEmptySettings + kGet, kStart);
  EXPECT_FALSE(SentFrame(kHeaders, 1));
  EXPECT_EQ(session->Deadline(), kStart + answer.delay);
  session->OnTurn(kStart + answer.delay);
  EXPECT_TRUE(SentFrame(kData, 1));
}

TEST_F(Http2Test, DripsAByteAtATime) {
  answer.fault = Fault::kDrip;
  answer.interval = std::chrono::milliseconds(10);
  session->OnBytes(kPreface + kEmptySettings + kGet, kStart);
  EXPECT_EQ(wire.sent.back(), 'h');
  EXPECT_EQ(session->Deadline(), kStart + answer.interval);
  session->OnTurn(kStart + answer.interval);
  EXPECT_EQ(wire.sent.back(), 'e');
}

TEST_F(Http2Test, ResetHitsOnlyItsStream) {
  answer.fault = Fault::kReset;
  session->OnBytes(kPreface + kEmptySettings + kGet, kStart);
  EXPECT_TRUE(SentFrame(kRstStream, 1));
  EXPECT_FALSE(SentFrame(kHeaders, 1));
  EXPECT_FALSE(wire.closed);
}

TEST_F(Http2Test, HalfResetsItsStreamAfterSomeBytes) {
  answer.fault = Fault::kHalf;
  session->OnBytes(kPreface + kEmptySettings + kGet, kStart);
  EXPECT_TRUE(SentFrame(kData, 1));
  EXPECT_TRUE(SentFrame(kRstStream, 1));
  EXPECT_FALSE(wire.closed);
}

TEST_F(Http2Test, AStallSaysNothing) {
  answer.fault = Fault::kStall;
  session->OnBytes(kPreface + kEmptySettings + kGet, kStart);
  EXPECT_FALSE(SentFrame(kHeaders, 1) || SentFrame(kRstStream, 1) || wire.closed);
  EXPECT_EQ(session->Deadline(), std::nullopt);
}

TEST_F(Http2Test, WhatIsNotHttp2IsRefused) {
  session->OnBytes("GET / HTTP/1.1\r\nHost: h\r\n\r\n", kStart);
  EXPECT_TRUE(wire.closed);
  EXPECT_EQ(malformed, 1);
}

TEST_F(Http2Test, SurvivesWhatIsCutAndChanged) {
  std::mt19937 random(20261124);
  std::uniform_int_distribution<int> byte(0, 255);
  for (int round = 0; round < 2000; ++round) {
    std::string frames = kEmptySettings + kGet + kEmptySettings;
    for (int i = 0; i < 3; ++i) frames[random() % frames.size()] = static_cast<char>(byte(random));
    FakeWire one;
    const auto fresh = Http2Session::Make(&one, &site);
    for (const std::string& part : {kPreface, frames}) {
      if (!one.closed) fresh->OnBytes(part, kStart);
    }
    if (!one.closed) fresh->OnEnd(kStart);
    EXPECT_TRUE(one.closed) << "nothing is left open at the end";
  }
}

TEST_F(Http2Test, ABodyIsNotWaitedForUnlessTheSiteWantsIt) {
  session->OnBytes(kPreface + kEmptySettings + kPost, kStart);
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_TRUE(asked[0].has_body);
  EXPECT_EQ(asked[0].body, "");
}

TEST_F(Http2Test, ASiteMayWantBodies) {
  site.body_limit = [](const Request&) { return std::size_t{3}; };
  session->OnBytes(kPreface + kEmptySettings + kPost, kStart);
  EXPECT_TRUE(asked.empty());
  session->OnBytes(kBody, kStart);
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].body, "abc");
  EXPECT_TRUE(SentFrame(kData, 1));
}

TEST_F(Http2Test, ABodyMayBeTooLong) {
  site.body_limit = [](const Request&) { return std::size_t{2}; };
  session->OnBytes(kPreface + kEmptySettings + kPost + kBody, kStart);
  EXPECT_TRUE(asked.empty());
  EXPECT_EQ(malformed, 1);
  EXPECT_TRUE(SentFrame(kRstStream, 1));
}

TEST_F(Http2Test, ABodyThatDoesNotComeIsGivenUp) {
  site.body_limit = [](const Request&) { return std::size_t{3}; };
  session->OnBytes(kPreface + kEmptySettings + kPost, kStart);
  ASSERT_EQ(session->Deadline(), kStart + kRequestTimeout);
  session->OnTurn(kStart + kRequestTimeout);
  EXPECT_TRUE(asked.empty());
  EXPECT_TRUE(SentFrame(kRstStream, 1));
}

}  // namespace
}  // namespace wa::simulator
