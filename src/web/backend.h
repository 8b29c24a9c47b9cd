#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "condition/catalogue.h"
#include "config/config.h"
#include "model/event.h"
#include "model/evidence.h"
#include "model/fleet.h"
#include "model/history.h"
#include "model/order.h"
#include "model/probe.h"
#include "model/text_format.h"

namespace wa {

// What came of reading the configuration anew. Texts are for people and hold no secret.
struct ReloadOutcome {
  bool succeeded = false;
  std::vector<std::string> problems;  // why nothing changed
  std::vector<std::string> notes;     // what counts only after a restart
};

// What the web needs from above, as functions, so that it knows neither the loop nor the metrics
// library. All are set. All are called from several threads at once, and none may wait for the
// network or the disk.
struct Backend {
  // What listens can be reached from other machines.
  bool is_reachable = false;
  // The newest snapshot; null before the first.
  std::function<std::shared_ptr<const FleetSnapshot>()> snapshot;
  // The exposition of /metrics, gzipped or not; null if it cannot be made.
  std::function<std::shared_ptr<const std::string>(TextFormat format, bool gzip)> exposition;
  std::function<SystemTime()> now;
  // Polls one account now. Returns at once; `done` is called exactly once, later, from any thread,
  // also when the poll is refused or the program stops. REQUIRES: an account of the newest
  // snapshot.
  std::function<void(const std::string& account, std::function<void(ProbeAnswer)> done)> probe;
  // The account's last answers, as far as this process saw them.
  std::function<Evidence(const std::string& account)> evidence;
  // What the store remembers. Returns at once; `done` is called exactly once, later or at once,
  // from any thread.
  std::function<void(PastQuery, std::function<void(Result<Past>)> done)> past;
  // Hands what a webhook or an observation told to the loop, whole. Returns at once; `done` is
  // called exactly once, later, from any thread.
  std::function<void(std::vector<Told>, std::function<void(Delivered)> done)> deliver;
  // Has the loop write down what somebody told it to. Returns at once; `done` is called exactly
  // once, later, from any thread, and what was done is in the newest snapshot then.
  std::function<void(Order, std::function<void(OrderOutcome)> done)> order;
  // With the overrides of what is configured now; never null.
  std::function<std::shared_ptr<const Catalogue>()> catalogue;
  // What is configured now; never null.
  std::function<std::shared_ptr<const Config>()> config;
  // Reads the configuration anew. Returns at once; `done` is called exactly once, later, from any
  // thread.
  std::function<void(std::function<void(ReloadOutcome)> done)> reload;
  // For waba_webhook_requests_total{provider,code} and
  // waba_webhook_rejected_total{provider,reason}; no reason if it was accepted.
  std::function<void(std::string_view provider, int code, std::optional<WebhookRefusal> reason)>
      count_webhook;
  // Whether the poll loop's last turn is recent.
  std::function<bool()> loop_is_turning;
  // Configuration loaded, first snapshot published, and not stopping.
  std::function<bool()> ready;
  // For waba_exporter_http_requests_total{handler,code}; `handler` is a name of the table in
  // routes.cc.
  std::function<void(std::string_view handler, int code)> count_request;
  std::string version;  // of the program, for the footer
};

}  // namespace wa
