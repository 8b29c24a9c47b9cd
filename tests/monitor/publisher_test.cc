#include "monitor/publisher.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace wa {
namespace {

using Status = std::shared_ptr<const AccountStatus>;

class PublisherTest : public testing::Test {
 protected:
  // What this one replaced is watched.
  void Show(std::size_t account) {
    if (publisher_.visible()[account] != nullptr)
      replaced_.push_back(publisher_.visible()[account]);
    publisher_.Stage(account, std::make_shared<AccountStatus>(), 0, SteadyTime());
  }
  std::size_t Freed() const {
    return static_cast<std::size_t>(std::count_if(replaced_.begin(), replaced_.end(),
                                                  [](const auto& one) { return one.expired(); }));
  }

  Publisher publisher_{3};
  std::vector<std::weak_ptr<const AccountStatus>> replaced_;
};

TEST_F(PublisherTest, WhatWasReplacedIsFreedInPiecesOnceASnapshotWithoutItWasPut) {
  for (std::size_t account = 0; account < 3; ++account) Show(account);
  std::vector<Status> snapshot = publisher_.visible();
  publisher_.WasPut();
  for (std::size_t account = 0; account < 3; ++account) Show(account);
  publisher_.FreeReplaced(3);
  snapshot = publisher_.visible();
  EXPECT_EQ(Freed(), 0U) << "the snapshot before needed them";
  publisher_.WasPut();
  EXPECT_EQ(Freed(), 0U);
  publisher_.FreeReplaced(2);
  EXPECT_EQ(Freed(), 2U);
  publisher_.FreeReplaced(2);
  EXPECT_EQ(Freed(), 3U);
  publisher_.FreeReplaced(2);
  EXPECT_EQ(publisher_.visible(), snapshot) << "none of those that are shown";
}

TEST_F(PublisherTest, WhatIsNotOnTheDiskIsShownWhenItIsOrWhenPatienceEnds) {
  const Status first = std::make_shared<AccountStatus>();
  const Status second = std::make_shared<AccountStatus>();
  publisher_.Stage(0, first, 7, SteadyTime());
  publisher_.Stage(1, second, 8, SteadyTime());
  EXPECT_FALSE(publisher_.Release(6, SteadyTime()));
  EXPECT_TRUE(publisher_.Release(7, SteadyTime()));
  EXPECT_EQ(publisher_.visible()[0], first);
  EXPECT_EQ(publisher_.visible()[1], nullptr);
  EXPECT_TRUE(publisher_.Release(7, SteadyTime() + Publisher::kPatience));
  EXPECT_EQ(publisher_.visible()[1], second);
}

}  // namespace
}  // namespace wa
