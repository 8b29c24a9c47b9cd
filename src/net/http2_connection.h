#pragma once

#include <sys/socket.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/unique_fd.h"
#include "net/http2_session.h"
#include "net/tls_client.h"

namespace wa {

struct SocketAddress {
  sockaddr_storage bytes{};
  socklen_t size = 0;
};

// "127.0.0.1:443", "[::1]:443". False for anything else.
bool ParseSocketAddress(std::string_view text, SocketAddress* address);

// One connection that speaks HTTP/2 over TLS, and nothing that waits. Who owns it calls Turn()
// whenever something may have happened.
class Http2Connection {
 public:
  // Begins to connect; `patience` is for TCP and TLS, and later for anything that stays
  // unacknowledged. Null if that cannot even begin.
  static std::unique_ptr<Http2Connection> Open(const SocketAddress& address,
                                               std::unique_ptr<TlsClientStream> tls,
                                               std::unique_ptr<Http2Session> session,
                                               Duration patience, SteadyTime now);

  // 0 until it is connected.
  std::size_t Free() const;
  std::size_t open() const { return session_->open(); }
  // A request that was started then had no answer. If nothing at all has come since, the connection
  // takes no more.
  void Doubt(SteadyTime started) { is_doubted_ = is_doubted_ || started > last_heard_; }
  bool is_doubted() const { return is_doubted_; }
  bool is_over() const { return is_over_; }
  bool has_opened() const { return has_opened_; }  // could carry requests once
  bool is_connecting() const { return !is_over_ && tls_->state() != TlsClientStream::State::kOpen; }

  // REQUIRES: Free() > 0.
  void Start(std::unique_ptr<Exchange> exchange, std::string_view authority, std::string_view path);

  // Reads and writes what there is; ends what is late. All streams have ended when it is over.
  void Turn(SteadyTime now);
  std::vector<EndedStream> TakeEnded() { return session_->TakeEnded(); }

  int descriptor() const { return socket_.get(); }
  bool wants_to_write() const { return !output_.empty() || !is_connected_; }
  SteadyTime Deadline() const;  // when Turn() must come even if nothing happens
  SteadyTime last_used() const { return last_used_; }
  TlsClientStream& tls() { return *tls_; }

 private:
  Http2Connection(UniqueFd socket, std::unique_ptr<TlsClientStream> tls,
                  std::unique_ptr<Http2Session> session, SteadyTime give_up);
  bool Connected();
  bool Read(SteadyTime now);
  bool Write();
  void Seal();
  void End();

  const UniqueFd socket_;
  const std::unique_ptr<TlsClientStream> tls_;
  const std::unique_ptr<Http2Session> session_;
  const SteadyTime give_up_;  // connecting
  SteadyTime last_used_;
  SteadyTime last_heard_;
  SteadyTime next_deadline_ = SteadyTime::max();
  bool is_connected_ = false;  // TCP
  bool is_doubted_ = false;
  bool has_opened_ = false;
  bool is_over_ = false;
  std::string output_;  // sealed, not written yet
  std::string clear_;   // scratch
};

}  // namespace wa
