#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <random>
#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "simulator/running_simulator.h"

namespace wa::simulator {
namespace {

// A client without manners.
class Socket {
 public:
  Socket() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
  explicit Socket(std::uint16_t port) : Socket() { Connect(port); }
  void Connect(std::uint16_t port) const {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(fd_.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  }
  // The other side may be gone already; then the rest is not sent.
  void Say(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  void EndSide() const { ::shutdown(fd_.get(), SHUT_WR); }
  // Until the other side ends or resets.
  std::string Hear() const {
    std::string all;
    char buffer[4096];
    for (ssize_t got = 1; got > 0;) {
      got = ::recv(fd_.get(), buffer, sizeof(buffer), 0);
      if (got > 0) all.append(buffer, static_cast<std::size_t>(got));
    }
    return all;
  }

 private:
  UniqueFd fd_;
};

class HostileTest : public RunningSimulator {
 protected:
  void SetUp() override { StartShipped("restart.toml"); }
  void TearDown() override {
    EXPECT_EQ(Ask("scenario-key-lisbon-cafe").status, 200);
    EXPECT_EQ(AskTls("scenario-key-lisbon-cafe").status, 200);
    EXPECT_EQ(Look("/accounts").status, 200);
  }
  std::vector<std::uint16_t> Ports() const {
    const Simulator::Ports ports = simulator_->ports();
    return {ports.http, ports.https, ports.control};
  }
};

TEST_F(HostileTest, RandomBytes) {
  std::mt19937 random(20261124);
  for (const std::uint16_t port : Ports()) {
    for (int round = 0; round < 50; ++round) {
      std::string bytes(random() % 4000 + 1, '\0');
      for (char& c : bytes) c = static_cast<char>(random());
      const Socket socket(port);
      socket.Say(bytes);
      socket.EndSide();
      EXPECT_EQ(socket.Hear().find("200 OK"), std::string::npos);
    }
  }
}

TEST_F(HostileTest, HugeHeaders) {
  for (const std::uint16_t port : {simulator_->ports().http, simulator_->ports().control}) {
    const Socket socket(port);
    socket.Say("GET / HTTP/1.1\r\nHost: h\r\nX: ");
    socket.Say(std::string(4 << 20, 'x'));
    EXPECT_EQ(socket.Hear().substr(0, 12), "HTTP/1.1 431");
  }
  const std::string metrics = Look("/metrics").body;
  EXPECT_NE(metrics.find("malformed_requests_total{listener=\"http\"} 1\n"), std::string::npos);
}

TEST_F(HostileTest, ABodyThatNobodyWants) {
  const Socket socket(simulator_->ports().http);
  socket.Say("POST /messages HTTP/1.1\r\nHost: h\r\nContent-Length: 4194304\r\n\r\n");
  socket.Say(std::string(4 << 20, 'x'));
  EXPECT_EQ(socket.Hear().substr(0, 12), "HTTP/1.1 405");
}

TEST_F(HostileTest, ConnectionsThatEndAnywhere) {
  const std::string ask =
      "GET /health_status HTTP/1.1\r\nHost: h\r\nD360-API-KEY: scenario-key-lisbon-cafe\r\n\r\n";
  for (std::size_t length = 0; length <= ask.size(); length += 5) {
    for (const std::uint16_t port : Ports()) Socket(port).Say(ask.substr(0, length));
  }
}

TEST_F(HostileTest, ManyRequestsAtOnceOnOneConnection) {
  const std::string ask =
      "GET /health_status HTTP/1.1\r\nHost: h\r\nD360-API-KEY: scenario-key-lisbon-cafe\r\n\r\n";
  std::string all;
  for (int i = 0; i < 200; ++i) all += ask;
  const Socket socket(simulator_->ports().http);
  socket.Say(all);
  socket.EndSide();
  const std::string heard = socket.Hear();
  std::size_t answers = 0;
  for (std::size_t at = heard.find("200 OK"); at != std::string::npos; ++answers) {
    at = heard.find("200 OK", at + 1);
  }
  EXPECT_EQ(answers, 200U);
}

TEST_F(HostileTest, AClientThatNeverReads) {
  ASSERT_EQ(Change("lisbon-cafe", R"({"fault": "oversize", "size": "1000MiB"})").status, 200);
  const Socket socket(simulator_->ports().http);
  socket.Say(
      "GET /health_status HTTP/1.1\r\nHost: h\r\nD360-API-KEY: scenario-key-lisbon-cafe\r\n\r\n");
  EXPECT_EQ(Client().Ask({Control("/accounts/lisbon-cafe/answer"), "", "DELETE"}).status, 200);
}

TEST_F(HostileTest, TooManyConnectionsAreClosedAtOnce) {
  std::vector<Socket> idle;
  for (std::size_t i = 0; i < kMaxConnections; ++i) idle.emplace_back(simulator_->ports().http);
  EXPECT_EQ(Socket(simulator_->ports().http).Hear(), "");
  EXPECT_NE(Look("/metrics").body.find("refused_connections_total{listener=\"http\"} 1\n"),
            std::string::npos);
  idle.front().EndSide();
  EXPECT_EQ(idle.front().Hear(), "");  // gone, so there is room for another
}

// The limit on descriptors while the test holds it down.
class FewDescriptors {
 public:
  explicit FewDescriptors(int more) {
    const UniqueFd next(::dup(0));
    ::getrlimit(RLIMIT_NOFILE, &before_);
    rlimit low = before_;
    low.rlim_cur = static_cast<rlim_t>(next.get() + more);
    EXPECT_EQ(::setrlimit(RLIMIT_NOFILE, &low), 0);
  }
  FewDescriptors(const FewDescriptors&) = delete;
  FewDescriptors& operator=(const FewDescriptors&) = delete;
  ~FewDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

TEST_F(HostileTest, SurvivesWithoutDescriptors) {
  // This end's are there before they run out: the other end takes all that are left.
  const std::vector<Socket> waiting(8);
  {
    const FewDescriptors few(2);
    for (const Socket& socket : waiting) socket.Connect(simulator_->ports().http);
  }
  for (const Socket& socket : waiting) {
    socket.Say("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    socket.EndSide();
    EXPECT_EQ(socket.Hear().substr(0, 12), "HTTP/1.1 401");
  }
}

TEST_F(HostileTest, ASilentConnectionIsClosed) {
  const Socket idle(simulator_->ports().http);
  // Accepted after the silent one, so that one is known by now.
  EXPECT_EQ(Ask("scenario-key-lisbon-cafe").status, 200);
  clock_.Advance(std::chrono::minutes(11));
  // Another event, so that the loop looks at its clock; then the silent one has been closed.
  EXPECT_EQ(Ask("scenario-key-lisbon-cafe").status, 200);
  EXPECT_EQ(idle.Hear(), "");
}

}  // namespace
}  // namespace wa::simulator
