#include "simulator/listener.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

#include "load/problem.h"

namespace wa::simulator {
namespace {

constexpr int kBacklog = 512;

struct Address {
  std::string host;
  std::string port;
};

std::optional<Address> Split(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  Address address{text.substr(0, colon), text.substr(colon + 1)};
  const bool bracketed =
      address.host.size() > 2 && address.host.front() == '[' && address.host.back() == ']';
  if (bracketed) address.host = address.host.substr(1, address.host.size() - 2);
  const bool plain = address.host.find_first_of(":[]") == std::string::npos;
  const bool number = !address.port.empty() && address.port.size() <= 5 &&
                      address.port.find_first_not_of("0123456789") == std::string::npos &&
                      std::stoi(address.port) <= 65535;
  if (address.host.empty() || (!plain && !bracketed) || !number) return std::nullopt;
  return address;
}

std::uint16_t PortOf(int fd) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  return ntohs(address.ss_family == AF_INET6
                   ? reinterpret_cast<const sockaddr_in6*>(&address)->sin6_port
                   : reinterpret_cast<const sockaddr_in*>(&address)->sin_port);
}

// An empty descriptor if it cannot; errno says why.
UniqueFd Bind(const addrinfo& info) {
  UniqueFd fd(::socket(info.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd) return fd;
  const int on = 1;
  setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  if (info.ai_family == AF_INET6) {
    setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
  }
  const bool bound =
      ::bind(fd.get(), info.ai_addr, info.ai_addrlen) == 0 && ::listen(fd.get(), kBacklog) == 0;
  return bound ? std::move(fd) : UniqueFd();
}

std::string WhyNot(int error) {
  if (error != EADDRINUSE) return std::strerror(error);
  return "another program has the port; name another one, or port 0 for a free one";
}

}  // namespace

Result<Listener> Listener::Open(const std::string& text) {
  const std::string cannot = "cannot listen on " + Quoted(text) + ": ";
  const auto address = Split(text);
  if (!address) {
    return Fail(ErrorCode::kConfig,
                cannot + "write HOST:PORT, such as 127.0.0.1:8360 or [::1]:8360");
  }
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int failed = getaddrinfo(address->host.c_str(), address->port.c_str(), &hints, &found);
  if (failed != 0) return Fail(ErrorCode::kIo, cannot + gai_strerror(failed));
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, &freeaddrinfo);
  Listener listener{Bind(*found), address->host, 0};
  if (!listener.fd) return Fail(ErrorCode::kIo, cannot + WhyNot(errno));
  listener.port = PortOf(listener.fd.get());
  return listener;
}

}  // namespace wa::simulator
