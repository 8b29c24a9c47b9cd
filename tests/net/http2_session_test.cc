// What the client's end of HTTP/2 makes of what a server says, frame by frame (RFC 9113).
#include "net/http2_session.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/transport_case.h"
#include "support/fake_clock.h"

namespace wa::test {
namespace {

enum : std::uint8_t {
  kData = 0,
  kHeaders = 1,
  kReset = 3,
  kSettings = 4,
  kGoaway = 7,
  kContinuation = 9
};
enum : std::uint8_t { kNothing = 0, kEndStream = 1, kEndHeaders = 4 };

std::string Number(std::uint32_t value, int bytes = 4) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    text += static_cast<char>((value >> shift) & 0xff);
  }
  return text;
}

std::string Frame(std::uint8_t type, std::uint8_t flags, std::uint32_t stream,
                  std::string_view payload) {
  return Number(static_cast<std::uint32_t>(payload.size()), 3) + static_cast<char>(type) +
         static_cast<char>(flags) + Number(stream) + std::string(payload);
}

// Of the static table of HPACK (RFC 7541, appendix A).
const std::string kStatus200 = "\x88";
const std::string kStatus500 = "\x8e";

// ":status: 103", literal, with the name of entry 8.
const std::string kStatus103 = std::string("\x08\x03") + "103";

std::string Field(const std::string& name, const std::string& value) {
  return std::string(1, '\0') + static_cast<char>(name.size()) + name +
         static_cast<char>(value.size()) + value;
}

class Http2SessionTest : public testing::Test {
 protected:
  void SetUp() override {
    session_ = Http2Session::Make("waba_exporter/test");
    ASSERT_NE(session_, nullptr);
    ASSERT_TRUE(Say(Frame(kSettings, kNothing, 0, "")));
  }

  void Start(TransferId id, std::size_t max_body = 1000) {
    HttpRequest request = Request("https://a.test/health_status", std::chrono::seconds(10));
    request.max_body_bytes = max_body;
    session_->Start(std::make_unique<Exchange>(clock_, id, std::move(request)), "a.test",
                    "/health_status");
    std::string out;
    session_->TakeOutput(&out);
    EXPECT_FALSE(out.empty());
  }
  bool Say(const std::string& frames) { return session_->Receive(frames); }

  EndedStream Only() {
    auto ended = session_->TakeEnded();
    EXPECT_EQ(ended.size(), 1U);
    return ended.empty() ? EndedStream{} : std::move(ended.front());
  }
  static HttpResponse AnswerOf(EndedStream ended) {
    EXPECT_EQ(ended.end, StreamEnd::kAnswered);
    Completion completion = ended.exchange->Answered({}, SteadyTime{});
    return std::move(*completion.outcome);
  }

  FakeClock clock_;
  std::unique_ptr<Http2Session> session_;
};

TEST_F(Http2SessionTest, AnAnswer) {
  Start(1);
  ASSERT_TRUE(Say(Frame(kHeaders, kEndHeaders, 1, kStatus200 + Field("x-a", "b")) +
                  Frame(kData, kNothing, 1, "hel")));
  EXPECT_TRUE(session_->TakeEnded().empty());
  ASSERT_TRUE(Say(Frame(kData, kEndStream, 1, "lo")));
  EndedStream ended = Only();
  EXPECT_EQ(ended.status, 200);
  const HttpResponse answer = AnswerOf(std::move(ended));
  EXPECT_EQ(answer.body, "hello");
  EXPECT_EQ(answer.Header("x-a"), "b");
  EXPECT_EQ(session_->open(), 0U);
}

TEST_F(Http2SessionTest, WhatOnlyInformsIsNoAnswer) {
  Start(1);
  ASSERT_TRUE(Say(Frame(kHeaders, kEndHeaders, 1, kStatus103 + Field("link", "early")) +
                  Frame(kHeaders, kEndHeaders | kEndStream, 1, kStatus500)));
  EndedStream ended = Only();
  EXPECT_EQ(ended.status, 500);
  EXPECT_EQ(AnswerOf(std::move(ended)).Header("link"), std::nullopt);
}

TEST_F(Http2SessionTest, TrailersAreNoHeaders) {
  Start(1);
  ASSERT_TRUE(Say(Frame(kHeaders, kEndHeaders, 1, kStatus200) + Frame(kData, kNothing, 1, "a") +
                  Frame(kHeaders, kEndHeaders | kEndStream, 1, Field("x-late", "b"))));
  EXPECT_EQ(AnswerOf(Only()).Header("x-late"), std::nullopt);
}

TEST_F(Http2SessionTest, AnAnswerThatIsBrokenOffIsNone) {
  Start(1);
  // Error 0, NO_ERROR, but the server has not said that it was all.
  ASSERT_TRUE(Say(Frame(kHeaders, kEndHeaders, 1, kStatus200) + Frame(kData, kNothing, 1, "a") +
                  Frame(kReset, kNothing, 1, Number(0))));
  const EndedStream ended = Only();
  EXPECT_EQ(ended.end, StreamEnd::kReset);
  EXPECT_EQ(ended.status, 200);
}

TEST_F(Http2SessionTest, WhatTheServerRefusedToLookAtMayBeAskedAgain) {
  Start(1);
  ASSERT_TRUE(Say(Frame(kReset, kNothing, 1, Number(7))));  // REFUSED_STREAM
  EXPECT_EQ(Only().end, StreamEnd::kUnprocessed);
  EXPECT_GT(session_->Free(), 0U);
}

