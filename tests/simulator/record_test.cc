#include "simulator/record.h"

#include <gtest/gtest.h>

#include "simulator/metrics_text.h"

namespace wa::simulator {
namespace {

RecordedRequest Asked(const std::string& method, const std::string& path) {
  RecordedRequest request;
  request.account = "a";
  request.method = method;
  request.path = path;
  request.route = path;
  request.protocol = "HTTP/2";
  request.answer = "ok";
  return request;
}

TEST(Record, KeepsTheLastAndCountsAll) {
  Record record;
  for (std::size_t i = 0; i < Record::kKept + 5; ++i) record.Add(Asked("GET", "/h"));
  EXPECT_EQ(record.requests().size(), Record::kKept);
  EXPECT_EQ(record.requests().front().id, 6U);
  EXPECT_EQ(record.requests().back().id, Record::kKept + 5);
  EXPECT_EQ(record.total(), Record::kKept + 5);
  EXPECT_EQ(record.totals().begin()->second, Record::kKept + 5);
}

TEST(Record, SeriesAreBoundedWhateverIsAsked) {
  Record record;
  for (int i = 0; i < 1000; ++i) {
    RecordedRequest request = Asked("M" + std::to_string(i), "/" + std::to_string(i));
    request.route = "other";
    record.Add(request);
  }
  ASSERT_EQ(record.totals().size(), 1U);
  EXPECT_EQ(record.totals().begin()->first.method, "other");
  EXPECT_EQ(record.totals().begin()->first.path, "other");
  EXPECT_EQ(record.requests().back().path, "/999");
}

TEST(MetricsText, ShowsRequestsAndConnections) {
  Record record;
  record.Add(Asked("GET", "/h"));
  record.Add(Asked("POST", "/h\"\\\n"));
  Traffic traffic;
  traffic.opened = 3;
  traffic.open = 1;
  const std::string text =
      MetricsText(record, Limits({}), {{"http", traffic}}, std::chrono::milliseconds(1500));
  for (const char* line :
       {"waba_simulator_requests_total{account=\"a\",method=\"GET\",path=\"/h\",answer=\"ok\"} 1\n",
        "waba_simulator_requests_total{account=\"a\",method=\"POST\",path=\"/h\\\"\\\\\\n\","
        "answer=\"ok\"} 1\n",
        "waba_simulator_protocol_requests_total{protocol=\"HTTP/2\"} 2\n",
        "waba_simulator_connections_total{listener=\"http\"} 3\n",
        "waba_simulator_open_connections{listener=\"http\"} 1\n",
        "# TYPE waba_simulator_requests_total counter\n",
        "waba_simulator_script_seconds 1.500\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << "\nis not in\n" << text;
  }
}

}  // namespace
}  // namespace wa::simulator
