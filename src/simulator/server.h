#pragma once

#include <cstddef>
#include <memory>
#include <unordered_map>

#include "base/clock.h"
#include "simulator/connection.h"
#include "simulator/event_loop.h"
#include "simulator/listener.h"
#include "simulator/request.h"
#include "simulator/tls.h"
#include "simulator/traffic.h"

namespace wa::simulator {

// Accepts connections at one listener and owns them. Lives in the thread of its loop.
class Server {
 public:
  struct Parts {
    EventLoop* loop;
    const TlsServer* tls;  // null: in clear
    const Site* site;
    Traffic* traffic;
    std::size_t max_connections;  // more are closed at once
  };

  // REQUIRES: the parts outlive it, and the loop no longer runs when it goes.
  static Result<std::unique_ptr<Server>> Start(Listener listener, const Parts& parts);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

 private:
  struct Entry {
    std::unique_ptr<Connection> connection;
    std::uint32_t events = 0;
    EventLoop::TimerId timer = 0;
    SteadyTime timer_at{};
  };

  Server(Listener listener, const Parts& parts);
  void AcceptAll(SteadyTime now);
  void Admit(UniqueFd fd, SteadyTime now);
  void PauseAccepting(SteadyTime now);
  void After(int fd, Entry* entry);
  void Drop(int fd);

  Listener listener_;
  const Parts parts_;
  EventLoop::TimerId pause_ = 0;
  std::unordered_map<int, Entry> entries_;
};

}  // namespace wa::simulator
