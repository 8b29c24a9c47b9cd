#include "monitor/app.h"

#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/build.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/tls_credentials.h"
#include "metrics/exposition.h"
#include "monitor/adjusted_catalogue.h"
#include "monitor/config_keeper.h"
#include "monitor/handed_over.h"
#include "monitor/history_desk.h"
#include "monitor/monitor.h"
#include "monitor/places.h"
#include "monitor/stop_signals.h"
#include "monitor/tls_watch.h"
#include "net/curl_transport.h"
#include "schedule/sweep.h"
#include "store/store_writer.h"
#include "web/routes.h"
#include "web/server.h"

namespace wa {
namespace {

constexpr int kLarge = 128 << 10;  // bytes; where malloc itself begins
// A turn takes a second at the most. A loop that was silent for so long hangs.
constexpr Duration kLoopHangs = std::chrono::seconds(10);

// The poll loop on a thread of its own, from here to the end of this object.
class PollThread {
 public:
  // REQUIRES: all of them outlive it.
  PollThread(Monitor& monitor, Transport& transport, const ServiceManager& manager,
             const Clock& clock)
      : transport_(transport), thread_([this, &monitor, &manager, &clock] {
          Watchdog watchdog(manager);
          while (!stopping_.load()) {
            monitor.Step();
            watchdog.Turned(clock.Steady());
          }
        }) {}
  ~PollThread() {
    stopping_.store(true);
    transport_.Wake();
    thread_.join();
  }
  PollThread(const PollThread&) = delete;
  PollThread& operator=(const PollThread&) = delete;

 private:
  Transport& transport_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

int CannotStart(const Error& error) {
  Log(LogLevel::kError, "cannot start", {{"error", error.message}});
  return 1;
}

// Says in the log where budgets are too short for the accounts that there are, whenever that
// changes. Thread-safe.
class ShortBudgets {
 public:
  void Look(const Config& config) {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> reasons = WhyNoSweepFits(config);
    if (reasons == said_) return;
    for (const std::string& reason : reasons) Log(LogLevel::kWarning, reason);
    said_ = std::move(reasons);
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> said_;  // guarded by mutex_
};

// For people (systemctl status).
std::string StatusOf(const Config& config) {
  const std::size_t accounts = config.accounts.size();
  return std::to_string(accounts) + (accounts == 1 ? " account" : " accounts");
}

// Everything of the daemon in the order in which it is built; taken down in the opposite one.
class Daemon {
 public:
  // REQUIRES: `clock` outlives it.
  Daemon(ConfigSource source, std::shared_ptr<const Catalogue> catalogue, const Clock& clock,
         std::unique_ptr<Transport> transport, ServiceManager manager)
      : first_(source.Current()),
        config_(*first_),
        source_(std::move(source)),
        catalogue_(std::move(catalogue)),
        adjusted_(*catalogue_),
        clock_(clock),
        manager_(std::move(manager)),
        sockets_(manager_.TakeSockets()),
        is_handed_over_(!sockets_.empty()),
        transport_(std::move(transport)),
        capacity_(transport_->Capacity()) {}

  int Run(const StopSignals& signals) {
    if (const auto may = MayServeOn(sockets_, config_.server); !may)
      return CannotStart(may.error());
    auto store = StoreWriter::Open(config_.storage.path, clock_, [this] { transport_->Wake(); },
                                   {static_cast<std::int64_t>(config_.storage.max_size)});
    if (!store) return CannotStart(store.error());
    store_ = std::move(*store);
    monitor_ =
        std::make_unique<Monitor>(first_, catalogue_, *transport_, *store_, clock_, MakeWishes());
    if (const auto restored = monitor_->Restore(); !restored) return CannotStart(restored.error());
    if (const Status shown = tls_.Start(config_.server.tls); !shown) {
      return CannotStart(shown.error());
    }
    keeper_ = std::make_unique<ConfigKeeper>(
        std::move(source_), clock_,
        [this](std::shared_ptr<const Config> config) {
          short_budgets_.Look(*config);
          manager_.Status(StatusOf(*config));
          monitor_->Adopt(std::move(config));
        },
        [this](const Config& config) { tls_.Look(config.server.tls); });
    history_ = std::make_unique<HistoryDesk>(config_.storage.path);
    exposition_ = std::make_unique<Exposition>(MakeSource(), ThisBuild(), HandlerNames());
    const Router router(MakeBackend());
    WebServerOptions options = ServerOptions();
    auto server = WebServer::Start(
        std::move(options),
        [&](Request request, Respond respond) {
          router.Handle(std::move(request), std::move(respond));
        },
        std::move(sockets_));
    if (!server) return CannotStart(server.error());
    {
      const PollThread polling(*monitor_, *transport_, manager_, clock_);
      LogStart();
      manager_.Ready(StatusOf(*keeper_->Current()));
      short_budgets_.Look(*keeper_->Current());  // nobody waits for that
      const std::string signal =
          signals.WaitForStop([this] { Reload([](const ReloadOutcome&) { /* in the log */ }); });
      Log(LogLevel::kInfo, "stopping", {{"signal", signal}});
      stopping_.store(true);
      manager_.Stopping();
      (*server)->Stop();
    }
    Log(LogLevel::kInfo, "stopped");
    return 0;
  }

