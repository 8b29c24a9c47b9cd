#include "drill/stack.h"

#include <signal.h>

#include <algorithm>
#include <random>
#include <thread>
#include <utility>

#include "base/text.h"
#include "drill/free_address.h"
#include "drill/loopback_call.h"
#include "drill/routes.h"
#include "load/write_file.h"

namespace wa::drill {
namespace {

using namespace std::chrono_literals;

constexpr Duration kStartPatience = 60s;
constexpr auto kLook = 100ms;
constexpr std::size_t kNoDescriptors = 3;  // those that every program has

// For this drill only: nothing else may tell its exporter anything.
std::string MakeToken() {
  std::random_device random;
  std::string token;
  for (int i = 0; i < 4; ++i) token += std::to_string(random());
  return token;
}

Result<std::string> Program(const std::vector<std::string>& names, std::string_view package) {
  if (auto program = FindProgram(names)) return *program;
  return Fail(ErrorCode::kNotFound, names.front() +
                                        " is not installed: install the Debian package " +
                                        std::string(package) + ", or put it into PATH");
}

Delivered Take(const LoopbackCall& call) {
  const auto answer = Call(call);
  if (!answer) return tl::unexpected(answer.error());
  if (answer->status == 200) return ConditionsIn(answer->body);
  return Fail(ErrorCode::kIo, call.path + " answered " + std::to_string(answer->status) + ": " +
                                  Sanitise(answer->body));
}

// Makes the calls, on a thread of its own. Of the last one the outcome, or of the first that fails.
Delivered TakeAll(const std::vector<LoopbackCall>& calls) {
  Delivered last;
  for (const LoopbackCall& call : calls) {
    last = Take(call);
    if (!last) break;
  }
  return last;
}

std::future<Delivered> AtOnce(const Status& done) {
  std::promise<Delivered> promise;
  promise.set_value(done ? Delivered() : tl::unexpected(done.error()));
  return promise.get_future();
}

Result<std::string> FindPrometheus() { return Program({"prometheus"}, "prometheus"); }

Result<std::string> FindAlertmanager() {
  return Program({"alertmanager", "prometheus-alertmanager"}, "prometheus-alertmanager");
}

}  // namespace

Status FindPrograms() {
  for (const auto find : {&FindPrometheus, &FindAlertmanager}) {
    if (const auto program = find(); !program) return tl::unexpected(program.error());
  }
  return {};
}

Stack::Stack(const Setup& setup, const Clock& clock, TemporaryFolder folder, Fetcher fetcher)
    : setup_(setup),
      clock_(clock),
      folder_(std::move(folder)),
      fetcher_(std::move(fetcher)),
      proof_(MakeToken()) {}

Result<std::unique_ptr<Stack>> Stack::Start(const Setup& setup, const Clock& clock) {
  auto folder = TemporaryFolder::Make();
  if (!folder) return tl::unexpected(folder.error());
  auto fetcher = Fetcher::Make(clock);
  if (!fetcher) return tl::unexpected(fetcher.error());
  std::unique_ptr<Stack> stack(new Stack(setup, clock, std::move(*folder), std::move(*fetcher)));
  auto sink = Sink::Start(setup.own ? setup.own->receiver : "127.0.0.1:0", clock);
  if (!sink) return tl::unexpected(sink.error());
  stack->sink_ = std::move(*sink);
  auto done = stack->FindAddresses()
                  .and_then([&] { return stack->StartSimulator(); })
                  .and_then([&] { return stack->Write(); })
                  .and_then([&] { return stack->StartExporter(); });
  if (!setup.own) done = done.and_then([&] { return stack->StartOthers(); });
  if (!done) return tl::unexpected(done.error());
  return stack;
}

Status Stack::FindAddresses() {
  for (std::string* address :
       {&addresses_.exporter, &addresses_.prometheus, &addresses_.alertmanager}) {
    auto free = FreeAddress();
    if (!free) return tl::unexpected(free.error());
    *address = std::move(*free);
  }
  if (setup_.own) addresses_.exporter = setup_.own->exporter;
  prometheus_ = setup_.own ? setup_.own->url : "http://" + addresses_.prometheus;
  return {};
}

Status Stack::StartSimulator() {
  const auto written = ReplaceFile(folder_.Path("scenario.toml"), ScenarioText(setup_.cast));
  if (!written) return written;
  SimulateOptions options;
  options.scenario_file = folder_.Path("scenario.toml");
  // After a silence it is where it was.
  options.listen = addresses_.simulator.empty() ? "127.0.0.1:0" : addresses_.simulator;
  options.control = control_.empty() ? "127.0.0.1:0" : control_;
  auto simulator = Simulator::Start(options);
  if (!simulator) return tl::unexpected(simulator.error());
  simulator_ = std::move(*simulator);
  addresses_.simulator = "127.0.0.1:" + std::to_string(simulator_->ports().http);
  control_ = "127.0.0.1:" + std::to_string(simulator_->ports().control);
  return {};
}

Status Stack::Write() {
  const auto routes = DrillRoutes(setup_.routes, sink_->Url(), setup_.tempo);
  if (!routes) return Fail(ErrorCode::kConfig, "the routes: " + routes.error().message);
  std::vector<std::pair<std::string, std::string>> files{
      {"waba.rules.yml", ScaledRules(setup_)},
      {"prometheus.yml", PrometheusConfigText(setup_.prometheus, setup_.tempo, addresses_)},
      {"alertmanager.yml", *routes},
      {std::string(kProofFile), proof_},
      {std::string(kTokenFile), proof_},
  };
  for (const Actor& actor : setup_.cast) {
    for (const SimulatedAccount& account : actor.accounts) {
      files.emplace_back(KeyFile(account), account.key);
    }
  }
  for (const auto& [name, text] : files) {
    if (auto done = ReplaceFile(folder_.Path(name), text); !done) return done;
  }
  return WriteConfig(false);
}

Status Stack::WriteConfig(bool is_reloaded) {
  const PollingConfig polling = ScalePolling(setup_.polling, setup_.tempo);
  return ReplaceFile(
      folder_.Path("waba_exporter.toml"),
      ExporterConfigText(setup_.cast, polling, setup_.tempo, addresses_, is_reloaded));
}

Status Stack::Start(const std::string& name, const std::vector<std::string>& command) {
  auto child = Child::Start(name, command, folder_.Path(name + ".log"));
  if (!child) return tl::unexpected(child.error());
  children_.push_back(std::move(*child));
  return {};
}

Status Stack::StartExporter() {
  const auto done = Start(
      "exporter", {"/proc/self/exe", "serve", "--config", folder_.Path("waba_exporter.toml")});
  if (!done) return done;
  return AwaitAnswers({"http://" + addresses_.exporter});
}

Status Stack::StartOthers() {
  const auto prometheus = FindPrometheus();
  if (!prometheus) return tl::unexpected(prometheus.error());
  const auto alertmanager = FindAlertmanager();
  if (!alertmanager) return tl::unexpected(alertmanager.error());
  auto done =
      Start("alertmanager",
            {*alertmanager, "--config.file=" + folder_.Path("alertmanager.yml"),
             "--storage.path=" + folder_.Path("alertmanager"),
             "--cluster.listen-address=", "--web.listen-address=" + addresses_.alertmanager});
  if (!done) return done;
  done = Start("prometheus", {*prometheus, "--config.file=" + folder_.Path("prometheus.yml"),
                              "--storage.tsdb.path=" + folder_.Path("prometheus"),
                              "--web.listen-address=" + addresses_.prometheus});
  if (!done) return done;
  return AwaitAnswers({"http://" + addresses_.alertmanager, prometheus_});
}

Status Stack::AwaitAnswers(const std::vector<std::string>& urls) {
  const SteadyTime until = clock_.Steady() + kStartPatience;
  for (const std::string& url : urls) {
    while (true) {
      if (auto why = WhyBroken()) return Fail(ErrorCode::kIo, *why);
      const auto ready = fetcher_.Get(url + "/-/ready");
      if (ready) break;
      if (clock_.Steady() > until) return tl::unexpected(ready.error());
      std::this_thread::sleep_for(kLook);
    }
  }
  return {};
}

std::optional<std::string> Stack::WhyBroken() {
  for (Child& child : children_) {
    if (auto why = child.WhyEnded()) return why;
  }
  return std::nullopt;
}

bool Stack::IsReady() {
  const auto seen = Accounts();
  const auto targets = fetcher_.Get(prometheus_ + "/api/v1/targets");
  if (!seen || !targets || seen->well < CountAccounts(setup_.cast)) return false;
  // What fires before Prometheus knows its Alertmanager is sent a minute later.
  const auto alertmanagers =
      fetcher_.Get(prometheus_ + "/api/v1/alertmanagers").and_then([](const std::string& json) {
        return ReadAlertmanagers(json);
      });
  if (!alertmanagers || alertmanagers->empty()) return false;
  return IsTargetUp(*targets, addresses_.exporter).value_or(false);
}

Result<SeenAccounts> Stack::Accounts() {
  return fetcher_.Get("http://" + addresses_.exporter + "/api/v1/accounts?limit=1000")
      .and_then([](const std::string& json) { return ReadAccounts(json); });
}

Result<std::vector<SeenAlert>> Stack::Alerts() {
  return fetcher_.Get(prometheus_ + "/api/v1/alerts").and_then([](const std::string& json) {
    return ReadAlerts(json);
  });
}

LoopbackCall Stack::MakeCall(const Actor& actor, const SimulatedAccount& account,
                             const std::string& news) {
  LoopbackCall call;
  call.address = addresses_.exporter;
  call.body = FilledIn(news, account, ++deliveries_, clock_.System());
  if (actor.play->by == PlayedBy::kWebhook) {
    call.path = "/webhook/" + account.name;
    call.headers = {{std::string(kProofHeader), proof_}};
  } else if (actor.play->by == PlayedBy::kObservation) {
    call.path = "/api/v1/observations/" + account.name;
    call.headers = {{"Authorization", "Bearer " + proof_}};
  } else {
    call.address = control_;
    call.path = "/accounts/" + account.name + "/answer";
    call.method = news.empty() ? "DELETE" : "POST";
  }
  return call;
}

std::future<Delivered> Stack::Deliver(const Actor& actor, bool is_over) {
  switch (actor.play->by) {
    case PlayedBy::kSilence:
      return AtOnce(Silence(is_over));
    case PlayedBy::kReload:
      return AtOnce(Reload(!is_over));
    case PlayedBy::kNoDescriptors:
      return AtOnce(Starve(is_over));
    case PlayedBy::kPoll:
    case PlayedBy::kWebhook:
    case PlayedBy::kObservation:
      break;
  }
  std::vector<LoopbackCall> calls;
  for (const SimulatedAccount& account : actor.accounts) {
    calls.push_back(MakeCall(actor, account, is_over ? actor.play->over : actor.play->news));
  }
  return std::async(std::launch::async, &TakeAll, std::move(calls));
}

// The independent host is the simulator, too.
Status Stack::Silence(bool is_over) {
  if (is_over) return StartSimulator();
  simulator_.reset();
  return {};
}

// What is open stays open, so that the connections of polls are cut.
Status Stack::Starve(bool is_over) {
  Child& exporter = children_.front();
  if (is_over) return exporter.FreeDescriptors();
  if (auto done = exporter.LimitDescriptors(kNoDescriptors); !done) return done;
  simulator_.reset();
  return StartSimulator();
}

Status Stack::Reload(bool is_reloaded) {
  return WriteConfig(is_reloaded).and_then([&] { return children_.front().Signal(SIGHUP); });
}

Haste Stack::Lateness() {
  Haste haste;
  // max(max_over_time(waba_exporter_poll_lag_seconds[1d]))
  const auto lag = fetcher_
                       .Get(prometheus_ + "/api/v1/query?query=max(max_over_time(" +
                            "waba_exporter_poll_lag_seconds%5B1d%5D))")
                       .and_then([](const std::string& json) { return ReadNumber(json); });
  // Where a budget holds polls back, that is what is played.
  const bool is_held_back =
      std::any_of(setup_.cast.begin(), setup_.cast.end(),
                  [](const auto& one) { return one.play->by == PlayedBy::kReload; });
  if (lag && !is_held_back) {
    haste.poll = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(*lag));
  }
  if (setup_.own) return haste;  // what else it evaluates is none of the drill's
  const auto metrics = fetcher_.Get(prometheus_ + "/metrics");
  if (metrics) haste.evaluations = ReadMissedEvaluations(*metrics);
  return haste;
}

std::future<Delivered> Stack::Tell(const Actor& actor) { return Deliver(actor, false); }

std::future<Delivered> Stack::TellOver(const Actor& actor) { return Deliver(actor, true); }

void Stack::Probe(const Actor& actor) {
  (void)fetcher_.Get("http://" + addresses_.exporter + "/probe?account=" + actor.name);
}

}  // namespace wa::drill
