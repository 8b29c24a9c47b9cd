#include <benchmark/benchmark.h>
#include <prometheus/text_serializer.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

#include "fleet.h"
#include "metrics/catalogue.h"
#include "metrics/exposition.h"
#include "metrics/family_collector.h"
#include "metrics/mode_views.h"
#include "metrics/text_writer.h"

// What a scrape costs: the direct writer beside prometheus-cpp on the same rows, which it first
// holds to the same bytes, and whole scrapes of the exposition. Times are CPU times.
namespace wa {
namespace {

// 20 series for each account.
constexpr Fleet kSmall{5'000};
constexpr Fleet kLarge{50'000};
// 5 series for each account, and 11.
constexpr Fleet kQuiet{100'000, MetricsMode::kCompact, false};
constexpr Fleet kLively{100'000, MetricsMode::kCompact};
constexpr Fleet kAggregate{100'000, MetricsMode::kAggregate};

std::optional<FleetView> ViewOf(const FleetSnapshot& snapshot) {
  return std::optional<FleetView>(FleetView{snapshot, kNow});
}

std::string WriteByPrometheusCpp(const FleetSnapshot& snapshot) {
  return prometheus::TextSerializer().Serialize(
      FamilyCollector<FleetView>(FleetFamilies(), ViewOf(snapshot)).Collect());
}

void Direct(benchmark::State& state, const Fleet& fleet, TextFormat format) {
  const auto snapshot = Make(fleet);
  SeriesCounts series{};
  std::size_t bytes = 0;
  for (auto _ : state) {
    series = {};
    bytes = WriteDirectly(*snapshot, format, series);
  }
  state.counters["series"] = static_cast<double>(Sum(series));
  state.counters["bytes"] = static_cast<double>(bytes);
}

void PrometheusCpp(benchmark::State& state, const Fleet& fleet) {
  const auto snapshot = Make(fleet);
  std::size_t bytes = 0;
  for (auto _ : state) bytes = WriteByPrometheusCpp(*snapshot).size();
  state.counters["bytes"] = static_cast<double>(bytes);
}

// The first scrape of a snapshot, compressed.
void FirstScrape(benchmark::State& state, const Fleet& fleet, TextFormat format) {
  const auto snapshot = Make(fleet);
  std::size_t bytes = 0;
  for (auto _ : state) {
    const Exposition exposition(SourceOf(snapshot), {}, {});
    bytes = exposition.Text(format, true)->size();
  }
  state.counters["bytes"] = static_cast<double>(bytes);
}

// One that shares the snapshot with the first.
void NextScrape(benchmark::State& state, const Fleet& fleet, TextFormat format) {
  const Exposition exposition(SourceOf(Make(fleet)), {}, {});
  static_cast<void>(exposition.Text(format, true));
  for (auto _ : state) benchmark::DoNotOptimize(exposition.Text(format, true));
}

constexpr TextFormat kText = TextFormat::kPrometheus;
constexpr TextFormat kOpen = TextFormat::kOpenMetrics;
constexpr auto kUnit = benchmark::kMillisecond;
BENCHMARK_CAPTURE(PrometheusCpp, full_5000, kSmall)->Unit(kUnit);
BENCHMARK_CAPTURE(PrometheusCpp, full_50000, kLarge)->Unit(kUnit);
BENCHMARK_CAPTURE(Direct, full_5000, kSmall, kText)->Unit(kUnit);
BENCHMARK_CAPTURE(Direct, full_50000, kLarge, kText)->Unit(kUnit);
BENCHMARK_CAPTURE(Direct, full_50000_open, kLarge, kOpen)->Unit(kUnit);
BENCHMARK_CAPTURE(Direct, compact_quiet, kQuiet, kText)->Unit(kUnit);
BENCHMARK_CAPTURE(Direct, compact_lively, kLively, kText)->Unit(kUnit);
BENCHMARK_CAPTURE(FirstScrape, full_5000, kSmall, kText)->Unit(kUnit);
BENCHMARK_CAPTURE(FirstScrape, full_50000, kLarge, kText)->Unit(kUnit);
BENCHMARK_CAPTURE(FirstScrape, full_50000_open, kLarge, kOpen)->Unit(kUnit);
BENCHMARK_CAPTURE(FirstScrape, compact_quiet, kQuiet, kText)->Unit(kUnit);
BENCHMARK_CAPTURE(FirstScrape, compact_quiet_open, kQuiet, kOpen)->Unit(kUnit);
BENCHMARK_CAPTURE(FirstScrape, compact_lively, kLively, kText)->Unit(kUnit);
BENCHMARK_CAPTURE(FirstScrape, compact_lively_open, kLively, kOpen)->Unit(kUnit);
BENCHMARK_CAPTURE(FirstScrape, aggregate, kAggregate, kText)->Unit(kUnit);
BENCHMARK_CAPTURE(NextScrape, full_50000, kLarge, kText)->Unit(kUnit);
BENCHMARK_CAPTURE(NextScrape, compact_lively, kLively, kText)->Unit(kUnit);
BENCHMARK_CAPTURE(NextScrape, compact_lively_open, kLively, kOpen)->Unit(kUnit);

// Nothing here has bounds, which prometheus-cpp writes without a point.
bool IsTheSame() {
  const auto snapshot = Make({1'000});
  std::string direct;
  TextPieces out([&](std::string_view piece) { direct += piece; });
  SeriesCounts series{};
  WriteFamilies(FleetFamilies(), ViewOf(*snapshot), TextFormat::kPrometheus, out, series);
  out.Finish();
  return direct == WriteByPrometheusCpp(*snapshot);
}

}  // namespace
}  // namespace wa

int main(int argc, char** argv) {
  if (!wa::IsTheSame()) {
    std::cerr << "the direct writer and prometheus-cpp write different texts\n";
    return EXIT_FAILURE;
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return EXIT_FAILURE;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return EXIT_SUCCESS;
}
