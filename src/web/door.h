#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.h"
#include "config/config.h"
#include "web/failure_limit.h"
#include "web/http_types.h"
#include "web/password_checker.h"

namespace wa {

// Lets in who proves who he is, as [server.basic_auth] and [server.tls] demand, and limits who
// fails: by client and the user whose password is guessed, or tokens, so that behind one address
// one client that is wrong does not lock out another that is right. What belongs to a request after
// that (a token for writing, a webhook's signature) is the endpoints' business. Thread-safe; blocks
// nobody: a password is computed on a thread of its own.
class Door {
 public:
  // `is_reachable`: from other machines, by what listens since the start.
  explicit Door(bool is_reachable) : is_reachable_(is_reachable) {}

  // Nothing: come in.
  using Decided = std::function<void(std::optional<Response> refused)>;

  // Calls `decided` exactly once, at once or later from another thread; at the latest when the door
  // goes. REQUIRES: `decided` does not own the door.
  void Admit(const Config& config, const Request& request, Decided decided);

  // Where an endpoint counts who failed to prove more, by client and UserOf(). Outlives the door,
  // as answers do.
  const std::shared_ptr<SharedFailureLimit>& failures() const { return failures_; }

 private:
  // Wrong passwords of one client, whosever they are said to be: each has to be computed.
  static constexpr int kComputedAtOnce = 100;
  static constexpr Duration kBetweenLines = std::chrono::minutes(1);

  bool MayBeAskedByAnyName(const Config& config) const;
  void TellOfName(const Request& request);
  void CheckPassword(const Config& config, const Request& request, Decided decided);

  const bool is_reachable_;
  const std::shared_ptr<SharedFailureLimit> failures_ = std::make_shared<SharedFailureLimit>();
  const std::shared_ptr<SharedFailureLimit> computed_ =
      std::make_shared<SharedFailureLimit>(kComputedAtOnce);
  PasswordChecker passwords_;
  const RealClock clock_{};
  std::mutex mutex_;
  SteadyTime next_line_;  // guarded by mutex_
};

// Whether everybody must prove who he is. What others can reach since the start stays locked though
// a configuration that is read later, and listens elsewhere only after a restart, names nobody,
// unless it allows that.
bool IsLocked(const ServerConfig& server, bool is_reachable);

// Whose login the request brings, whether it is right or not; nothing: none, perhaps a token.
std::string UserOf(const Request& request);

// Whether the request brings something that proves, or should prove, who asks.
bool HasCredentials(const Request& request);

}  // namespace wa
