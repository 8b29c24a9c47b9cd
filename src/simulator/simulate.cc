#include "simulator/simulate.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <map>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "load/problem.h"
#include "simulator/certificate.h"
#include "simulator/control_site.h"
#include "simulator/event_loop.h"
#include "simulator/listener.h"
#include "simulator/provider_site.h"
#include "simulator/scenario.h"
#include "simulator/server.h"
#include "simulator/tls.h"

namespace wa {
namespace {

using namespace simulator;  // NOLINT: the entry to this folder

constexpr double kFastest = 1e6;

Status CheckOptions(const SimulateOptions& options) {
  const auto wrong = [](const char* message) { return Fail(ErrorCode::kConfig, message); };
  if (options.listen.empty() && options.listen_tls.empty()) {
    return wrong("nothing to listen on: give --listen or --listen-tls");
  }
  if (options.cert_file.empty() != options.key_file.empty()) {
    return wrong("--cert and --key belong together");
  }
  if (options.listen_tls.empty() && !(options.cert_file.empty() && options.ca_out.empty())) {
    return wrong("--cert, --key and --ca-out need --listen-tls");
  }
  if (!options.cert_file.empty() && !options.ca_out.empty()) {
    return wrong("--ca-out is for the certificate that is made at start, and --cert gives another");
  }
  if (!(options.speed > 0) || options.speed > kFastest) {
    return wrong("--speed must be over 0 and at most 1000000");
  }
  return {};
}

Result<Scenario> Load(const AnswerSources& sources) {
  auto scenario = LoadScenario(sources);
  if (scenario) return std::move(*scenario);
  std::string lines;
  for (const Problem& problem : scenario.error()) {
    lines += (lines.empty() ? "" : "\n") + problem.Format();
  }
  return Fail(ErrorCode::kConfig, lines);
}

Status WriteFile(const std::string& path, const std::string& text) {
  const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  const bool written =
      file && ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (written) return {};
  return Fail(ErrorCode::kIo, "cannot write " + Quoted(path) + ": " + std::strerror(errno));
}

Result<TlsServer> MakeTls(const SimulateOptions& options, const std::string& host) {
  if (!options.cert_file.empty()) return TlsServer::FromFiles(options.cert_file, options.key_file);
  const auto made = MakeCertificate({host});
  if (!made) return tl::unexpected(made.error());
  if (!options.ca_out.empty()) {
    const Status written = WriteFile(options.ca_out, made->ca_pem);
    if (!written) return tl::unexpected(written.error());
  }
  return TlsServer::From(*made);
}

const Clock& TheRealClock() {
  static const RealClock clock;
  return clock;
}

}  // namespace

class Simulator::Impl {
 public:
  Impl(Scenario scenario, AnswerSources sources, const Clock& clock, const SimulateOptions& options,
       std::unique_ptr<EventLoop> loop)
      : max_connections_(options.max_connections),
        loop_(std::move(loop)),
        time_(&clock, options.speed),
        actors_(ActorsOf(scenario)),
        limits_(std::move(scenario.limits)),
        roster_(std::move(scenario.accounts)),
        provider_({&roster_, &actors_, &limits_, &record_, &time_}, std::move(scenario)),
        control_({&roster_, &actors_, provider_.partners(), &limits_, &record_, &traffic_, &time_,
                  std::move(sources)}) {}

  Status Listen(const SimulateOptions& options) {
    Status status;
    if (status && !options.listen.empty()) {
      status = ListenProvider("http", options.listen, nullptr, &ports_.http);
    }
    if (status && !options.listen_tls.empty()) status = ListenTls(options);
    if (status && !options.control.empty()) status = ListenControl(options.control);
    return status;
  }

  // The thread blocks every signal, so that they reach the one that waits for them.
  void Run() {
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    thread_ = std::thread([this] {
      loop_->Run();
      servers_.clear();  // nobody is left waiting for an answer
    });
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }

  void Stop() { loop_->Stop(); }
  void Wait() {
    if (thread_.joinable()) thread_.join();
  }
  const Ports& ports() const { return ports_; }

