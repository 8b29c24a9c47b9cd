#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/unique_fd.h"

namespace wa {

// "127.0.0.1:10360", "[::1]:0", "localhost:10360".
struct ListenAddress {
  std::string host;  // without brackets
  std::string port;
};
Result<ListenAddress> ParseListenAddress(std::string_view text);

// Where a socket listens: its IP address without brackets, or empty for one of the unix family,
// which its file guards.
Result<std::string> HostOf(const UniqueFd& socket);

// A socket that listens, closed when it goes unless released.
class Listener {
 public:
  // The error names the address, what is wrong with it and what to do about it.
  static Result<Listener> Open(const std::string& address);
  // A socket that somebody else opened for us: TCP, or of the unix family.
  static Result<Listener> Adopt(UniqueFd socket);

  Listener(Listener&& other) noexcept;
  Listener& operator=(Listener&& other) noexcept;
  ~Listener();

  int fd() const { return fd_; }
  void Release() { fd_ = -1; }                  // somebody else closes it
  std::uint16_t port() const { return port_; }  // the real one where 0 was asked for
  bool is_ipv6() const { return is_ipv6_; }

 private:
  Listener(int fd, std::uint16_t port, bool is_ipv6) : fd_(fd), port_(port), is_ipv6_(is_ipv6) {}
  int fd_ = -1;
  std::uint16_t port_ = 0;
  bool is_ipv6_ = false;
};

}  // namespace wa
