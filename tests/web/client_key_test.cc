#include "web/client_key.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

TEST(ClientKeyTest, OfIpv6TheFirstHalf) {
  EXPECT_EQ(ClientKey("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(ClientKey("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
  EXPECT_EQ(ClientKey("2001:db8:1:2::7"), "2001:db8:1:2::");
  EXPECT_NE(ClientKey("2001:db8:1:3::7"), "2001:db8:1:2::");
  EXPECT_EQ(ClientKey("::ffff:192.0.2.1"), "192.0.2.1");
  EXPECT_NE(ClientKey("::ffff:192.0.2.1"), ClientKey("::ffff:192.0.2.2"));
  EXPECT_EQ(ClientKey(""), "");
}

}  // namespace
}  // namespace wa
