#include "incident/event_order.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

using std::chrono::seconds;

EventOrder::Happened At(int second) { return SystemTime(seconds(second)); }

TEST(EventOrder, WhatIsOlderThanTheNewestEndingIsOver) {
  EventOrder order;
  order.ToldOver("paused", "summer", At(10));
  order.ToldOver("paused", "summer", At(5));
  EXPECT_TRUE(order.IsOver("paused", "summer", At(9)));
  EXPECT_FALSE(order.IsOver("paused", "summer", At(10)));
  EXPECT_FALSE(order.IsOver("paused", "summer", std::nullopt));
  EXPECT_FALSE(order.IsOver("paused", "winter", At(9)));
  EXPECT_FALSE(order.IsOver("paused", "", At(9)));
  EXPECT_FALSE(order.IsOver("flagged", "summer", At(9)));
}

TEST(EventOrder, AnEndWithoutASubjectIsOfAllOfTheKey) {
  EventOrder order;
  order.ToldOver("paused", "", At(10));
  EXPECT_TRUE(order.IsOver("paused", "summer", At(9)));
}

TEST(EventOrder, WhatIsOlderThanTheNewestSightingIsNoEnd) {
  EventOrder order;
  order.ToldIll("paused", "summer", At(10));
  order.ToldIll("paused", "summer", At(5));
  EXPECT_TRUE(order.IsIllSince("paused", "summer", At(9)));
  EXPECT_TRUE(order.IsIllSince("paused", "", At(9)));
  EXPECT_FALSE(order.IsIllSince("paused", "summer", At(10)));
  EXPECT_FALSE(order.IsIllSince("paused", "summer", std::nullopt));
  EXPECT_FALSE(order.IsIllSince("paused", "winter", At(9)));
  EXPECT_FALSE(order.IsIllSince("pause", "summer", At(9)));
}

TEST(EventOrder, AnEventWithoutATimeOrdersNothing) {
  EventOrder order;
  order.ToldIll("paused", "", std::nullopt);
  order.ToldOver("paused", "", std::nullopt);
  EXPECT_FALSE(order.IsIllSince("paused", "", At(-1)));
  EXPECT_FALSE(order.IsOver("paused", "", At(-1)));
}

TEST(EventOrder, TheOldestThingIsForgotten) {
  EventOrder order;
  order.ToldOver("paused", "oldest", At(1));
  order.ToldOver("paused", "old", At(2));
  for (std::size_t i = 0; i + 1 < EventOrder::kMost; ++i) {
    order.ToldOver("paused", "new-" + std::to_string(i), At(10));
  }
  EXPECT_FALSE(order.IsOver("paused", "oldest", At(0)));
  EXPECT_TRUE(order.IsOver("paused", "old", At(0)));
  EXPECT_TRUE(order.IsOver("paused", "new-0", At(0)));
}

}  // namespace
}  // namespace wa
