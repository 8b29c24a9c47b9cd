#include "simulator/body_source.h"

#include <gtest/gtest.h>

#include <string>

namespace wa::simulator {
namespace {

using namespace std::chrono_literals;
using Kind = BodySource::Piece::Kind;

// The whole of a body as text: bytes, "~" for a pause, "." for the end, "!" for a break.
std::string Story(Answer answer, std::size_t max_bytes) {
  BodySource source(std::make_shared<const Answer>(std::move(answer)));
  std::string story;
  while (true) {
    const BodySource::Piece piece = source.Next(max_bytes);
    EXPECT_LE(piece.bytes.size(), max_bytes);
    if (piece.kind == Kind::kBytes) story += std::string(piece.bytes) + "|";
    if (piece.kind == Kind::kWait) story += "~";
    if (piece.kind == Kind::kEnd) return story + ".";
    if (piece.kind == Kind::kBreak) return story + "!";
  }
}

Answer With(Fault fault, const std::string& body) {
  Answer answer;
  answer.fault = fault;
  answer.body = body;
  answer.interval = 5ms;
  return answer;
}

TEST(BodySource, CutsABodyIntoPieces) {
  EXPECT_EQ(Story(With(Fault::kNone, "abcde"), 2), "ab|cd|e|.");
  EXPECT_EQ(Story(With(Fault::kNone, ""), 2), ".");
}

TEST(BodySource, BreaksInTheMiddle) {
  EXPECT_EQ(Story(With(Fault::kHalf, "abcdef"), 100), "abc|!");
  EXPECT_EQ(Story(With(Fault::kHalf, "a"), 100), "!");
}

TEST(BodySource, DripsWithPausesBetweenBytes) {
  EXPECT_EQ(Story(With(Fault::kDrip, "abc"), 100), "a|~b|~c|.");
}

TEST(BodySource, AnOversizeBodyHasExactlyItsSize) {
  Answer answer = With(Fault::kOversize, "ignored");
  answer.size = 100'000;
  BodySource source(std::make_shared<const Answer>(answer));
  std::size_t total = 0;
  BodySource::Piece piece = source.Next(7000);
  for (; piece.kind == Kind::kBytes; piece = source.Next(7000)) total += piece.bytes.size();
  EXPECT_EQ(piece.kind, Kind::kEnd);
  EXPECT_EQ(total, 100'000U);
}

}  // namespace
}  // namespace wa::simulator
