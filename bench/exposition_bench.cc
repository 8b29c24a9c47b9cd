#include <benchmark/benchmark.h>
#include <prometheus/text_serializer.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

#include "metrics/catalogue.h"
#include "metrics/exposition.h"
#include "metrics/family_collector.h"
#include "metrics/text_writer.h"

// What a scrape costs: the direct writer beside prometheus-cpp on the same rows, which it first
// holds to the same bytes, and whole scrapes of the exposition. Times are CPU times.
namespace wa {
namespace {

const SystemTime kNow{std::chrono::seconds(1'790'000'000)};

AccountStatus BusyAccount(std::size_t number) {
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
  status.last_event = kNow - std::chrono::milliseconds(number);
  status.unavailable = std::chrono::milliseconds(number * 7);
  status.restart_time = std::chrono::milliseconds(number * 3);
  status.messages = {.total = number * 11, .failed = number, .failures = {}};
  status.health = {{"phone_number", HealthLevel::kAvailable}, {"waba", HealthLevel::kLimited}};
  status.number.quality_level = 0;
  status.number.status = "connected";
  status.number.name_status = "approved";
  status.number.messaging_limit = 2'000;
  status.number.throughput = "standard";
  status.number.verification = "not_verified";
  return status;
}

// 20 series for each account.
std::shared_ptr<const FleetSnapshot> BusyFleet(std::size_t accounts) {
  auto snapshot = std::make_shared<FleetSnapshot>();
  for (std::size_t i = 0; i < accounts; ++i) {
    snapshot->accounts.push_back(std::make_shared<const AccountStatus>(BusyAccount(i)));
  }
  snapshot->polling_interval = std::chrono::seconds(60);
  return snapshot;
}

std::optional<FleetView> ViewOf(const FleetSnapshot& snapshot) {
  return std::optional<FleetView>(FleetView{snapshot, kNow});
}

// As much as a scrape passes on to zlib, without zlib.
std::size_t WriteDirectly(const FleetSnapshot& snapshot, SeriesCounts& series) {
  std::size_t bytes = 0;
  TextPieces out([&](std::string_view piece) { bytes += piece.size(); });
  WriteFamilies(FleetFamilies(), ViewOf(snapshot), TextFormat::kPrometheus, out, series);
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

void Direct(benchmark::State& state) {
  const auto snapshot = BusyFleet(static_cast<std::size_t>(state.range(0)));
  SeriesCounts series{};
  std::size_t bytes = 0;
  for (auto _ : state) {
    series = {};
    bytes = WriteDirectly(*snapshot, series);
  }
  state.counters["series"] = static_cast<double>(Sum(series));
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(Direct)->Arg(5'000)->Arg(50'000)->Unit(benchmark::kMillisecond);

void PrometheusCpp(benchmark::State& state) {
  const auto snapshot = BusyFleet(static_cast<std::size_t>(state.range(0)));
  std::size_t bytes = 0;
  for (auto _ : state) bytes = WriteByPrometheusCpp(*snapshot).size();
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(PrometheusCpp)->Arg(5'000)->Arg(50'000)->Unit(benchmark::kMillisecond);

MetricsSource SourceOf(std::shared_ptr<const FleetSnapshot> snapshot) {
  return {.snapshot = [snapshot = std::move(snapshot)] { return snapshot; },
          .exporter = [] { return ExporterState{}; },
          .now = [] { return kNow; }};
}

// The first scrape of a snapshot, compressed.
void FirstScrape(benchmark::State& state) {
  const auto snapshot = BusyFleet(static_cast<std::size_t>(state.range(0)));
  std::size_t bytes = 0;
  for (auto _ : state) {
    const Exposition exposition(SourceOf(snapshot), {}, {});
    bytes = exposition.Text(TextFormat::kPrometheus, true)->size();
  }
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(FirstScrape)->Arg(5'000)->Arg(50'000)->Unit(benchmark::kMillisecond);

// One that shares the snapshot with the first.
void NextScrape(benchmark::State& state) {
  const Exposition exposition(SourceOf(BusyFleet(static_cast<std::size_t>(state.range(0)))), {},
                              {});
  static_cast<void>(exposition.Text(TextFormat::kPrometheus, true));
  for (auto _ : state) {
    benchmark::DoNotOptimize(exposition.Text(TextFormat::kPrometheus, true));
  }
}
BENCHMARK(NextScrape)->Arg(5'000)->Arg(50'000)->Unit(benchmark::kMillisecond);

bool IsTheSame() {
  const auto snapshot = BusyFleet(1'000);
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
