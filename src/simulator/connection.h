#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/unique_fd.h"
#include "simulator/request.h"
#include "simulator/tls.h"
#include "simulator/wire.h"

namespace wa::simulator {

// One accepted connection: its socket, perhaps TLS, and the session on top. It is told what happens
// at the socket and says what it waits for; somebody else owns it and drops it when it is done.
// Memory is bounded: it reads only what its session wants, and its session sends only what there is
// room for.
class Connection final : public Wire {
 public:
  // REQUIRES: `site` outlives it. `tls` is null for a connection in clear.
  Connection(UniqueFd fd, std::unique_ptr<TlsStream> tls, const Site* site, SteadyTime now);

  void OnEvents(std::uint32_t epoll_events, SteadyTime now);
  void OnTime(SteadyTime now);  // NextTime() has come

  int fd() const { return fd_.get(); }
  bool done() const { return state_ == State::kDone; }
  bool tls_failed() const { return tls_failed_; }
  std::uint32_t WantedEvents() const;
  SteadyTime NextTime() const;

  void Send(std::string_view bytes) override;
  std::size_t Room() const override;
  void Close() override;
  void Reset() override;

 private:
  enum class State {
    kHandshake,  // of TLS
    kOpen,
    kClosing,    // sends what is queued
    kLingering,  // has said that it is the end, and waits for the other side to notice
    kDone,
  };

  void ReadSocket(SteadyTime now);
  void TakeBytes(std::string_view bytes, SteadyTime now);
  void TakeCipher(std::string_view bytes, SteadyTime now);
  void TakeEnd(SteadyTime now);
  void BeginSession();
  void Settle(SteadyTime now);
  void Flush(SteadyTime now);
  void Linger(SteadyTime now);
  void Enter(State state, SteadyTime now);

  UniqueFd fd_;
  std::unique_ptr<TlsStream> tls_;
  const Site* site_;
  std::unique_ptr<Session> session_;  // null before the end of the handshake
  State state_;
  SteadyTime since_;          // in this state
  SteadyTime last_progress_;  // bytes in or out
  SteadyTime now_;            // of the call that is being handled
  std::string out_;           // for the network
  std::size_t sent_ = 0;      // of out_
  bool peer_ended_ = false;
  bool tls_failed_ = false;
};

}  // namespace wa::simulator
