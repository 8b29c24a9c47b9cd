#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/clock.h"

namespace wa::simulator {

// What a session may do to its connection. The connection stays alive meanwhile, whatever is
// called.
class Wire {
 public:
  virtual ~Wire() = default;
  // Queues bytes; ignored after Close() and Reset().
  virtual void Send(std::string_view bytes) = 0;
  // How many bytes the session should queue now; OnTurn() comes when there is room again.
  virtual std::size_t Room() const = 0;
  // The end, once everything queued has gone out. What the client still sends is dropped.
  virtual void Close() = 0;
  // The end at once, as a TCP reset; what is queued is lost.
  virtual void Reset() = 0;
};

// One side of a protocol on one connection: bytes and time in, calls of its Wire out. It knows no
// socket. After Close() or Reset() it is not called again.
class Session {
 public:
  virtual ~Session() = default;
  virtual void OnBytes(std::string_view bytes, SteadyTime now) = 0;
  virtual void OnEnd(SteadyTime now) = 0;   // the client will send no more
  virtual void OnTurn(SteadyTime now) = 0;  // Deadline() has passed, or there is room to send
  virtual std::optional<SteadyTime> Deadline() const = 0;
  // False: it has enough to chew on; OnBytes() should wait.
  virtual bool WantsBytes() const { return true; }
};

// How long a client may take to send the head (and body) of a request.
inline constexpr Duration kRequestTimeout = std::chrono::seconds(10);

}  // namespace wa::simulator
