#include "model/http.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

TEST(HttpResponseTest, FindsTheFirstHeaderOfAName) {
  HttpResponse response;
  response.headers = {{"retry-after", "60"}, {"x", ""}, {"retry-after", "120"}};
  EXPECT_EQ(response.Header("retry-after"), "60");
  EXPECT_EQ(response.Header("x"), "");
  EXPECT_EQ(response.Header("absent"), std::nullopt);
}

// The names are label values and stand in the catalogue: all there, all different.
TEST(TransportReasonTest, HasItsNames) {
  EXPECT_EQ(AllNames<TransportReason>(),
            "dns, route, connect, tls, timeout, reset, truncated, too-large, protocol, local");
}

}  // namespace
}  // namespace wa
