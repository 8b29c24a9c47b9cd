#pragma once

#include <map>
#include <mutex>
#include <string>

namespace wa {

// How many connections each client has, so that none takes the places of all. Thread-safe. Clients
// are named by ClientKey(); one without an address (a unix socket, which its file guards) has no
// limit.
class PlacesByClient {
 public:
  // Of each client; 0: no limit.
  explicit PlacesByClient(unsigned most) : most_(most) {}

  // Whether one more may come. Who asks at the same time as others may be let in with them, one for
  // each thread that accepts.
  bool HasRoom(const std::string& client) const;
  void Opened(const std::string& client);
  void Closed(const std::string& client);  // REQUIRES: Opened() before, once each

 private:
  const unsigned most_;
  mutable std::mutex mutex_;
  std::map<std::string, unsigned> open_;  // guarded by mutex_; none is 0
};

}  // namespace wa
