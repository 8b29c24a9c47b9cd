#include "web/listener.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <memory>
#include <system_error>
#include <utility>

namespace wa {
namespace {

struct FreeAddresses {
  void operator()(addrinfo* list) const { freeaddrinfo(list); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

std::string WayOut(int error) {
  switch (error) {
    case EADDRINUSE:
      return "; another program (perhaps another exporter) has it: stop that one, or set another "
             "port in server.listen";
    case EACCES:
      return "; ports below 1024 need a privilege: set a higher one in server.listen";
    case EADDRNOTAVAIL:
    case EAFNOSUPPORT:
      return "; this machine does not have the address: set one of its own in server.listen";
    case EMFILE:
    case ENFILE:
      return "; raise the limit of open files";
    default:
      return "";
  }
}

tl::unexpected<Error> CannotListen(const std::string& address, int error) {
  return Fail(ErrorCode::kIo, "cannot listen on " + address + ": " +
                                  std::generic_category().message(error) + WayOut(error));
}

Result<Addresses> Resolve(const std::string& address) {
  const auto parsed = ParseListenAddress(address);
  if (!parsed) return tl::unexpected(parsed.error());
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* list = nullptr;
  const int error = getaddrinfo(parsed->host.c_str(), parsed->port.c_str(), &hints, &list);
  if (error != 0) {
    return Fail(ErrorCode::kIo, "cannot listen on " + address + ": " + gai_strerror(error) +
                                    "; write an IP address of this machine in server.listen");
  }
  return Addresses(list);
}

// 0, or errno.
int BindAndListen(int fd, const addrinfo& address) {
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  // IPv6 means IPv6: whether the IPv4 address is served too must not depend on the machine.
  if (address.ai_family == AF_INET6) setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  if (bind(fd, address.ai_addr, address.ai_addrlen) != 0) return errno;
  return listen(fd, SOMAXCONN) == 0 ? 0 : errno;
}

std::uint16_t PortOf(int fd) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&storage), &size) != 0) return 0;
  return ntohs(storage.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(&storage)->sin6_port
                                             : reinterpret_cast<sockaddr_in*>(&storage)->sin_port);
}

}  // namespace

Result<ListenAddress> ParseListenAddress(std::string_view text) {
  const auto bad = [&](std::string_view why) {
    return Fail(ErrorCode::kConfig,
                "cannot listen on \"" + std::string(text) + "\": " + std::string(why) +
                    "; write HOST:PORT, such as 127.0.0.1:10360 or [::1]:10360");
  };
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return bad("no port");
  std::string_view host = text.substr(0, colon);
  const std::string_view port = text.substr(colon + 1);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (host.empty()) return bad("no host");
  if (!bracketed && host.find_first_of(":[]") != std::string_view::npos) {
    return bad("an IPv6 address stands in brackets");
  }
  std::uint16_t number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (port.empty() || error != std::errc() || end != port.data() + port.size()) {
    return bad("the port is not a number from 0 to 65535");
  }
  return ListenAddress{std::string(host), std::string(port)};
}

Result<Listener> Listener::Open(const std::string& address) {
  const auto addresses = Resolve(address);
  if (!addresses) return tl::unexpected(addresses.error());
  const addrinfo& first = **addresses;
  const int fd = socket(first.ai_family, first.ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return CannotListen(address, errno);
  Listener listener(fd, 0, first.ai_family == AF_INET6);
  if (const int error = BindAndListen(fd, first); error != 0) return CannotListen(address, error);
  listener.port_ = PortOf(fd);
  return listener;
}

Result<std::string> HostOf(const UniqueFd& socket) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  const auto* address = reinterpret_cast<const sockaddr*>(&storage);
  if (getsockname(socket.get(), reinterpret_cast<sockaddr*>(&storage), &size) != 0) {
    return Fail(ErrorCode::kIo, "what was handed over to listen on is no socket");
  }
  if (storage.ss_family == AF_UNIX) return "";
  std::array<char, NI_MAXHOST> host{};
  const int error =
      getnameinfo(address, size, host.data(), host.size(), nullptr, 0, NI_NUMERICHOST);
  if (error == 0) return std::string(host.data());
  return Fail(ErrorCode::kIo, "the socket that was handed over is of no family to serve on");
}

Result<Listener> Listener::Adopt(UniqueFd socket) {
  int listens = 0;
  int type = 0;
  socklen_t size = sizeof listens;
  const int fd = socket.get();
  if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0 || listens == 0 ||
      getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_STREAM) {
    return Fail(ErrorCode::kIo,
                "what was handed over is no socket that listens for streams: a "
                "socket unit needs ListenStream= and Accept=no");
  }
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  int family = 0;
  getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &size);
  return Listener(socket.Release(), family == AF_UNIX ? std::uint16_t{0} : PortOf(fd),
                  family == AF_INET6);
}

Listener::Listener(Listener&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), port_(other.port_), is_ipv6_(other.is_ipv6_) {}

Listener& Listener::operator=(Listener&& other) noexcept {
  std::swap(fd_, other.fd_);
  port_ = other.port_;
  is_ipv6_ = other.is_ipv6_;
  return *this;
}

Listener::~Listener() {
  if (fd_ >= 0) close(fd_);
}

}  // namespace wa
