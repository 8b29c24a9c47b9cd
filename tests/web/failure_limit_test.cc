#include "web/failure_limit.h"

#include <gtest/gtest.h>

#include <string>

namespace wa {
namespace {

constexpr SteadyTime kStart{std::chrono::hours(1)};

class FailureLimitTest : public testing::Test {
 protected:
  bool IsHeard(const std::string& client) const { return limit_.Wait(client, now_) <= Duration(0); }
  void Fail(const std::string& client, int times) {
    for (int i = 0; i < times; ++i) limit_.Failed(client, now_);
  }
  FailureLimit limit_;
  SteadyTime now_ = kStart;
};

TEST_F(FailureLimitTest, TenAtOnceAndThenOneEverySixSeconds) {
  Fail("192.0.2.1", 9);
  EXPECT_TRUE(IsHeard("192.0.2.1"));
  Fail("192.0.2.1", 1);
  EXPECT_EQ(limit_.Wait("192.0.2.1", now_), FailureLimit::kEach);
  now_ += FailureLimit::kEach - Duration(1);
  EXPECT_FALSE(IsHeard("192.0.2.1"));
  now_ += Duration(1);
  EXPECT_TRUE(IsHeard("192.0.2.1"));
  Fail("192.0.2.1", 1);
  EXPECT_FALSE(IsHeard("192.0.2.1"));
}

TEST_F(FailureLimitTest, OthersAreHeard) {
  Fail("192.0.2.1", 100);
  EXPECT_FALSE(IsHeard("192.0.2.1"));
  EXPECT_TRUE(IsHeard("192.0.2.2"));
}

TEST_F(FailureLimitTest, IsForgottenWithTime) {
  Fail("192.0.2.1", 10);
  now_ += 10 * FailureLimit::kEach;
  Fail("192.0.2.1", 9);
  EXPECT_TRUE(IsHeard("192.0.2.1"));
}

TEST_F(FailureLimitTest, RemembersOnlySoMany) {
  Fail("the worst", 50);
  for (std::size_t i = 0; i < 2 * FailureLimit::kMostClients; ++i) Fail(std::to_string(i), 10);
  EXPECT_FALSE(IsHeard("the worst"));
  std::size_t remembered = 0;
  for (std::size_t i = 0; i < 2 * FailureLimit::kMostClients; ++i) {
    remembered += IsHeard(std::to_string(i)) ? 0 : 1;
  }
  EXPECT_LT(remembered, FailureLimit::kMostClients);
}

}  // namespace
}  // namespace wa
