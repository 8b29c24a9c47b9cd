#include "web/unknown_view.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "web/fleet_for_web.h"

namespace wa {
namespace {

using nlohmann::json;
using test::kNow;

FleetSnapshot With(std::vector<UnknownAnswer> answers) {
  FleetSnapshot snapshot;
  snapshot.unknown = std::make_shared<const std::vector<UnknownAnswer>>(std::move(answers));
  return snapshot;
}

FleetSnapshot Two() {
  UnknownAnswer newer;
  newer.first = kNow - std::chrono::hours(26);
  newer.last = kNow - std::chrono::seconds(5);
  newer.count = 12;
  newer.account = "berlin-shop";
  newer.teller = "observation";
  newer.condition = "unknown-error";
  newer.http_status = 418;
  newer.code = 4711;
  newer.text = "<img src=x onerror='alert(1)'> & more";
  UnknownAnswer older;
  older.first = older.last = kNow - std::chrono::hours(1);
  older.teller = "webhook";
  older.condition = "cloud-unknown";
  return With({newer, older});
}

TEST(UnknownJson, TellsAll) {
  const json view = json::parse(UnknownJson(Two(), kNow));
  const json expected = json::parse(R"({"version": 1, "now": "2026-11-24T08:12:30.000Z", "total": 2,
    "unknown": [
      {"first": "2026-11-23T06:12:30.000Z", "last": "2026-11-24T08:12:25.000Z", "count": 12,
       "account": "berlin-shop", "teller": "observation", "condition": "unknown-error",
       "http_status": 418, "code": 4711, "text": "<img src=x onerror='alert(1)'> & more"},
      {"first": "2026-11-24T07:12:30.000Z", "last": "2026-11-24T07:12:30.000Z", "count": 1,
       "account": null, "teller": "webhook", "condition": "cloud-unknown", "http_status": null,
       "code": null, "text": null}]})");
  EXPECT_EQ(view, expected) << json::diff(expected, view).dump(1);
  EXPECT_EQ(json::parse(UnknownJson(With({}), kNow))["total"], 0);
}

TEST(UnknownPage, ShowsThemAndEscapesWhatTheySaid) {
  const std::string page = UnknownPage(Two(), kNow, "1.2.3");
  for (const char* part :
       {"2 answers are not in the catalogue.", ">berlin-shop<", ">12<", ">418<", ">4711<",
        "by observation", "<code>cloud-unknown</code>", "nothing that could be read",
        "<q>&lt;img src=x onerror=&#39;alert(1)&#39;&gt; &amp; more</q>",
        "first <time datetime=\"2026-11-23T06:12:30Z\">"}) {
    EXPECT_NE(page.find(part), std::string::npos) << part << "\n" << page;
  }
  EXPECT_EQ(page.find("<img"), std::string::npos);
  EXPECT_EQ(page.find("<script>"), std::string::npos);
}

TEST(UnknownPage, WithoutAnyThereIsNoTable) {
  const std::string page = UnknownPage(With({}), kNow, "1.2.3");
  EXPECT_NE(page.find("Every answer so far was known."), std::string::npos);
  EXPECT_EQ(page.find("<table"), std::string::npos);
}

}  // namespace
}  // namespace wa