TEST_F(Http2SessionTest, AGoodbyeNamesTheLastThatWasLookedAt) {
  Start(1);
  Start(2);
  ASSERT_TRUE(Say(Frame(kGoaway, kNothing, 0, Number(1) + Number(0))));
  const EndedStream ended = Only();
  EXPECT_EQ(ended.end, StreamEnd::kUnprocessed);
  EXPECT_EQ(ended.exchange->Answered({}, SteadyTime{}).id, 2U);
  EXPECT_EQ(session_->Free(), 0U);
  EXPECT_EQ(session_->open(), 1U);
  (void)Say(Frame(kHeaders, kEndHeaders | kEndStream, 1, kStatus200));
  EXPECT_EQ(Only().end, StreamEnd::kAnswered);
}

TEST_F(Http2SessionTest, NoMoreAreStartedThanTheServerAllows) {
  ASSERT_TRUE(Say(Frame(kSettings, kNothing, 0, Number(3, 2) + Number(2))));
  EXPECT_EQ(session_->Free(), 2U);
  Start(1);
  EXPECT_EQ(session_->Free(), 1U);
  Start(2);
  EXPECT_EQ(session_->Free(), 0U);
}

TEST_F(Http2SessionTest, ALongBodyEndsItsOwnStreamOnly) {
  Start(1, 3);
  Start(2, 3);
  ASSERT_TRUE(Say(Frame(kHeaders, kEndHeaders, 1, kStatus200) + Frame(kData, kNothing, 1, "abcd") +
                  Frame(kData, kNothing, 1, "more") + Frame(kHeaders, kEndHeaders, 3, kStatus200) +
                  Frame(kData, kEndStream, 3, "abc")));
  auto ended = session_->TakeEnded();
  ASSERT_EQ(ended.size(), 2U);
  EXPECT_EQ(ended[0].end, StreamEnd::kTooLarge);
  EXPECT_EQ(AnswerOf(std::move(ended[1])).body, "abc");
  std::string out;
  session_->TakeOutput(&out);
  EXPECT_NE(out.find(Frame(kReset, kNothing, 1, Number(8))), std::string::npos) << "CANCEL";
}

TEST_F(Http2SessionTest, TooManyHeadersAreNoAnswer) {
  Start(1);
  std::string part;
  while (part.size() < 12000) part += Field("x-a", std::string(100, 'b'));
  std::string frames = Frame(kHeaders, kNothing, 1, kStatus200 + part);
  for (int i = 0; i < 7; ++i) frames += Frame(kContinuation, kNothing, 1, part);
  (void)Say(frames + Frame(kContinuation, kEndHeaders, 1, part) +
            Frame(kData, kEndStream, 1, "hello"));
  session_->Abandon();
  EXPECT_NE(Only().end, StreamEnd::kAnswered);
}

TEST_F(Http2SessionTest, DeadlinesEndWhatIsLate) {
  Start(1);
  clock_.Advance(std::chrono::seconds(4));
  Start(2);
  clock_.Advance(std::chrono::seconds(6));
  const SteadyTime now = clock_.Steady();
  EXPECT_EQ(session_->Expire(now), now + std::chrono::seconds(4));
  EXPECT_EQ(Only().end, StreamEnd::kTimeout);
  // An answer that comes after all is nobody's.
  ASSERT_TRUE(Say(Frame(kHeaders, kEndHeaders | kEndStream, 1, kStatus200)));
  EXPECT_TRUE(session_->TakeEnded().empty());
  EXPECT_EQ(session_->open(), 1U);
}

TEST_F(Http2SessionTest, WithTheConnectionAllEnd) {
  Start(1);
  Start(2);
  session_->Abandon();
  EXPECT_EQ(session_->TakeEnded().size(), 2U);
  EXPECT_EQ(session_->Free(), 0U);
}

TEST_F(Http2SessionTest, WhatIsNoHttp2EndsTheConnection) {
  Start(1);
  EXPECT_FALSE(session_->is_over());
  (void)Say("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
  std::string out;
  session_->TakeOutput(&out);
  EXPECT_TRUE(session_->is_over());
}

// Whatever comes, every request ends once.
TEST_F(Http2SessionTest, SpoiltFramesLoseNoRequest) {
  const std::string good = Frame(kHeaders, kEndHeaders, 1, kStatus200 + Field("x-a", "b")) +
                           Frame(kData, kNothing, 1, "hel") + Frame(kData, kEndStream, 1, "lo") +
                           Frame(kHeaders, kEndHeaders | kEndStream, 3, kStatus500) +
                           Frame(kGoaway, kNothing, 0, Number(3) + Number(0));
  int answered = 0;
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const int flip : {0x01, 0x04, 0x80, 0xff}) {
      SetUp();
      Start(1);
      Start(2);
      std::string spoilt = good;
      spoilt[at] = static_cast<char>(spoilt[at] ^ flip);
      (void)Say(spoilt);
      session_->Abandon();
      std::map<TransferId, int> ends;
      for (EndedStream& ended : session_->TakeEnded()) {
        answered += ended.end == StreamEnd::kAnswered ? 1 : 0;
        ++ends[ended.exchange->Answered({}, SteadyTime{}).id];
      }
      ASSERT_EQ(ends, (std::map<TransferId, int>{{1, 1}, {2, 1}})) << at << ' ' << flip;
    }
  }
  EXPECT_GT(answered, 0);
}

}  // namespace
}  // namespace wa::test
