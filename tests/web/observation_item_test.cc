#include "web/observation_item.h"

#include <gtest/gtest.h>

#include "web/fleet_for_web.h"

namespace wa {
namespace {

using nlohmann::json;
using test::kNow;

Result<ObservationItem> Read(const std::string& text) {
  return ReadObservationItem(json::parse(text), kNow);
}

TEST(ObservationItem, Whole) {
  const auto item = Read(R"({"status": 403, "headers": {"Retry-After": 30, "X-A": ["1", "2"]},
      "body": {"meta": {"http_code": 403}}, "operation": "register", "id": "mine",
      "at": "2026-11-24T08:00:00Z"})");
  ASSERT_TRUE(item) << item.error().message;
  EXPECT_EQ(item->response.status, 403);
  EXPECT_EQ(item->response.Header("retry-after"), "30");
  EXPECT_EQ(item->response.Header("x-a"), "1; 2");
  EXPECT_EQ(item->response.body, R"({"meta":{"http_code":403}})");
  EXPECT_EQ(item->operation, ObservedOperation::kRegister);
  EXPECT_EQ(item->at, kNow - std::chrono::seconds(750));
}

TEST(ObservationItem, OnlyTheStatusIsNeeded) {
  for (const char* text : {R"({"status": 502})",
                           R"({"status": 502, "headers": null, "body": null, "operation": null,
                               "at": null})"}) {
    const auto item = Read(text);
    ASSERT_TRUE(item) << item.error().message;
    EXPECT_EQ(item->response.body, "");
    EXPECT_EQ(item->operation, ObservedOperation::kOther);
    EXPECT_EQ(item->at, std::nullopt);
  }
}

TEST(ObservationItem, ATextIsTheBodyAsItIs) {
  EXPECT_EQ(Read(R"({"status": 502, "body": "<html>"})")->response.body, "<html>");
  EXPECT_EQ(Read(R"({"status": 500, "body": "{\"a\": 1}"})")->response.body, "{\"a\": 1}");
  EXPECT_EQ(Read(R"({"status": 500, "body": [1, 2]})")->response.body, "[1,2]");
}

TEST(ObservationItem, AClockThatIsALittleAheadMeansNow) {
  EXPECT_EQ(Read(R"({"status": 500, "at": "2026-11-24T08:17:30Z"})")->at, kNow);
}

TEST(ObservationItem, SaysWhatIsWrong) {
  const std::string status = "status: the HTTP status that was received, a number from 100 to 599";
  const std::pair<const char*, std::string> cases[] = {
      {"[]", "an observation is an object, {\"status\": 403, ...}"},
      {"\"x\"", "an observation is an object, {\"status\": 403, ...}"},
      {"{}", status},
      {R"({"status": "403"})", status},
      {R"({"status": 403.5})", status},
      {R"({"status": 99})", status},
      {R"({"status": 600})", status},
      {R"({"status": 18446744073709551615})", status},
      {R"({"status": null})", status},
      {R"({"status": 403, "headers": []})", "headers: an object, {\"Retry-After\": \"30\"}"},
      {R"({"status": 403, "headers": {"a": {}}})", "headers: the value of a header is a text"},
      {R"({"status": 403, "body": 7})", "body: what was received, as an object, a list or a text"},
      {R"({"status": 403, "operation": "delete"})",
       "operation: one of send, register, partner, other"},
      {R"({"status": 403, "operation": 1})", "operation: one of send, register, partner, other"},
      {R"({"status": 403, "at": 1795507950})",
       "at: when it was received, as \"2026-11-25T18:00:00Z\""},
      {R"({"status": 403, "at": "yesterday"})",
       "at: when it was received, as \"2026-11-25T18:00:00Z\""},
      {R"({"status": 403, "at": "2026-11-24T08:17:31Z"})",
       "at: in the future; it is 2026-11-24T08:12:30Z here"},
      {R"({"status": 403, "operaton": "send"})",
       "there is no key 'operaton'; did you mean 'operation'?"},
      {R"({"staus": 403})", "there is no key 'staus'; did you mean 'status'?"},
  };
  for (const auto& [text, message] : cases) {
    const auto item = Read(text);
    ASSERT_FALSE(item) << text;
    EXPECT_EQ(item.error().message, message) << text;
  }
}

}  // namespace
}  // namespace wa
