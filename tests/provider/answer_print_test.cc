#include "provider/answer_print.h"

#include <gtest/gtest.h>

#include "provider/answer.h"

namespace wa {
namespace {

constexpr const char* kGood = R"({"health_status":{"can_send_message":"AVAILABLE"}})";

HttpResponse Answer(std::string body, Headers headers) {
  HttpResponse response;
  response.status = 200;
  response.body = std::move(body);
  response.headers = std::move(headers);
  return response;
}

TEST(AnswerPrint, IsThatOfTheBody) {
  EXPECT_EQ(PrintOf(Answer(kGood, {})), PrintOf(Answer(kGood, {})));
  EXPECT_NE(PrintOf(Answer(kGood, {})),
            PrintOf(Answer(R"({"health_status":{"can_send_message":"BLOCKED"}})", {})));
}

TEST(AnswerPrint, IsThatOfTheStatus) {
  HttpResponse other = Answer(kGood, {});
  other.status = 206;
  EXPECT_NE(PrintOf(other), PrintOf(Answer(kGood, {})));
}

// What is another in every answer, and is no fact about the account.
TEST(AnswerPrint, IsNotThatOfTheRequest) {
  EXPECT_EQ(PrintOf(Answer(kGood, {{"date", "Sun, 06 Nov 1994 08:49:37 GMT"},
                                   {"x-request-id", "1"},
                                   {"cf-ray", "7d"}})),
            PrintOf(Answer(kGood, {})));
}

// Every header of which a good answer is read.
TEST(AnswerPrint, IsThatOfTheHeadersThatAreRead) {
  const Headers telling = {{"retry-after", "17"},
                           {"x-app-usage", R"({"call_count":28})"},
                           {"x-business-use-case-usage",
                            R"({"W":[{"call_count":95,"estimated_time_to_regain_access":19}]})"}};
  const Facts bare = Read(200, kGood);
  for (const auto& header : telling) {
    SCOPED_TRACE(header.first);
    EXPECT_NE(Read(200, kGood, {header}), bare) << "it is read";
    EXPECT_NE(PrintOf(Answer(kGood, {header})), PrintOf(Answer(kGood, {})));
  }
  const std::string date = "Sun, 06 Nov 1994 08:49:37 GMT";
  const Headers soon = {{"retry-after", "Sun, 06 Nov 1994 08:50:00 GMT"}, {"date", date}};
  const Headers later = {{"retry-after", "Sun, 06 Nov 1994 08:50:00 GMT"},
                         {"date", "Sun, 06 Nov 1994 08:49:50 GMT"}};
  EXPECT_NE(Read(200, kGood, soon), Read(200, kGood, later));
  EXPECT_NE(PrintOf(Answer(kGood, soon)), PrintOf(Answer(kGood, later)));
}

}  // namespace
}  // namespace wa
