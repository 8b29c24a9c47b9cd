#include "net/introductions.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

constexpr const char* kUrl = "https://a.test/health_status";

TEST(IntroductionsTest, AHostIsAskedByAFewUntilOneHasEnded) {
  Introductions introductions;
  for (std::size_t i = 0; i < Introductions::kAtFirst; ++i) {
    ASSERT_TRUE(introductions.MayStart(kUrl));
    introductions.Started(kUrl);
  }
  EXPECT_FALSE(introductions.MayStart(kUrl));
  EXPECT_FALSE(introductions.MayStart("https://a.test/other"));
  EXPECT_TRUE(introductions.MayStart("https://b.test/health_status"));
  introductions.Ended(kUrl);
  for (std::size_t i = 0; i < 3 * Introductions::kAtFirst; ++i) introductions.Started(kUrl);
  EXPECT_TRUE(introductions.MayStart(kUrl)) << "known for good";
}

TEST(IntroductionsTest, WithoutTlsNobodyWaits) {
  Introductions introductions;
  for (int i = 0; i < 100; ++i) introductions.Started("http://a.test/");
  EXPECT_TRUE(introductions.MayStart("http://a.test/"));
}

}  // namespace
}  // namespace wa
