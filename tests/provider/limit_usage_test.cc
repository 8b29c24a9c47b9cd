#include "provider/limit_usage.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

std::optional<LimitUsage> Usage(const std::string& app, const std::string& business) {
  HttpResponse response;
  response.headers = {{"x-app-usage", app}, {"x-business-use-case-usage", business}};
  return UsageIn(response);
}

TEST(LimitUsage, IsTheWorstOfAllThatIsNamed) {
  const auto usage = Usage(R"({"call_count":28,"total_time":25,"total_cputime":30})",
                           R"({"101":[{"type":"a","call_count":40,"total_time":55},
                                      {"type":"b","call_count":10}],
                               "102":[{"call_count":95,"estimated_time_to_regain_access":0}]})");
  ASSERT_TRUE(usage.has_value());
  EXPECT_DOUBLE_EQ(usage->share, 0.95);
  EXPECT_EQ(usage->regain_after, std::nullopt);
}

TEST(LimitUsage, TheLongestWaitInMinutes) {
  const auto usage = Usage("", R"({"101":[{"call_count":100,"estimated_time_to_regain_access":19},
                           {"estimated_time_to_regain_access":7}]})");
  ASSERT_TRUE(usage.has_value());
  EXPECT_DOUBLE_EQ(usage->share, 1.0);
  EXPECT_EQ(usage->regain_after, std::chrono::minutes(19));
}

TEST(LimitUsage, AnythingElseSaysNothing) {
  EXPECT_EQ(UsageIn(HttpResponse()).has_value(), false);
  for (const char* foreign :
       {"", "7", "[]", "{}", "not JSON", R"({"call_count":"many"})", R"({"call_count":-1})",
        R"({"101":{"call_count":5}})", R"({"101":[7,null]})"}) {
    EXPECT_FALSE(Usage(foreign, foreign).has_value()) << foreign;
  }
}

TEST(LimitUsage, ASlipSilencesNobodyForEver) {
  const auto usage = Usage(R"({"call_count":9223372036854775807})",
                           R"({"1":[{"estimated_time_to_regain_access":9223372036854775807}]})");
  ASSERT_TRUE(usage.has_value());
  EXPECT_DOUBLE_EQ(usage->share, 10.0);
  EXPECT_EQ(usage->regain_after, std::chrono::hours(24));
}

}  // namespace
}  // namespace wa
