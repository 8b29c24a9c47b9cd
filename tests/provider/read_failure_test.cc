#include <gtest/gtest.h>

#include "provider/answer.h"

namespace wa {
namespace {

TEST(ReadFailure, NamesTheReason) {
  for (const auto& [reason, name] : EnumNames<TransportReason>::table) {
    const Facts facts = ReadFailure({reason, "what the\nlibrary said", {}, 0});
    EXPECT_EQ(facts.http_status, 0);
    EXPECT_EQ(Lines(facts), Text{"transport " + std::string(name) + " | what the library said"});
  }
}

TEST(ReadFailure, AnAnswerThatBrokeOffKeepsItsStatus) {
  const Facts good = ReadFailure({TransportReason::kTruncated, "cut", {}, 200});
  EXPECT_EQ(good.http_status, 200);
  EXPECT_EQ(Lines(good), Text{"transport truncated | cut"});
  const Facts bad = ReadFailure({TransportReason::kTruncated, "cut", {}, 500});
  EXPECT_EQ(bad.http_status, 500);
  EXPECT_EQ(Lines(bad), (Text{"http HTTP 500 | cut", "transport truncated | cut"}));
}

}  // namespace
}  // namespace wa
