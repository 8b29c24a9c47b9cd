#include "drill/stack.h"

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

Duration Or(const std::optional<Duration>& value, Duration otherwise) {
  return value.value_or(otherwise);
}

// Makes the call, on a thread of its own.
Delivered Take(const LoopbackCall& call) {
  const auto answer = Call(call);
  if (!answer) return tl::unexpected(answer.error());
  if (answer->status == 200) return ConditionsIn(answer->body);
  return Fail(ErrorCode::kIo, call.path + " answered " + std::to_string(answer->status) + ": " +
                                  Sanitise(answer->body));
}

}  // namespace

Cadence CadenceOf(const Setup& setup) {
  const PollingConfig polling = ScalePolling(setup.polling, setup.tempo);
  const std::string prometheus = ScaleRules(setup.prometheus, setup.tempo);
  const Tempo& tempo = setup.tempo;
  Cadence cadence;
  cadence.interval = polling.interval;
  cadence.trouble_interval = polling.trouble_interval;
  cadence.timeout = polling.timeout;
  // The defaults are those of Prometheus and Alertmanager.
  cadence.scrape = Or(Longest(prometheus, "scrape_interval"), 1min);
  cadence.evaluation = Or(Longest(prometheus, "evaluation_interval"), 1min);
  cadence.group_wait = tempo.Scaled(Or(Longest(setup.routes, "group_wait"), 30s));
  cadence.group_interval = tempo.Scaled(Or(Longest(setup.routes, "group_interval"), 5min));
  cadence.keep_firing_for = tempo.Scaled(Or(Longest(setup.rules, "keep_firing_for"), 0s));
  return cadence;
}

Stack::Stack(const Clock& clock, TemporaryFolder folder, Fetcher fetcher)
    : clock_(clock),
      folder_(std::move(folder)),
      fetcher_(std::move(fetcher)),
      proof_(MakeToken()) {}

Result<std::unique_ptr<Stack>> Stack::Start(const Setup& setup, const Clock& clock) {
  auto folder = TemporaryFolder::Make();
  if (!folder) return tl::unexpected(folder.error());
  auto fetcher = Fetcher::Make(clock);
  if (!fetcher) return tl::unexpected(fetcher.error());
  std::unique_ptr<Stack> stack(new Stack(clock, std::move(*folder), std::move(*fetcher)));
  auto sink = Sink::Start(setup.own ? setup.own->receiver : "127.0.0.1:0", clock);
  if (!sink) return tl::unexpected(sink.error());
  stack->sink_ = std::move(*sink);
  auto done = stack->FindAddresses(setup)
                  .and_then([&] { return stack->StartSimulator(setup); })
                  .and_then([&] { return stack->Write(setup); })
                  .and_then([&] { return stack->StartExporter(); });
  if (!setup.own) done = done.and_then([&] { return stack->StartOthers(); });
  if (!done) return tl::unexpected(done.error());
  return stack;
}

Status Stack::FindAddresses(const Setup& setup) {
  for (std::string* address :
       {&addresses_.exporter, &addresses_.prometheus, &addresses_.alertmanager}) {
    auto free = FreeAddress();
    if (!free) return tl::unexpected(free.error());
    *address = std::move(*free);
  }
  if (setup.own) addresses_.exporter = setup.own->exporter;
  prometheus_ = setup.own ? setup.own->url : "http://" + addresses_.prometheus;
  return {};
}

Status Stack::StartSimulator(const Setup& setup) {
  const auto written = ReplaceFile(folder_.Path("scenario.toml"), ScenarioText(setup.cast));
  if (!written) return written;
  SimulateOptions options;
  options.scenario_file = folder_.Path("scenario.toml");
  options.listen = "127.0.0.1:0";
  options.control = "127.0.0.1:0";
  auto simulator = Simulator::Start(options);
  if (!simulator) return tl::unexpected(simulator.error());
  simulator_ = std::move(*simulator);
  addresses_.simulator = "127.0.0.1:" + std::to_string(simulator_->ports().http);
  control_ = "127.0.0.1:" + std::to_string(simulator_->ports().control);
  return {};
}

Status Stack::Write(const Setup& setup) {
  const auto routes = DrillRoutes(setup.routes, sink_->Url(), setup.tempo);
  if (!routes) return Fail(ErrorCode::kConfig, "the routes: " + routes.error().message);
  const PollingConfig polling = ScalePolling(setup.polling, setup.tempo);
  std::vector<std::pair<std::string, std::string>> files{
      {"waba_exporter.toml", ExporterConfigText(setup.cast, polling, setup.tempo, addresses_)},
      {"waba.rules.yml", ScaleRules(setup.rules, setup.tempo)},
      {"prometheus.yml", PrometheusConfigText(setup.prometheus, setup.tempo, addresses_)},
      {"alertmanager.yml", *routes},
      {std::string(kProofFile), proof_},
      {std::string(kTokenFile), proof_},
  };
  for (const Actor& actor : setup.cast) files.emplace_back(KeyFile(actor), actor.key);
  for (const auto& [name, text] : files) {
    if (auto done = ReplaceFile(folder_.Path(name), text); !done) return done;
  }
  return {};
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
  const auto prometheus = Program({"prometheus"}, "prometheus");
  if (!prometheus) return tl::unexpected(prometheus.error());
  const auto alertmanager =
      Program({"alertmanager", "prometheus-alertmanager"}, "prometheus-alertmanager");
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

bool Stack::IsReady(std::size_t accounts) {
  const auto seen = Accounts();
  const auto targets = fetcher_.Get(prometheus_ + "/api/v1/targets");
  if (!seen || !targets || seen->well < accounts) return false;
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

std::future<Delivered> Stack::Deliver(const Actor& actor, const std::string& news) {
  LoopbackCall call;
  call.address = addresses_.exporter;
  call.body = FilledIn(news, actor, ++deliveries_, clock_.System());
  if (actor.play->by == PlayedBy::kWebhook) {
    call.path = "/webhook/" + actor.name;
    call.headers = {{std::string(kProofHeader), proof_}};
  } else if (actor.play->by == PlayedBy::kObservation) {
    call.path = "/api/v1/observations/" + actor.name;
    call.headers = {{"Authorization", "Bearer " + proof_}};
  } else {
    call.address = control_;
    call.path = "/accounts/" + actor.name + "/answer";
    call.method = news.empty() ? "DELETE" : "POST";
  }
  return std::async(std::launch::async, &Take, std::move(call));
}

std::future<Delivered> Stack::Tell(const Actor& actor) { return Deliver(actor, actor.play->news); }

std::future<Delivered> Stack::TellOver(const Actor& actor) {
  return Deliver(actor, actor.play->over);
}

void Stack::Probe(const Actor& actor) {
  (void)fetcher_.Get("http://" + addresses_.exporter + "/probe?account=" + actor.name);
}

}  // namespace wa::drill
