#include "monitor/app.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include "base/log.h"
#include "load/config_source.h"
#include "load/load_conditions.h"

namespace wa {
namespace {

constexpr int kLongestWait = 20'000;  // milliseconds; only a test that fails waits so long

class Socket {
 public:
  explicit Socket(int fd) : fd_(fd) {}
  ~Socket() { close(fd_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int fd() const { return fd_; }
  bool WaitForInput() const {
    pollfd waiting{fd_, POLLIN, 0};
    return poll(&waiting, 1, kLongestWait) == 1;
  }

 private:
  int fd_;
};

sockaddr_in Loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// Listens on a port of its own.
int Listen(std::uint16_t* port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof address;
  if (bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(fd, 16) != 0 ||
      getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    ADD_FAILURE() << "cannot listen";
  }
  *port = ntohs(address.sin_port);
  return fd;
}

std::uint16_t FreePort() {
  std::uint16_t port = 0;
  close(Listen(&port));
  return port;
}

int Connect(std::uint16_t port) {
  const sockaddr_in address = Loopback(port);
  for (int waited = 0; waited < kLongestWait; waited += 20) {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return fd;
    close(fd);
    usleep(20'000);
  }
  ADD_FAILURE() << "the daemon does not listen";
  return -1;
}

void Get(const Socket& server, const std::string& target) {
  const std::string request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  ASSERT_EQ(send(server.fd(), request.data(), request.size(), MSG_NOSIGNAL),
            static_cast<ssize_t>(request.size()));
}

std::string Answer(const Socket& server) {
  std::array<char, 4096> buffer{};
  if (!server.WaitForInput()) return "";
  const ssize_t read = recv(server.fd(), buffer.data(), buffer.size(), 0);
  return {buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(read, 0))};
}

// Writes a configuration and its key; returns its path.
std::string WriteConfig(std::uint16_t provider_port, std::uint16_t port,
                        const std::string& folder) {
  const std::string key = folder + "/key";
  std::ofstream(key) << "key-of-a\n";
  chmod(key.c_str(), 0600);
  std::string path = folder + "/test.toml";
  std::ofstream(path) << "[server]\nlisten = [\"127.0.0.1:" << port << "\"]\n"
                      << "[storage]\npath = \"test.db\"\n"
                      << "[polling]\ntimeout = \"30s\"\n"
                      << "[provider.d360]\nkind = \"360dialog\"\n"
                      << "base_url = \"http://127.0.0.1:" << provider_port << "\"\n"
                      << "[[account]]\nname = \"a\"\napi_key_file = \"key\"\n";
  return path;
}

// A daemon in a process of its own: it takes the signals of the whole process.
pid_t StartDaemon(const std::string& config) {
  const auto catalogue = LoadConditions("");
  const pid_t child = fork();
  if (child != 0) return child;
  SetLogLevel(LogLevel::kError);
  auto source = ConfigSource::Open(config, *catalogue, {}, RealClock().System());
  if (!source) _exit(2);
  _exit(RunServe(std::move(*source), *catalogue, ServiceManager()));
}

// What waits for an answer is answered while the daemon is taken down, and reaches into what is
// still there.
TEST(App, AProbeThatWaitsDoesNotBreakTheStop) {
  std::string folder = std::filesystem::temp_directory_path() / "waba-app-XXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  std::uint16_t provider_port = 0;
  const Socket provider(Listen(&provider_port));  // takes connections and never answers
  const std::uint16_t port = FreePort();
  const pid_t daemon = StartDaemon(WriteConfig(provider_port, port, folder));
  ASSERT_GT(daemon, 0);
  ASSERT_TRUE(provider.WaitForInput()) << "the poll is not under way";
  {
    const Socket prober(Connect(port));
    Get(prober, "/probe?account=a");
    const Socket other(Connect(port));
    Get(other, "/-/healthy");
    EXPECT_NE(Answer(other).find(" 200 "), std::string::npos) << "healthy from the start";
    kill(daemon, SIGTERM);
    // Nothing if the stop came before the question had been read.
    const std::string answer = Answer(prober);
    EXPECT_TRUE(answer.empty() || answer.find(" 503 ") != std::string::npos) << answer;
  }
  int status = 0;
  ASSERT_EQ(waitpid(daemon, &status, 0), daemon);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "status " << status;
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace wa