 private:
  // The loop starts after the keeper.
  Monitor::Wishes MakeWishes() {
    return {.discovered = [this](Discovered found) { keeper_->Discovered(std::move(found)); },
            .key_refused = [this](const std::string& account) { keeper_->KeyRefused(account); }};
  }

  void Reload(std::function<void(ReloadOutcome)> done) {
    manager_.Reloading();
    keeper_->Reload([this, done = std::move(done)](ReloadOutcome outcome) {
      const std::string_view news = outcome.succeeded ? "" : "; the last reload changed nothing";
      if (!stopping_.load()) manager_.Ready(StatusOf(*keeper_->Current()) + std::string(news));
      done(std::move(outcome));
    });
  }

  WebServerOptions ServerOptions() const {
    WebServerOptions options;
    if (!is_handed_over_) options.listen = config_.server.listen;
    const TlsConfig& tls = config_.server.tls;
    if (tls.IsOn()) options.tls_priorities = TlsPriorities(tls.min_version == TlsVersion::k13);
    options.takes_body = &TakesBody;
    options.max_body = config_.server.max_body;
    options.refusals = refusals_;
    options.connections = ClientPlaces(capacity_, options.listen.size() + sockets_.size());
    options.connections_per_client =
        std::min(options.connections_per_client, options.connections / 2);
    return options;
  }

  MetricsSource MakeSource() {
    return {.snapshot = [this] { return monitor_->Snapshot(); },
            .exporter = [this] { return State(); },
            .now = [this] { return clock_.System(); }};
  }

  ExporterState State() const {
    const StoreHealth store = store_->Health();
    const ReloadState reload = keeper_->State();
    return {.store_queue_length = store.queue_length,
            .store_write_failures = store.write_failures,
            .store_last_write = store.last_write,
            .store_size = store.size,
            .store_dropped_answers = store.dropped.answers,
            .store_dropped_incidents = store.dropped.incidents,
            .store_damaged = store.damaged,
            .http_refused_connections = refusals_->connections,
            .http_refused_requests = refusals_->requests,
            .http_refused_late = refusals_->late,
            .config_reload_successful = reload.last_succeeded,
            .config_reload_success = reload.last_success};
  }

  Backend MakeBackend() {
    Backend backend;
    backend.is_reachable = IsReachable(sockets_, config_.server);
    backend.snapshot = [this] { return monitor_->Snapshot(); };
    backend.exposition = [this](TextFormat format, bool gzip) {
      return exposition_->Text(format, gzip);
    };
    backend.now = [this] { return clock_.System(); };
    backend.probe = [this](const std::string& account, std::function<void(ProbeAnswer)> done) {
      monitor_->RequestPoll(account, std::move(done));
    };
    backend.evidence = [this](const std::string& account) { return monitor_->EvidenceOf(account); };
    backend.past = [this](PastQuery query, HistoryDesk::Done done) {
      history_->Ask(std::move(query), std::move(done));
    };
    backend.deliver = [this](std::vector<Told> told, std::function<void(Delivered)> done) {
      monitor_->Deliver(std::move(told), std::move(done));
    };
    backend.order = [this](Order order, std::function<void(OrderOutcome)> done) {
      monitor_->Obey(std::move(order), std::move(done));
    };
    backend.catalogue = [this] { return adjusted_.For(keeper_->Current()->conditions); };
    backend.config = [this] { return keeper_->Current(); };
    backend.reload = [this](std::function<void(ReloadOutcome)> done) { Reload(std::move(done)); };
    backend.count_webhook = [this](std::string_view provider, int code,
                                   std::optional<WebhookRefusal> reason) {
      exposition_->CountWebhook(provider, code, reason);
    };
    backend.loop_is_turning = [this] { return LoopIsTurning(); };
    backend.ready = [this] { return monitor_->Snapshot() != nullptr && !stopping_.load(); };
    backend.count_request = [this](std::string_view handler, int code) {
      exposition_->CountRequest(handler, code);
    };
    backend.version = ThisBuild().version;
    return backend;
  }

