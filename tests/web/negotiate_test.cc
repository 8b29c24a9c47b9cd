#include "web/negotiate.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

TEST(AcceptsGzip, WhereItIsNamed) {
  for (const char* header : {"gzip", "GZIP", "gzip, deflate", "deflate,gzip;q=0.5",
                             "br , gzip ; q=1", "*", "*;q=0.1", "gzip, *;q=0", "gzip;q=0.001"}) {
    EXPECT_TRUE(AcceptsGzip(header)) << header;
  }
}

TEST(AcceptsGzip, NotWhereItIsRefusedOrMissing) {
  for (const char* header :
       {"", "identity", "deflate, br", "gzip;q=0", "gzip;q=0.0", "gzip ; Q=0.000", "*;q=0",
        "*, gzip;q=0", "x-gzip", "gzipped", ",", ";", ",,;q=0"}) {
    EXPECT_FALSE(AcceptsGzip(header)) << header;
  }
}

}  // namespace
}  // namespace wa
