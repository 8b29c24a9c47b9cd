// What a provider outage of so many accounts costs the store: how long the loop hands it over,
// until it is on the disk, and until another start has it. In a folder of its own below $TMPDIR or
// /tmp, which should be on a disk.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <semaphore>
#include <string>
#include <utility>

#include "base/clock.h"
#include "store/store_writer.h"

namespace wa {
namespace {

constexpr Duration kAny = std::chrono::hours(20'000 * 24);

StoreBatch OutageOf(std::int64_t accounts, std::int64_t first = 0) {
  StoreBatch batch;
  for (std::int64_t i = first; i < first + accounts; ++i) {
    const std::string name = "shop-" + std::to_string(i);
    IncidentRecord incident;
    // As a real one, it says nothing of the account's place among the others.
    incident.id = std::to_string(static_cast<std::uint64_t>(i + 1) * 0x9e3779b97f4a7c15U);
    incident.account = name;
    incident.key = incident.condition = incident.seen_now = "internal-server-error";
    incident.start = incident.last_seen = SystemTime(kAny + std::chrono::milliseconds(i));
    incident.sightings = 1;
    incident.http_status = 500;
    incident.detail = "Internal server error";
    batch.incidents.push_back(std::move(incident));
    batch.totals.push_back({.account = name, .unavailable = std::chrono::seconds(1)});
    AnswerRecord answer;
    answer.account = name;
    answer.at = SystemTime(kAny + std::chrono::milliseconds(i));
    answer.facts.http_status = 500;
    answer.facts.signs = {{SignKind::kMessage, std::nullopt, "Internal server error", ""}};
    batch.answers.records.push_back(std::move(answer));
  }
  return batch;
}

class Folder {
 public:
  Folder() {
    std::string name =
        (std::filesystem::temp_directory_path() / "waba_store_bench_XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    folder_ = name;
  }
  ~Folder() { std::filesystem::remove_all(folder_); }
  std::string Database() const { return folder_ / "waba_exporter.db"; }

 private:
  std::filesystem::path folder_;
};

// A store, and who waits until it has written.
class Store {
 public:
  explicit Store(const std::string& path) {
    auto opened = StoreWriter::Open(path, clock_, [this] { told_.release(); });
    if (!opened) std::abort();
    writer_ = std::move(*opened);
  }
  StoreWriter* operator->() { return writer_.get(); }
  void WaitFor(IncidentStore::Ticket ticket) {
    while (writer_->Durable() < ticket) told_.acquire();
  }

 private:
  RealClock clock_;
  std::counting_semaphore<> told_{0};
  std::unique_ptr<StoreWriter> writer_;
};

// Measures `work`, each time with a store of its own; what `prepare` makes for it is not measured.
template <typename Prepare, typename Work>
void Measure(benchmark::State& state, Prepare prepare, Work work) {
  for (auto _ : state) {
    state.PauseTiming();
    auto folder = std::make_unique<Folder>();
    auto store = std::make_unique<Store>(folder->Database());
    auto prepared = prepare();
    state.ResumeTiming();
    work(*store, std::move(prepared));
    state.PauseTiming();
    store.reset();
    folder.reset();
    state.ResumeTiming();
  }
}

void BM_UntilDurable(benchmark::State& state) {
  Measure(
      state, [&] { return OutageOf(state.range(0)); },
      [](Store& store, StoreBatch batch) { store.WaitFor(store->Append(std::move(batch))); });
}

// Of an outage as it comes: so many at once in each turn of the loop.
void BM_UntilDurableInTurns(benchmark::State& state) {
  constexpr std::int64_t kAtOnce = 100;
  Measure(
      state, [&] { return state.range(0); },
      [](Store& store, std::int64_t accounts) {
        for (std::int64_t first = 0; first < accounts; first += kAtOnce) {
          store.WaitFor(store->Append(OutageOf(kAtOnce, first)));
        }
      });
}

// The part that holds up the loop.
void BM_Append(benchmark::State& state) {
  Measure(
      state, [&] { return OutageOf(state.range(0)); },
      [](Store& store, StoreBatch batch) { store->Append(std::move(batch)); });
}

// With so many stored incidents, and `range(1)` times as many answers.
void BM_Start(benchmark::State& state) {
  const Folder folder;
  {
    Store store(folder.Database());
    store->Append(OutageOf(state.range(0)));
    for (std::int64_t times = 1; times < state.range(1); ++times) {
      StoreBatch more;
      more.answers = OutageOf(state.range(0)).answers;
      store.WaitFor(store->Append(std::move(more)));
    }
  }
  state.counters["MB"] = static_cast<double>(std::filesystem::file_size(folder.Database())) / 1e6;
  for (auto _ : state) {
    auto store = std::make_unique<Store>(folder.Database());
    if ((*store)->Load()->open_incidents.size() != static_cast<std::size_t>(state.range(0))) {
      state.SkipWithError("not all incidents are there");
    }
    state.PauseTiming();
    store.reset();
    state.ResumeTiming();
  }
}

BENCHMARK(BM_UntilDurable)->Arg(100'000)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(BM_UntilDurableInTurns)->Arg(100'000)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Append)->Arg(100'000)->UseRealTime()->Iterations(3)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Start)
    ->Args({100'000, 1})
    ->Args({100'000, 20})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace wa

BENCHMARK_MAIN();
