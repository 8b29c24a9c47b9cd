#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/unique_fd.h"

namespace wa::test {

// A unix socket that plays who listens to us. Nothing that it reads waits.
class DatagramSocket {
 public:
  DatagramSocket() {
    folder_ = std::filesystem::temp_directory_path() / "waba-socket-XXXXXX";
    if (::mkdtemp(folder_.data()) == nullptr) std::abort();
    socket_ = UniqueFd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    Path().copy(address.sun_path, sizeof address.sun_path - 1);
    EXPECT_EQ(::bind(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  }
  ~DatagramSocket() { std::filesystem::remove_all(folder_); }
  DatagramSocket(const DatagramSocket&) = delete;
  DatagramSocket& operator=(const DatagramSocket&) = delete;

  std::string Path() const { return folder_ + "/socket"; }
  // Empty: nothing was said.
  std::string Heard() const {
    std::array<char, 8192> bytes{};
    const ssize_t got = ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
    return got <= 0 ? "" : std::string(bytes.data(), static_cast<std::size_t>(got));
  }

 private:
  std::string folder_;
  UniqueFd socket_;
};

}  // namespace wa::test
