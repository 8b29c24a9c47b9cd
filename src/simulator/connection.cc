#include "simulator/connection.h"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <utility>

#include "simulator/http1.h"
#include "simulator/http2.h"

namespace wa::simulator {
namespace {

constexpr std::size_t kHighWater = 64u << 10;  // queued bytes at which a session pauses
constexpr int kReadsPerTurn = 4;               // then the others have their turn

constexpr Duration kHandshakeTimeout = std::chrono::seconds(10);
constexpr Duration kIdleTimeout = std::chrono::minutes(10);
constexpr Duration kFlushTimeout = std::chrono::seconds(10);
constexpr Duration kLingerTimeout = std::chrono::seconds(2);

bool MustWait(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

}  // namespace

Connection::Connection(UniqueFd fd, std::unique_ptr<TlsStream> tls, const Site* site,
                       SteadyTime now)
    : fd_(std::move(fd)),
      tls_(std::move(tls)),
      site_(site),
      state_(tls_ ? State::kHandshake : State::kOpen),
      since_(now),
      last_progress_(now),
      now_(now) {
  if (!tls_) BeginSession();
}

void Connection::OnEvents(std::uint32_t events, SteadyTime now) {
  now_ = now;
  if ((events & EPOLLERR) != 0) return Enter(State::kDone, now);
  const bool unread_end = (events & EPOLLRDHUP) != 0 && (WantedEvents() & EPOLLIN) == 0;
  if ((events & EPOLLHUP) != 0 || unread_end) return Enter(State::kDone, now);
  if ((events & EPOLLIN) != 0) ReadSocket(now);
  Settle(now);
}

void Connection::OnTime(SteadyTime now) {
  now_ = now;
  if (state_ == State::kOpen && session_) session_->OnTurn(now);
  Settle(now);
}

std::uint32_t Connection::WantedEvents() const {
  std::uint32_t events = sent_ < out_.size() ? EPOLLOUT : 0u;
  if (peer_ended_) return events;
  const bool wants_bytes = state_ != State::kOpen || session_->WantsBytes();
  return events | EPOLLRDHUP | (wants_bytes ? EPOLLIN : 0u);
}

SteadyTime Connection::NextTime() const {
  switch (state_) {
    case State::kHandshake:
      return since_ + kHandshakeTimeout;
    case State::kOpen:
      break;
    case State::kClosing:
      return since_ + kFlushTimeout;
    default:
      return since_ + kLingerTimeout;
  }
  const SteadyTime idle = last_progress_ + kIdleTimeout;
  const auto session = session_->Deadline();
  return session ? std::min(*session, idle) : idle;
}

void Connection::Send(std::string_view bytes) {
  if (state_ != State::kOpen) return;
  if (!tls_) {
    out_.append(bytes);
    return;
  }
  tls_->Send(bytes);
  out_ += tls_->TakeOutput();
}

std::size_t Connection::Room() const {
  const std::size_t queued = out_.size() - sent_;
  return state_ == State::kOpen && queued < kHighWater ? kHighWater - queued : 0;
}

void Connection::Close() {
  if (state_ != State::kOpen) return;
  if (tls_) {
    tls_->SayGoodbye();
    out_ += tls_->TakeOutput();
  }
  Enter(State::kClosing, now_);
}

void Connection::Reset() {
  if (state_ == State::kDone) return;
  const linger now{1, 0};
  setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &now, sizeof(now));
  Enter(State::kDone, now_);
}

void Connection::ReadSocket(SteadyTime now) {
  std::array<char, 16 << 10> buffer;
  for (int i = 0; i < kReadsPerTurn; ++i) {
    const bool wants = (WantedEvents() & EPOLLIN) != 0;
    if (!wants || state_ == State::kDone) return;
    const ssize_t got = ::recv(fd_.get(), buffer.data(), buffer.size(), 0);
    if (got < 0 && MustWait(errno)) return;
    if (got < 0) return Enter(State::kDone, now);
    if (got == 0) return TakeEnd(now);
    const bool heeded = state_ == State::kHandshake || state_ == State::kOpen;
    if (!heeded) continue;
    last_progress_ = now;
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(got));
    if (tls_) {
      TakeCipher(bytes, now);
    } else {
      TakeBytes(bytes, now);
    }
  }
}

void Connection::TakeBytes(std::string_view bytes, SteadyTime now) {
  if (state_ == State::kOpen && !bytes.empty()) session_->OnBytes(bytes, now);
}

void Connection::TakeCipher(std::string_view bytes, SteadyTime now) {
  std::string clear;
  const TlsStream::State tls = tls_->Receive(bytes, &clear);
  out_ += tls_->TakeOutput();
  if (state_ == State::kHandshake && tls != TlsStream::State::kHandshake &&
      tls != TlsStream::State::kFailed) {
    Enter(State::kOpen, now);
    BeginSession();
    if (!session_) return Reset();
    session_->OnTurn(now);
  }
  TakeBytes(clear, now);
  if (tls == TlsStream::State::kFailed) {
    tls_failed_ = true;
    if (state_ != State::kDone) Enter(State::kClosing, now);
  }
  if (tls == TlsStream::State::kEnded && state_ == State::kOpen) session_->OnEnd(now);
}

void Connection::TakeEnd(SteadyTime now) {
  peer_ended_ = true;
  if (state_ == State::kHandshake) return Enter(State::kDone, now);
  if (state_ == State::kOpen) session_->OnEnd(now);
  if (state_ == State::kLingering) Enter(State::kDone, now);
}

void Connection::BeginSession() {
  if (tls_ && tls_->ChoseHttp2()) {
    session_ = Http2Session::Make(this, site_);
  } else {
    session_ = std::make_unique<Http1Session>(this, site_);
  }
}

// After every call: sends what there is, lets the session fill the room, and looks at the time.
void Connection::Settle(SteadyTime now) {
  Flush(now);
  while (state_ == State::kOpen && out_.empty()) {
    session_->OnTurn(now);
    if (out_.empty()) break;
    Flush(now);
  }
  if (state_ == State::kClosing && out_.empty()) Linger(now);
  const bool late =
      state_ == State::kOpen ? now >= last_progress_ + kIdleTimeout : now >= NextTime();
  if (late) Enter(State::kDone, now);
}

void Connection::Flush(SteadyTime now) {
  while (state_ != State::kDone && sent_ < out_.size()) {
    const ssize_t sent = ::send(fd_.get(), out_.data() + sent_, out_.size() - sent_, MSG_NOSIGNAL);
    if (sent < 0 && MustWait(errno)) return;
    if (sent < 0) return Enter(State::kDone, now);
    sent_ += static_cast<std::size_t>(sent);
    last_progress_ = now;
  }
  out_.clear();
  sent_ = 0;
}

// Closing with unread bytes in the socket would reset the connection, and the client would lose the
// end of the answer (RFC 9112, section 9.6).
void Connection::Linger(SteadyTime now) {
  ::shutdown(fd_.get(), SHUT_WR);
  Enter(peer_ended_ ? State::kDone : State::kLingering, now);
}

void Connection::Enter(State state, SteadyTime now) {
  if (state_ == State::kDone) return;
  state_ = state;
  since_ = now;
}

}  // namespace wa::simulator
