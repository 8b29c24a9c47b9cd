#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/unique_fd.h"

namespace wa {

// The service manager that started this process, such as systemd (Type=notify): tells it how we
// are, by the protocol of sd_notify(3), and takes the sockets that it opened for us, by that of
// sd_listen_fds(3). Without one, as in a terminal, it says nothing and has no sockets.
//
// The protocol is a line of text in a datagram, which systemd promises not to change; its library
// would bring three compressors and a cipher library into the process for that.
//
// Thread-safe, but for TakeSockets().
class ServiceManager {
 public:
  // What the environment says, which then says it no longer: programs that we start must not speak
  // in our name. REQUIRES: no other thread exists, and no file was opened yet.
  static ServiceManager FromEnvironment();

  // What listens for us, in the order of the socket unit; empty the second time.
  std::vector<UniqueFd> TakeSockets() { return std::exchange(sockets_, {}); }

  // We serve. `status` is for people (systemctl status).
  void Ready(std::string_view status) const;
  // The same, when there is news: it is ready as before.
  void Status(std::string_view status) const;
  // A reload began; Ready() ends it, however it went.
  void Reloading() const;
  void Stopping() const;

  // How often it wants to hear that we are alive (WatchdogSec=); nothing: it does not.
  std::optional<Duration> watchdog() const { return watchdog_; }
  // We are alive. False if that could not be said now. Never blocks.
  bool Alive() const;

 private:
  bool Say(const std::string& text, int flags) const;

  std::string address_;  // of a sockaddr_un, with its leading NUL if it is abstract; empty: none
  UniqueFd socket_;
  std::optional<Duration> watchdog_;
  std::vector<UniqueFd> sockets_;
};

// Tells the service manager that the poll loop turns, three times as often as it wants to hear it.
// To be told by the loop itself, so that a loop that hangs falls silent. Confined to its thread.
class Watchdog {
 public:
  // REQUIRES: `manager` outlives it.
  explicit Watchdog(const ServiceManager& manager) : manager_(manager) {}
  void Turned(SteadyTime now);

 private:
  const ServiceManager& manager_;
  std::optional<SteadyTime> told_;
};

}  // namespace wa
