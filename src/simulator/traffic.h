#pragma once

#include <cstdint>

namespace wa::simulator {

// What came in at one listener.
struct Traffic {
  std::uint64_t opened = 0;
  std::uint64_t open = 0;
  std::uint64_t refused = 0;       // too many connections
  std::uint64_t tls_failures = 0;  // handshakes that failed, mostly because the client distrusts us
  std::uint64_t malformed = 0;     // requests that were no HTTP, or too large
};

}  // namespace wa::simulator
