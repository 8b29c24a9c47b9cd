#include "web/probe_text.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

using std::chrono::milliseconds;

TEST(ProbeText, OfAGoodPoll) {
  ProbeAnswer answer;
  answer.success = true;
  answer.http_status = 200;
  answer.timing = {milliseconds(1),   milliseconds(20), milliseconds(30),
                   milliseconds(150), milliseconds(4),  milliseconds(205)};
  EXPECT_EQ(ProbeText(answer, TextFormat::kPrometheus),
            R"(# HELP waba_probe_success 1 if the account was polled and nothing is wrong, else 0.
# TYPE waba_probe_success gauge
waba_probe_success 1
# HELP waba_probe_duration_seconds How long the request took.
# TYPE waba_probe_duration_seconds gauge
waba_probe_duration_seconds 0.205
# HELP waba_probe_phase_seconds Where the time of the request went.
# TYPE waba_probe_phase_seconds gauge
waba_probe_phase_seconds{phase="resolve"} 0.001
waba_probe_phase_seconds{phase="connect"} 0.02
waba_probe_phase_seconds{phase="tls"} 0.03
waba_probe_phase_seconds{phase="processing"} 0.15
waba_probe_phase_seconds{phase="transfer"} 0.004
# HELP waba_probe_http_status_code HTTP status of the answer, 0 if there was none.
# TYPE waba_probe_http_status_code gauge
waba_probe_http_status_code 200
)");
}

TEST(ProbeText, NamesTheCondition) {
  ProbeAnswer answer;
  answer.http_status = 500;
  answer.condition = "internal-server-error";
  const std::string text = ProbeText(answer, TextFormat::kPrometheus);
  EXPECT_NE(text.find("\nwaba_probe_success 0\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\nwaba_probe_condition_info{condition=\"internal-server-error\"} 1\n"),
            std::string::npos)
      << text;
}

TEST(ProbeText, ForeignTextForgesNoLine) {
  ProbeAnswer answer;
  answer.condition = "a\"} 1\nwaba_probe_success 1\\";
  answer.detail = "boom\nwaba_probe_success 1\n";
  const std::string text = ProbeText(answer, TextFormat::kPrometheus);
  EXPECT_EQ(text.find("\nwaba_probe_success 1"), std::string::npos) << text;
  EXPECT_NE(text.find("{condition=\"a\\\"} 1 waba_probe_success 1\\\\\"} 1\n"), std::string::npos)
      << text;
  EXPECT_TRUE(text.ends_with("\n# Answer: boom waba_probe_success 1\n")) << text;
}

TEST(ProbeText, OpenMetricsHasAnEndAndNoComments) {
  ProbeAnswer answer;
  answer.detail = "boom";
  answer.condition = "internal-server-error";
  const std::string text = ProbeText(answer, TextFormat::kPrometheus);
  EXPECT_EQ(ProbeText(answer, TextFormat::kOpenMetrics),
            text.substr(0, text.find("# Answer: ")) + "# EOF\n");
}

}  // namespace
}  // namespace wa
