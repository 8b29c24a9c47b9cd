#pragma once

#include <cstdint>
#include <tl/expected.hpp>
#include <vector>

#include "base/clock.h"
#include "model/http.h"

namespace wa {

using TransferId = std::uint64_t;

struct Completion {
  TransferId id = 0;
  SteadyTime started;
  SteadyTime ended;
  tl::expected<HttpResponse, TransportFailure> outcome;
  // How often the same request went out again, because its connection or stream ended before it was
  // looked at.
  int repeats = 0;
};

// The way to the network: three verbs, as a build tool has for its commands (may I, start, wait).
// It is also where the poll loop sleeps. One thread owns it; only Wake() may be called from others.
class Transport {
 public:
  virtual ~Transport() = default;

  // How many more requests may be started now. What is in flight is bounded here, because a request
  // that queues inside the HTTP library would "time out" unsent.
  virtual std::size_t Capacity() const = 0;

  // REQUIRES: Capacity() > 0, and an id that is not in flight.
  virtual void Start(TransferId id, HttpRequest request) = 0;

  // Returns what has finished: at once if something has, else when something does, at `until`, or
  // at Wake(). Every Start() is answered by exactly one Completion, within its request's timeout.
  // No Completion holds a secret of its request: where an answer repeats one, "***" stands.
  virtual std::vector<Completion> Wait(SteadyTime until) = 0;

  // Ends the current Wait(), or the next one. Thread-safe.
  virtual void Wake() = 0;
};

}  // namespace wa