  bool LoopIsTurning() const { return clock_.Steady() - monitor_->LastTurn() < kLoopHangs; }

  void LogStart() const {
    std::string listen;
    for (const std::string& address : config_.server.listen) {
      listen += (listen.empty() ? "" : " ") + address;
    }
    if (is_handed_over_) listen = "sockets of the service manager";
    Log(LogLevel::kInfo, "started",
        {{"version", ThisBuild().version},
         {"revision", ThisBuild().revision},
         {"accounts", std::to_string(config_.accounts.size())},
         {"listen", listen},
         {"storage", config_.storage.path}});
    const std::string too_few = WhyTooFewPlaces(
        config_, capacity_ - std::min(capacity_, config_.polling.canary_urls.size()));
    if (!too_few.empty()) Log(LogLevel::kWarning, too_few);
    if (config_.polling.canary_urls.empty()) {
      Log(LogLevel::kWarning,
          "polling.canary_urls is not set: a silent provider will be called unknown, never down");
    }
  }

  const std::shared_ptr<const Config> first_;
  const Config& config_;  // at the start: where it listens and stores does not change
  ConfigSource source_;   // until the keeper has it
  const std::shared_ptr<const Catalogue> catalogue_;
  AdjustedCatalogue adjusted_;  // of catalogue_
  const Clock& clock_;
  ServiceManager manager_;
  std::vector<UniqueFd> sockets_;  // until the server has them
  const bool is_handed_over_;
  const std::unique_ptr<Transport> transport_;
  const std::size_t capacity_;  // of the transport, with nothing under way
  const std::shared_ptr<WebRefusals> refusals_ = std::make_shared<WebRefusals>();
  std::unique_ptr<StoreWriter> store_;
  std::unique_ptr<Exposition> exposition_;  // outlives the monitor, whose end answers who waits
  std::unique_ptr<Monitor> monitor_;
  ShortBudgets short_budgets_;
  TlsWatch tls_;                          // of the keeper's thread, once that runs
  std::unique_ptr<ConfigKeeper> keeper_;  // tells the monitor, and so goes first
  std::unique_ptr<HistoryDesk> history_;
  std::atomic<bool> stopping_{false};
};

}  // namespace

int RunServe(ConfigSource source, const std::shared_ptr<const Catalogue>& catalogue,
             ServiceManager manager) {
  const StopSignals signals;
  const RealClock clock;
  AllowManyFiles();
  // One heap: what one thread makes and another replaces would leave holes that nobody fills.
  mallopt(M_ARENA_MAX, 1);
  // What is large has pages of its own and gives them back. Left to itself, malloc takes it from
  // the heap, too, once some of that size was freed, where it leaves holes.
  mallopt(M_MMAP_THRESHOLD, kLarge);
  mallopt(M_TRIM_THRESHOLD, 2 * kLarge);
  for (const std::string& note : source.Remember(clock.System()).notes) {
    Log(LogLevel::kWarning, note);
  }
  auto transport = CurlTransport::Make(clock, TransportOptions(*source.Current()));
  if (!transport) return CannotStart(transport.error());
  try {
    return Daemon(std::move(source), catalogue, clock, std::move(*transport), std::move(manager))
        .Run(signals);
  } catch (const std::exception& error) {  // no memory, or no more threads
    return CannotStart({ErrorCode::kInternal, error.what()});
  }
}

}  // namespace wa