 private:
  Status ListenTls(const SimulateOptions& options) {
    auto listener = Listener::Open(options.listen_tls);
    if (!listener) return tl::unexpected(listener.error());
    auto tls = MakeTls(options, listener->host);
    if (!tls) return tl::unexpected(tls.error());
    tls_.emplace(std::move(*tls));
    return Serve(std::move(*listener), "https", ProviderSiteFor("https"), &*tls_, &ports_.https);
  }

  Status ListenProvider(const std::string& name, const std::string& address, const TlsServer* tls,
                        std::uint16_t* port) {
    auto listener = Listener::Open(address);
    if (!listener) return tl::unexpected(listener.error());
    return Serve(std::move(*listener), name, ProviderSiteFor(name), tls, port);
  }

  Status ListenControl(const std::string& address) {
    auto listener = Listener::Open(address);
    if (!listener) return tl::unexpected(listener.error());
    Site site = SiteFor("control");
    site.handle = [this](const Request& request) { return control_.Handle(request); };
    site.body_limit = [](const Request&) { return ControlSite::kMaxBody; };
    return Serve(std::move(*listener), "control", std::move(site), nullptr, &ports_.control);
  }

  Site SiteFor(const std::string& name) {
    Traffic* traffic = &traffic_[name];
    Site site;
    site.malformed = [traffic] { ++traffic->malformed; };
    return site;
  }

  Site ProviderSiteFor(const std::string& name) {
    Site site = SiteFor(name);
    site.handle = [this](const Request& request) { return provider_.Handle(request); };
    site.body_limit = [this](const Request& request) { return provider_.BodyLimit(request); };
    return site;
  }

  Status Serve(Listener listener, const std::string& name, Site site, const TlsServer* tls,
               std::uint16_t* port) {
    *port = listener.port;
    sites_.push_back(std::make_unique<Site>(std::move(site)));
    auto server = Server::Start(std::move(listener), {loop_.get(), tls, sites_.back().get(),
                                                      &traffic_[name], max_connections_});
    if (!server) return tl::unexpected(server.error());
    servers_.push_back(std::move(*server));
    return {};
  }

  const std::size_t max_connections_;
  std::unique_ptr<EventLoop> loop_;
  // Everything below belongs to the loop's thread once it runs, but for ports_.
  StoryTime time_;
  Actors actors_;
  Limits limits_;
  Roster roster_;
  Record record_;
  std::map<std::string, Traffic> traffic_;  // by listener
  ProviderSite provider_;
  ControlSite control_;
  std::optional<TlsServer> tls_;
  std::vector<std::unique_ptr<Site>> sites_;
  std::vector<std::unique_ptr<Server>> servers_;
  Ports ports_;
  std::thread thread_;
};

Simulator::Simulator(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Simulator::~Simulator() {
  Stop();
  Wait();
}

Result<std::unique_ptr<Simulator>> Simulator::Start(const SimulateOptions& options,
                                                    const Clock& clock) {
  const Status right = CheckOptions(options);
  if (!right) return tl::unexpected(right.error());
  const AnswerSources sources{&AnswerLibrary::BuiltIn(), options.scenario_file};
  auto scenario = Load(sources);
  if (!scenario) return tl::unexpected(scenario.error());
  auto loop = EventLoop::Make(&clock);
  if (!loop) return tl::unexpected(loop.error());
  auto impl =
      std::make_unique<Impl>(std::move(*scenario), sources, clock, options, std::move(*loop));
  const Status listens = impl->Listen(options);
  if (!listens) return tl::unexpected(listens.error());
  impl->Run();
  return std::unique_ptr<Simulator>(new Simulator(std::move(impl)));
}

Result<std::unique_ptr<Simulator>> Simulator::Start(const SimulateOptions& options) {
  return Start(options, TheRealClock());
}

Simulator::Ports Simulator::ports() const { return impl_->ports(); }
void Simulator::Stop() { impl_->Stop(); }
void Simulator::Wait() { impl_->Wait(); }

}  // namespace wa
