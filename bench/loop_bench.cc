// How long single turns of the loop take with 100,000 accounts, in processor time: so long nobody
// is polled. That in which it takes up another configuration, and the longest while a provider
// fails all of them.
#include <benchmark/benchmark.h>
#include <time.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "load/load_conditions.h"
#include "monitor/monitor.h"
#include "support/memory_incident_store.h"

namespace wa {
namespace {

// Answers at once; the loop never waits.
class Answering final : public Transport {
 public:
  explicit Answering(const Clock& clock) : clock_(clock) {}
  // Some less than a loop has to do in a turn when it is late.
  std::size_t Capacity() const override { return 100 - ids_.size(); }
  void BreakDown() {
    answer_.status = 500;
    answer_.body =
        R"({"meta": {"httpCode": 500, "developerMessage": "Internal server error", "success": false}})";
  }
  void Start(TransferId id, HttpRequest) override { ids_.push_back(id); }
  std::vector<Completion> Wait(SteadyTime) override {
    std::vector<Completion> done;
    for (const TransferId id : std::exchange(ids_, {})) {
      done.push_back({id, clock_.Steady(), clock_.Steady(), answer_});
    }
    return done;
  }
  void Wake() override {}

 private:
  static HttpResponse Good() {
    HttpResponse good;
    good.status = 200;
    good.body = R"({"health_status": {"can_send_message": "AVAILABLE"}})";
    return good;
  }

  const Clock& clock_;
  HttpResponse answer_ = Good();
  std::vector<TransferId> ids_;
};

std::string NameOf(std::int64_t n) {
  std::string digits = std::to_string(n);
  return "shop-" + std::string(7 - digits.size(), '0') + digits;  // in order
}

std::shared_ptr<const Account> AccountOf(std::int64_t n) {
  auto account = std::make_shared<Account>();
  account->name = NameOf(n);
  account->provider = "d360";
  account->api_key = Secret("key-of-the-account-number-" + std::to_string(n));
  account->phone_number_id = std::to_string(106540352000000 + n);
  account->channel_id = "Chan" + std::to_string(n) + "CH";
  account->waba_id = std::to_string(102290129000000 + n);
  return account;
}

Config ConfigOf(std::int64_t accounts) {
  Config config;
  config.polling.interval = std::chrono::seconds(10);
  config.polling.trouble_interval = std::chrono::seconds(5);
  ProviderSettings& provider = config.providers.emplace_back();
  provider.name = "d360";
  provider.kind = ProviderKind::k360dialog;
  provider.base_url = "https://waba.example.com";
  provider.requests_per_second = 1e9;
  for (std::int64_t n = 0; n < accounts; ++n) config.accounts.push_back(AccountOf(n));
  return config;
}

class Running {
 public:
  explicit Running(std::int64_t accounts)
      : config_(ConfigOf(accounts)),
        transport_(clock_),
        monitor_(Shared(), *LoadConditions(""), transport_, store_, clock_) {
    if (!monitor_.Restore()) std::abort();
    while (monitor_.Snapshot()->accounts.back()->last_poll == std::nullopt) monitor_.Step();
  }
  Config& config() { return config_; }
  Monitor& monitor() { return monitor_; }
  Answering& transport() { return transport_; }
  std::shared_ptr<const Config> Shared() const { return std::make_shared<const Config>(config_); }

 private:
  RealClock clock_;
  Config config_;
  test::MemoryIncidentStore store_;
  Answering transport_;
  Monitor monitor_;
};

double ProcessorTime() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

// From the first failure on until everybody failed, and until after minute two, at which the
// provider explains them.
void BM_Outage(benchmark::State& state) {
  Running running(state.range(0));
  running.transport().BreakDown();
  std::vector<double> turns;
  for (auto _ : state) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(150);
    while (std::chrono::steady_clock::now() < end) {
      const double before = ProcessorTime();
      running.monitor().Step();
      turns.push_back(ProcessorTime() - before);
    }
  }
  std::sort(turns.begin(), turns.end());
  const auto& accounts = running.monitor().Snapshot()->accounts;
  state.counters["failed"] = static_cast<double>(std::count_if(
      accounts.begin(), accounts.end(), [](const auto& a) { return !a->incidents.empty(); }));
  state.counters["longest_ms"] = turns.back();
  state.counters["median_ms"] = turns[turns.size() / 2];
  for (const std::size_t n : {2, 3, 5, 10}) {
    state.counters["longest" + std::to_string(n) + "_ms"] =
        turns[turns.size() - std::min(n, turns.size())];
  }
}

// What is changed between two configurations.
void BM_TakeUp(benchmark::State& state, void (*change)(Config&)) {
  Running running(state.range(0));
  for (auto _ : state) {
    state.PauseTiming();
    running.monitor().Step();
    change(running.config());
    running.monitor().Adopt(running.Shared());
    state.ResumeTiming();
    running.monitor().Step();
  }
}

void Nothing(Config&) {}
void AGrace(Config& config) {
  auto& grace = config.conditions["internal-server-error"].grace;
  grace = grace.value_or(std::chrono::minutes(9)) + std::chrono::seconds(1);
}
void AThousandMore(Config& config) {
  const auto count = static_cast<std::int64_t>(config.accounts.size());
  for (std::int64_t n = 0; n < 1000; ++n) config.accounts.push_back(AccountOf(count + n));
}

BENCHMARK(BM_Outage)->Arg(100'000)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_TakeUp, nothing, Nothing)
    ->Arg(100'000)
    ->Iterations(5)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_TakeUp, a_grace, AGrace)
    ->Arg(100'000)
    ->Iterations(5)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_TakeUp, a_thousand_more, AThousandMore)
    ->Arg(100'000)
    ->Iterations(5)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace wa

BENCHMARK_MAIN();
