#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/build.h"
#include "base/clock.h"
#include "model/event.h"
#include "model/fleet.h"
#include "model/text_format.h"

namespace wa {

// The state of the exporter itself at the moment of a scrape, beside what the snapshot says.
struct ExporterState {
  std::size_t store_queue_length = 0;
  std::uint64_t store_write_failures = 0;
  std::optional<SystemTime> store_last_write;
  std::int64_t store_size = 0;  // bytes
  std::uint64_t store_dropped_answers = 0;
  std::uint64_t store_dropped_incidents = 0;
  std::size_t store_damaged = 0;  // databases that were moved aside
  std::uint64_t http_refused_connections = 0;
  std::uint64_t http_refused_requests = 0;
  std::uint64_t http_refused_late = 0;
  bool config_reload_successful = true;
  std::optional<SystemTime> config_reload_success;
};

// What the exposition needs from above, as functions. All are set; all are thread-safe and do not
// wait.
struct MetricsSource {
  std::function<std::shared_ptr<const FleetSnapshot>()> snapshot;  // null before the first
  std::function<ExporterState()> exporter;
  std::function<SystemTime()> now;  // also times the collectors
};

// The text of /metrics: the rows of metrics/catalogue.cc over the newest snapshot, the
// exporter's own state and the process. It has HELP and TYPE of every family, families and series
// in a stable order, and no series of the fleet before the first snapshot. A scrape does
// not wait for the network; of several that want the same snapshot compressed, one does it and the
// others wait for that. Accounts are shown as at the time of the first of these scrapes, at most
// five seconds ago. Thread-safe.
class Exposition {
 public:
  // `handlers` are the values of label `handler`; "other" is one of them in any case.
  Exposition(MetricsSource source, BuildInfo build, const std::vector<std::string_view>& handlers);
  ~Exposition();
  Exposition(const Exposition&) = delete;
  Exposition& operator=(const Exposition&) = delete;

  // Null if it cannot be made (out of memory, or a function of the source threw); the reason is
  // logged.
  std::shared_ptr<const std::string> Text(TextFormat format, bool gzip) const;

  // For waba_exporter_http_requests_total. A handler that is not known beforehand is counted as
  // "other".
  void CountRequest(std::string_view handler, int code);

  // For waba_webhook_requests_total, and with a reason waba_webhook_rejected_total, too. REQUIRES:
  // `provider` is one of the configuration, or empty where the address names nobody that is
  // configured: it is counted as "other". It asks nothing of the source.
  void CountWebhook(std::string_view provider, int code, std::optional<WebhookRefusal> reason);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wa
