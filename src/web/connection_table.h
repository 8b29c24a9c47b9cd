#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>

#include "base/clock.h"

namespace wa {

// Absolute deadlines of connections. The HTTP library only knows how long a connection has been
// silent, so a client that drips a byte now and then would keep its place for ever: whoever is late
// here has his socket shut down, and the library closes it. Who is late with a request or in taking
// an answer is counted; between two requests it is no refusal. Thread-safe. A connection is named
// by its descriptor.
class ConnectionTable {
 public:
  struct Limits {
    Duration request;  // for a request's head, and again for its body
    Duration idle;     // between an answer and the next request
    Duration answer;   // for taking an answer
  };
  // REQUIRES: `late` outlives it.
  ConnectionTable(Limits limits, std::atomic<std::uint64_t>& late) : limits_(limits), late_(late) {}

  void Opened(int fd, SteadyTime now);
  void RequestBegins(int fd, SteadyTime now);  // its first line is there
  void ReadingBody(int fd, SteadyTime now);    // the head of its request is complete
  void Handling(int fd);  // its request is complete; the time until there is an answer is ours
  void Answering(int fd, SteadyTime now);
  void Answered(int fd, SteadyTime now);
  void Closed(int fd);  // REQUIRES: called before the descriptor is closed

  // Shuts down every connection whose deadline has passed; the earliest deadline of the others.
  std::optional<SteadyTime> CloseLate(SteadyTime now);

  // Waits until no connection has a request in hand; false after `patience`.
  bool WaitUntilQuiet(Duration patience);

 private:
  struct Connection {
    std::optional<SteadyTime> deadline;
    bool busy = false;
    bool idle = false;  // between two requests
  };
  void Change(int fd, Connection changed);

  const Limits limits_;
  std::atomic<std::uint64_t>& late_;
  std::mutex mutex_;
  std::condition_variable quiet_;
  std::map<int, Connection> connections_;  // guarded by mutex_
  std::size_t busy_ = 0;                   // guarded by mutex_
};

}  // namespace wa
