#include "provider/retry_after.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "provider/answer.h"

namespace wa {
namespace {

using std::chrono::seconds;

std::optional<Duration> Wait(const Headers& headers) {
  HttpResponse response;
  response.headers = headers;
  return RetryAfter(response);
}

TEST(RetryAfter, Seconds) {
  EXPECT_EQ(Wait({}), std::nullopt);
  EXPECT_EQ(Wait({{"retry-after", "120"}}), seconds(120));
  EXPECT_EQ(Wait({{"retry-after", " 7 "}}), seconds(7));
}

TEST(RetryAfter, AtMostAnHour) {
  EXPECT_EQ(Wait({{"retry-after", "3600"}}), seconds(3600));
  EXPECT_EQ(Wait({{"retry-after", "3601"}}), seconds(3600));
  EXPECT_EQ(Wait({{"retry-after", "99999999999999999999999999"}}), seconds(3600));
}

TEST(RetryAfter, GarbageAsksForNothing) {
  for (const char* value : {"", "0", "-5", "+5", "1.5", "5s", "soon", "0x10", "1e3",
                            "Tue, 24 Nov 2026 08:00:45 GMT"}) {  // without a Date to measure from
    EXPECT_EQ(Wait({{"retry-after", value}}), std::nullopt) << value;
  }
}

TEST(RetryAfter, ADateIsMeasuredFromTheAnswersOwn) {
  const auto wait = [](const char* date, const char* until) {
    return Wait({{"date", date}, {"retry-after", until}});
  };
  EXPECT_EQ(wait("Tue, 24 Nov 2026 23:59:30 GMT", "Wed, 25 Nov 2026 00:00:15 GMT"), seconds(45));
  EXPECT_EQ(wait("Tue, 24 Nov 2026 08:00:00 GMT", "Tue, 24 Nov 2026 08:00:00 GMT"), std::nullopt);
  EXPECT_EQ(wait("Tue, 24 Nov 2026 08:00:00 GMT", "Mon, 23 Nov 2026 08:00:00 GMT"), std::nullopt);
  EXPECT_EQ(wait("Tue, 24 Nov 2026 08:00:00 GMT", "Tue, 24 Nov 2099 08:00:00 GMT"), seconds(3600));
  EXPECT_EQ(wait("yesterday", "Tue, 24 Nov 2026 08:00:00 GMT"), std::nullopt);
}

TEST(RetryAfter, HttpDates) {
  const auto date = ParseHttpDate("Sun, 06 Nov 1994 08:49:37 GMT");
  ASSERT_TRUE(date.has_value());
  EXPECT_EQ(FormatUtc(*date), "1994-11-06T08:49:37Z");
  EXPECT_EQ(FormatUtc(ParseHttpDate("Thu, 29 Feb 2024 00:00:00 GMT").value()),
            "2024-02-29T00:00:00Z");
  for (const char* text : {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC",
                           "Sun, 31 Feb 2024 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
                           "Sun, 06 Nvm 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
                           "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:99 GMT",
                           "Sun, 06 Nov 9994 08:49:37 GMT", "Sun, -6 Nov 1994 08:49:37 GMT"}) {
    EXPECT_EQ(ParseHttpDate(text), std::nullopt) << text;
  }
}

TEST(RetryAfter, MetasUsageHeaderInMinutes) {
  const auto wait = [](const char* usage) { return Wait({{"x-business-use-case-usage", usage}}); };
  EXPECT_EQ(wait(R"({"1":[{"estimated_time_to_regain_access":3},
                          {"estimated_time_to_regain_access":42}],"2":[{}]})"),
            seconds(2520));
  EXPECT_EQ(wait(R"({"1":[{"estimated_time_to_regain_access":900}]})"), seconds(3600));
  EXPECT_EQ(wait(R"({"1":[{"estimated_time_to_regain_access":0}]})"), std::nullopt);
  for (const char* garbage : {"", "{", "[]", "[1]", R"({"1":{}})", R"({"1":[1,"x",null]})",
                              R"({"1":[{"estimated_time_to_regain_access":"soon"}]})"}) {
    EXPECT_EQ(wait(garbage), std::nullopt) << garbage;
  }
  EXPECT_EQ(
      Wait({{"retry-after", "5"},
            {"x-business-use-case-usage", R"({"1":[{"estimated_time_to_regain_access":42}]})"}}),
      seconds(5));
}

TEST(RetryAfter, IsAmongTheFacts) {
  EXPECT_EQ(Read(429, "", {{"retry-after", "9"}}).retry_after, seconds(9));
}

}  // namespace
}  // namespace wa
