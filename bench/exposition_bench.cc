#include <benchmark/benchmark.h>
#include <prometheus/text_serializer.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

#include "metrics/catalogue.h"
#include "metrics/exposition.h"
#include "metrics/family_collector.h"
#include "metrics/mode_views.h"
#include "metrics/text_writer.h"

// What a scrape costs: the direct writer beside prometheus-cpp on the same rows, which it first
// holds to the same bytes, and whole scrapes of the exposition. Times are CPU times.
namespace wa {
namespace {

const SystemTime kNow{std::chrono::seconds(1'790'000'000)};

// A fleet in a mode, and whether anything ever happened to its accounts.
struct Fleet {
  std::size_t accounts;
  MetricsMode mode = MetricsMode::kFull;
  bool is_lively = true;
};
// 20 series for each account.
constexpr Fleet kSmall{5'000};
constexpr Fleet kLarge{50'000};
// 5 series for each account, and 11.
constexpr Fleet kQuiet{100'000, MetricsMode::kCompact, false};
constexpr Fleet kLively{100'000, MetricsMode::kCompact};
constexpr Fleet kAggregate{100'000, MetricsMode::kAggregate};

AccountStatus QuietAccount(std::size_t number) {
  Account account;
  account.name = "account-" + std::to_string(100'000 + number);
  account.provider = "d360";
  account.hosting = "cloud";
  account.plan = Plan::kRegular;
  account.api_key = Secret("key");
  account.key_since = kNow - std::chrono::hours(number % 1'000);
  AccountStatus status;
  status.account = std::make_shared<const Account>(std::move(account));
  status.known = true;
  status.last_poll = status.last_success = kNow - Duration(number * 599'999);
  status.next_poll = kNow + Duration(number * 599'999);
  return status;
}

AccountStatus LivelyAccount(std::size_t number) {
  AccountStatus status = QuietAccount(number);
  status.last_event = kNow - std::chrono::milliseconds(number);
  status.unavailable = std::chrono::milliseconds(1 + number * 7);
  status.restart_time = std::chrono::milliseconds(number * 3);
  status.messages = {.total = 1 + number * 11, .failed = number, .failures = {}};
  status.health.Edit() = {{"phone_number", HealthLevel::kAvailable},
                          {"waba", HealthLevel::kLimited}};
  status.number.Edit().quality_level = 0;
  status.number.Edit().status = "connected";
  status.number.Edit().name_status = "approved";
  status.number.Edit().messaging_limit = 2'000;
  status.number.Edit().throughput = "standard";
  status.number.Edit().verification = "not_verified";
  return status;
}

std::shared_ptr<const FleetSnapshot> Make(const Fleet& fleet) {
  auto snapshot = std::make_shared<FleetSnapshot>();
  for (std::size_t i = 0; i < fleet.accounts; ++i) {
    snapshot->accounts.push_back(std::make_shared<const AccountStatus>(
        fleet.is_lively ? LivelyAccount(i) : QuietAccount(i)));
  }
  snapshot->metrics_mode = fleet.mode;
  snapshot->polling_interval = std::chrono::seconds(60);
  return snapshot;
}

std::optional<FleetView> ViewOf(const FleetSnapshot& snapshot) {
  return std::optional<FleetView>(FleetView{snapshot, kNow});
}

// As much as a scrape passes on to zlib, without zlib.
std::size_t WriteDirectly(const FleetSnapshot& snapshot, TextFormat format, SeriesCounts& series) {
  std::size_t bytes = 0;
  TextPieces out([&](std::string_view piece) { bytes += piece.size(); });
  const ModeViews views(snapshot, kNow);
  const auto view_of = [&](SeriesClass series_class) { return views.For(series_class); };
  WriteFamilies(FleetFamilies(), view_of, format, out, series);
  out.Finish();
  return bytes;
}

std::string WriteByPrometheusCpp(const FleetSnapshot& snapshot) {
  return prometheus::TextSerializer().Serialize(
      FamilyCollector<FleetView>(FleetFamilies(), ViewOf(snapshot)).Collect());
}

std::size_t Sum(const SeriesCounts& series) {
  std::size_t sum = 0;
  for (const std::size_t count : series) sum += count;
  return sum;
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

MetricsSource SourceOf(std::shared_ptr<const FleetSnapshot> snapshot) {
  return {.snapshot = [snapshot = std::move(snapshot)] { return snapshot; },
          .exporter = [] { return ExporterState{}; },
          .now = [] { return kNow; }};
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
