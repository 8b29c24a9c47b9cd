#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include "metrics/example_fleet.h"
#include "metrics/scrape.h"

// The whole of /metrics for a small fleet, and what Prometheus' own tool says about it.
namespace wa {
namespace {

using namespace wa::test;

const std::filesystem::path kGolden =
    std::filesystem::path(WABA_SOURCE_DIR) / "tests/golden/metrics.txt";

void CountRequests(Exposition& exposition) {
  exposition.CountRequest("metrics", 200);
  exposition.CountWebhook("d360", 200, std::nullopt);
  exposition.CountWebhook("d360", 401, WebhookRefusal::kSignature);
  exposition.CountWebhook("", 404, WebhookRefusal::kAccount);
}

std::string ExampleText(TextFormat format = TextFormat::kPrometheus) {
  MetricsSource source = SourceOf(ExampleFleet().Build());
  source.exporter = [] {
    return ExporterState{.store_queue_length = 2,
                         .store_write_failures = 0,
                         .store_last_write = kNow - seconds(10),
                         .config_reload_successful = true,
                         .config_reload_success = kNow - seconds(3600)};
  };
  Exposition exposition(source, TestBuild(), TestHandlers());
  CountRequests(exposition);
  return *exposition.Text(format, false);
}

// Without the values that are of this process.
std::string Comparable(const std::string& text) {
  static const std::regex of_process(
      R"((\n(?:process_\w+|waba_exporter_log_messages_total\S+)) \S+)");
  return std::regex_replace(text, of_process, "$1 0");
}

std::string ReadText(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// With WABA_UPDATE_GOLDEN set it writes the file instead, and fails, so that nobody takes that for
// a test.
TEST(Golden, MetricsOfASmallFleet) {
  const std::string text = Comparable(ExampleText());
  if (std::getenv("WABA_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(kGolden, std::ios::binary) << text;
    FAIL() << "wrote " << kGolden << ": look at the difference, then run without "
           << "WABA_UPDATE_GOLDEN";
  }
  EXPECT_EQ(text, ReadText(kGolden)) << "differs from " << kGolden;
}

TEST(Golden, IsTheSameEveryTime) {
  EXPECT_EQ(Comparable(ExampleText()), Comparable(ExampleText()));
}

struct Said {
  int code = -1;
  std::string text;
};

Said RunTool(const std::string& command) {
  Said said;
  std::FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return said;
  std::array<char, 4096> bytes{};
  while (const std::size_t got = std::fread(bytes.data(), 1, bytes.size(), pipe)) {
    said.text.append(bytes.data(), got);
  }
  said.code = ::pclose(pipe);
  return said;
}

TEST(Golden, PromtoolHasNothingToSay) {
  const Said said = RunTool("promtool check metrics <'" + kGolden.string() + "' 2>&1");
  EXPECT_EQ(said.code, 0);
  EXPECT_EQ(said.text, "");
}

// As Prometheus asks for it. The parser of Prometheus' Python library is stricter than Prometheus.
TEST(Golden, AStrictParserTakesOpenMetrics) {
  const std::string text = ExampleText(TextFormat::kOpenMetrics);
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "waba-openmetrics";
  std::ofstream(file, std::ios::binary) << text;
  const Said said = RunTool(
      "/usr/bin/python3 -c 'import sys; from prometheus_client.openmetrics.parser import "
      "text_fd_to_metric_families as read; "
      "print(sum(len(family.samples) for family in read(sys.stdin)))' <'" +
      file.string() + "' 2>&1");
  EXPECT_EQ(said.code, 0);
  EXPECT_EQ(said.text, std::to_string(ParseSamples(text).size()) + "\n");
}

TEST(Golden, BothFormatsHaveTheSameSeries) {
  const auto names = [](TextFormat format) {
    std::vector<std::string> series;
    for (const auto& [name, value] : ParseSamples(ExampleText(format))) series.push_back(name);
    return series;
  };
  EXPECT_EQ(names(TextFormat::kOpenMetrics), names(TextFormat::kPrometheus));
}

}  // namespace
}  // namespace wa
