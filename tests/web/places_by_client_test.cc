#include "web/places_by_client.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

TEST(PlacesByClientTest, EachHasHisOwn) {
  PlacesByClient places(2);
  places.Opened("192.0.2.1");
  EXPECT_TRUE(places.HasRoom("192.0.2.1"));
  places.Opened("192.0.2.1");
  EXPECT_FALSE(places.HasRoom("192.0.2.1"));
  EXPECT_TRUE(places.HasRoom("192.0.2.2"));
  places.Closed("192.0.2.1");
  EXPECT_TRUE(places.HasRoom("192.0.2.1"));
}

TEST(PlacesByClientTest, NoLimitIsNone) {
  PlacesByClient places(0);
  for (int i = 0; i < 1000; ++i) places.Opened("192.0.2.1");
  EXPECT_TRUE(places.HasRoom("192.0.2.1"));
}

TEST(PlacesByClientTest, WhoHasNoAddressHasNoLimit) {
  PlacesByClient places(1);
  places.Opened("");
  places.Opened("");
  EXPECT_TRUE(places.HasRoom(""));
}

}  // namespace
}  // namespace wa
