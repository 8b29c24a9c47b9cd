#include "net/http2_connection.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <utility>

#include "base/secret.h"

namespace wa {
namespace {

using TlsState = TlsClientStream::State;

void SetOption(int socket, int level, int option, int value) {
  setsockopt(socket, level, option, &value, sizeof(value));  // the connection works without, too
}

bool WouldBlock() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

}  // namespace

bool ParseSocketAddress(std::string_view text, SocketAddress* address) {
  const std::size_t colon = text.rfind(':');
  if (colon == text.npos) return false;
  std::uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + colon + 1, end, port);
  if (parsed.ec != std::errc() || parsed.ptr != end) return false;
  std::string host(text.substr(0, colon));
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    auto* const six = reinterpret_cast<sockaddr_in6*>(&address->bytes);
    six->sin6_family = AF_INET6;
    six->sin6_port = htons(port);
    address->size = sizeof(*six);
    return inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &six->sin6_addr) == 1;
  }
  auto* const four = reinterpret_cast<sockaddr_in*>(&address->bytes);
  four->sin_family = AF_INET;
  four->sin_port = htons(port);
  address->size = sizeof(*four);
  return inet_pton(AF_INET, host.c_str(), &four->sin_addr) == 1;
}

std::unique_ptr<Http2Connection> Http2Connection::Open(const SocketAddress& address,
                                                       std::unique_ptr<TlsClientStream> tls,
                                                       std::unique_ptr<Http2Session> session,
                                                       Duration patience, SteadyTime now) {
  UniqueFd fd(socket(address.bytes.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd || !tls || !session) return nullptr;
  SetOption(fd.get(), IPPROTO_TCP, TCP_NODELAY, 1);
  // An HTTP/2 connection always has another request on it, so nobody would ever give up one that
  // went dead. The kernel does.
  SetOption(fd.get(), IPPROTO_TCP, TCP_USER_TIMEOUT,
            static_cast<int>(patience / std::chrono::milliseconds(1)));
  const int begun =
      connect(fd.get(), reinterpret_cast<const sockaddr*>(&address.bytes), address.size);
  if (begun != 0 && errno != EINPROGRESS) return nullptr;
  return std::unique_ptr<Http2Connection>(
      new Http2Connection(std::move(fd), std::move(tls), std::move(session), now + patience));
}

Http2Connection::Http2Connection(UniqueFd socket, std::unique_ptr<TlsClientStream> tls,
                                 std::unique_ptr<Http2Session> session, SteadyTime give_up)
    : socket_(std::move(socket)),
      tls_(std::move(tls)),
      session_(std::move(session)),
      give_up_(give_up),
      last_used_(give_up),
      last_heard_(give_up) {}

std::size_t Http2Connection::Free() const {
  return is_over_ || is_doubted_ || is_connecting() ? 0 : session_->Free();
}

void Http2Connection::Start(std::unique_ptr<Exchange> exchange, std::string_view authority,
                            std::string_view path) {
  next_deadline_ = std::min(next_deadline_, exchange->Deadline());
  session_->Start(std::move(exchange), authority, path);
}

SteadyTime Http2Connection::Deadline() const {
  return is_connecting() ? std::min(give_up_, next_deadline_) : next_deadline_;
}

void Http2Connection::Turn(SteadyTime now) {
  if (is_over_) return;
  if (now >= next_deadline_) next_deadline_ = session_->Expire(now);
  if (session_->open() > 0) last_used_ = now;
  if (is_connecting() && now >= give_up_) return End();
  if (!Connected()) return;
  const bool alive = Read(now);
  if (alive) Seal();
  if (!Write() || !alive || session_->is_over()) End();
}

// TCP. What went wrong there, reading finds out.
bool Http2Connection::Connected() {
  if (is_connected_) return true;
  sockaddr_storage peer{};
  socklen_t size = sizeof(peer);
  is_connected_ = getpeername(socket_.get(), reinterpret_cast<sockaddr*>(&peer), &size) == 0;
  int error = 0;
  size = sizeof(error);
  getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0) End();
  return is_connected_ && !is_over_;
}

bool Http2Connection::Read(SteadyTime now) {
  std::array<char, 64 << 10> buffer;
  while (true) {
    const ssize_t got = recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (got < 0) return WouldBlock();
    if (got == 0) return false;
    last_heard_ = now;
    clear_.clear();
    const TlsState state = tls_->Receive({buffer.data(), static_cast<std::size_t>(got)}, &clear_);
    has_opened_ = has_opened_ || state == TlsState::kOpen;
    if (!clear_.empty() && !session_->Receive(clear_)) return false;
    if (state == TlsState::kOver) return false;
    if (static_cast<std::size_t>(got) < buffer.size()) return true;
  }
}

void Http2Connection::Seal() {
  clear_.clear();
  if (tls_->state() == TlsState::kOpen) session_->TakeOutput(&clear_);
  if (!clear_.empty()) tls_->Send(clear_);
  WipeText(&clear_);  // it may hold a key
  tls_->TakeOutput(&output_);
}

bool Http2Connection::Write() {
  std::size_t written = 0;
  bool is_alive = true;
  while (is_alive && written < output_.size()) {
    const ssize_t sent =
        send(socket_.get(), output_.data() + written, output_.size() - written, MSG_NOSIGNAL);
    if (sent < 0) {
      is_alive = WouldBlock();
      break;
    }
    written += static_cast<std::size_t>(sent);
  }
  output_.erase(0, written);
  return is_alive;
}

void Http2Connection::End() {
  is_over_ = true;
  session_->Abandon();
}

}  // namespace wa
