#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "web/http_types.h"

struct MHD_Connection;

namespace wa {

// One request between the library's thread, which must not wait, and whoever answers it, now or
// later and on any thread. While there is no answer the connection is suspended and costs no
// thread.
class Exchange {
 public:
  // `target`: as it was sent.
  Exchange(MHD_Connection* connection, const std::string& target)
      : connection_(connection), target_(target) {}
  ~Exchange() { WipeText(&target_); }
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  const std::string& target() const { return target_; }

  // The first answer counts. Wakes the connection if it sleeps. Any thread; harmless after
  // Abandon().
  void Answer(Response response);

  // The answer, once; nothing if there is none yet: then the connection is suspended, and the
  // library calls again after it was resumed. The library's thread only.
  std::optional<Response> TakeOrSuspend();

  // The connection is gone and must not be touched any more.
  void Abandon();

 private:
  std::mutex mutex_;
  MHD_Connection* connection_;  // null once abandoned
  std::string target_;          // does not change
  std::optional<Response> response_;
  bool answered_ = false;
  bool suspended_ = false;
};

// Exchanges under way, so that a stop can answer those that still wait. Thread-safe.
class ExchangeList {
 public:
  // False while stopping: the request must be refused.
  bool Add(const std::shared_ptr<Exchange>& exchange);
  void Remove(const std::shared_ptr<Exchange>& exchange);
  // Refuses new ones and answers those under way with what `make` makes for their target. A
  // connection that is still suspended when its
  // daemon stops is a fatal error of the library.
  void StopWith(Response (*make)(const std::string& target));
  bool stopping() const;

 private:
  mutable std::mutex mutex_;
  bool stopping_ = false;
  std::vector<std::shared_ptr<Exchange>> exchanges_;
};

}  // namespace wa
