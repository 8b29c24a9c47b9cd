#include "drill/loopback_call.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace wa::drill {
namespace {

class Connection {
 public:
  explicit Connection(int fd) : fd_(fd) {}
  ~Connection() {
    if (fd_ >= 0) ::close(fd_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

tl::unexpected<Error> Failed(const LoopbackCall& call, std::string_view why) {
  return Fail(ErrorCode::kIo,
              call.method + " http://" + call.address + call.path + ": " + std::string(why));
}

std::string RequestText(const LoopbackCall& call) {
  std::string text =
      call.method + " " + call.path + " HTTP/1.1\r\nHost: " + call.address +
      "\r\nConnection: close\r\nContent-Length: " + std::to_string(call.body.size()) + "\r\n";
  for (const auto& [name, value] : call.headers) text.append(name + ": " + value + "\r\n");
  return text + "\r\n" + call.body;
}

bool Connect(const Connection& connection, const LoopbackCall& call) {
  const std::size_t colon = call.address.rfind(':');
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  to.sin_port = htons(static_cast<std::uint16_t>(std::atoi(call.address.c_str() + colon + 1)));
  timeval timeout{};
  timeout.tv_sec = std::chrono::duration_cast<std::chrono::seconds>(call.timeout).count();
  ::setsockopt(connection.fd(), SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  ::setsockopt(connection.fd(), SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout);
  return ::connect(connection.fd(), reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
}

bool Send(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t sent = ::send(fd, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

// All of it: the other side closes.
bool Receive(int fd, std::string* text) {
  std::array<char, 16 * 1024> part{};
  while (true) {
    const ssize_t got = ::recv(fd, part.data(), part.size(), 0);
    if (got <= 0) return got == 0;
    text->append(part.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace

Result<LoopbackAnswer> Call(const LoopbackCall& call) {
  const Connection connection(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  std::string text;
  if (connection.fd() < 0 || !Connect(connection, call) ||
      !Send(connection.fd(), RequestText(call)) || !Receive(connection.fd(), &text)) {
    return Failed(call, std::strerror(errno));
  }
  // "HTTP/1.1 200 OK"
  constexpr std::string_view kStart = "HTTP/1.1 ";
  const std::size_t head = text.find("\r\n\r\n");
  if (text.compare(0, kStart.size(), kStart) != 0 || head == text.npos) {
    return Failed(call, "no HTTP answer");
  }
  return LoopbackAnswer{std::atoi(text.c_str() + kStart.size()), text.substr(head + 4)};
}

}  // namespace wa::drill
