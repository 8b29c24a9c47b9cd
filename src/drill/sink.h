#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "drill/seen.h"
#include "web/server.h"

namespace wa::drill {

// Every receiver of the drill: keeps what Alertmanager posts, and calls nobody.
class Sink {
 public:
  // Listens at "HOST:PORT"; port 0 takes a free one. REQUIRES: `clock` outlives it.
  static Result<std::unique_ptr<Sink>> Start(const std::string& listen, const Clock& clock);

  std::string Url() const;  // on loopback, without a path
  // What arrived since the last call, in order.
  std::vector<Notice> Take();

 private:
  explicit Sink(const Clock& clock) : clock_(clock) {}
  void Arrived(const Request& request, const Respond& respond);

  const Clock& clock_;
  std::mutex mutex_;
  std::vector<Notice> notices_;        // guarded by mutex_
  std::unique_ptr<WebServer> server_;  // last: it stops before the rest goes
};

}  // namespace wa::drill
