#include "base/stable_hash.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

// Published values of FNV-1a (64 bits) and of SplitMix64's first output from state 0.
TEST(StableHash, IsFnv1a) {
  EXPECT_EQ(StableHash(""), 0xcbf29ce484222325ULL);
  EXPECT_EQ(StableHash("a"), 0xaf63dc4c8601ec8cULL);
  EXPECT_EQ(StableHash("foobar"), 0x85944171f73967e8ULL);
}

TEST(StableHash, MixIsTheFinaliserOfSplitMix64) {
  EXPECT_EQ(Mix(0x9e3779b97f4a7c15ULL), 0xe220a8397b1dcdafULL);
  EXPECT_EQ(Mix(0), 0u);
}

TEST(StableDigitsTest, AreTwelveAndNeverChange) {
  EXPECT_EQ(StableDigits("berlin-shop"), "58115c3e20b9");
  EXPECT_NE(StableDigits("berlin-shop"), StableDigits("berlin-shoq"));
}

}  // namespace
}  // namespace wa
