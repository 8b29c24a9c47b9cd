#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "base/unique_fd.h"

namespace wa::simulator {

// A listening TCP socket, not blocking.
struct Listener {
  UniqueFd fd;
  std::string host;        // as given
  std::uint16_t port = 0;  // the real one, also if 0 was asked for

  // HOST:PORT, such as 127.0.0.1:8080 or [::1]:0; port 0 takes a free one.
  static Result<Listener> Open(const std::string& address);
};

}  // namespace wa::simulator
