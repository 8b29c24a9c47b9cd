#pragma once

#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/unique_fd.h"
#include "simulator/openssl_ptr.h"

namespace wa::test {

// An answer that is complete. `more` are header lines, each with its line end.
inline std::string Answer(std::string_view body, const std::string& more = {},
                          const std::string& status = "200 OK") {
  return "HTTP/1.1 " + status + "\r\n" + more + "Content-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + std::string(body);
}

// What a server's script holds of one connection.
class Peer {
 public:
  Peer(int fd, SSL* ssl) : fd_(fd), ssl_(ssl) {}

  // The next request up to and with its empty line, or what came of it until the client went.
  std::string ReadRequest() const {
    std::string head;
    char byte = 0;
    while (!head.ends_with("\r\n\r\n") && Read(&byte)) head += byte;
    return head;
  }
  // So many bytes of a body, or fewer if the client went.
  std::string ReadExactly(std::size_t count) const {
    std::string body;
    char byte = 0;
    while (body.size() < count && Read(&byte)) body += byte;
    return body;
  }
  // False once the client has gone.
  bool Say(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = Write(bytes);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  // Says no more, and waits for the client (or the end of the test) to go.
  void Stall() const {
    char byte = 0;
    while (Read(&byte)) {
    }
  }
  // The connection will end with a reset.
  void EndWithReset() const {
    const linger at_once{1, 0};
    setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  }
  // TLS: tells the client that nothing more comes.
  void SayGoodbye() const { SSL_shutdown(ssl_); }
  int fd() const { return fd_; }
  // Whether the client came back with the TLS session of an earlier connection.
  bool IsResumed() const { return SSL_session_reused(ssl_) == 1; }

 private:
  bool Read(char* byte) const {
    return (ssl_ != nullptr ? SSL_read(ssl_, byte, 1) : recv(fd_, byte, 1, 0)) == 1;
  }
  ssize_t Write(std::string_view bytes) const {
    return ssl_ != nullptr ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                           : send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }

  int fd_;
  SSL* ssl_;
};

// A server on 127.0.0.1 that plays a script on each connection, in a thread of its own, and then
// closes it. What is still open at its end is cut.
class FaultServer {
 public:
  using Script = std::function<void(Peer&)>;

  // With a context it speaks TLS; the script begins after the handshake.
  explicit FaultServer(Script script, SSL_CTX* tls = nullptr)
      : script_(std::move(script)), tls_(tls), listener_(Listen()), acceptor_([this] { Run(); }) {}
  FaultServer(const FaultServer&) = delete;
  FaultServer& operator=(const FaultServer&) = delete;
  ~FaultServer() {
    shutdown(listener_.get(), SHUT_RDWR);
    acceptor_.join();
    {
      const std::lock_guard lock(mutex_);
      for (Connection& connection : connections_) shutdown(connection.fd.get(), SHUT_RDWR);
    }
    for (Connection& connection : connections_) connection.thread.join();
  }

  std::uint16_t port() const {
    sockaddr_in address{};
    socklen_t size = sizeof(address);
    getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
  }
  std::string Url(const std::string& path = "/health_status") const {
    return (tls_ != nullptr ? "https://localhost:" : "http://127.0.0.1:") + std::to_string(port()) +
           path;
  }
  std::size_t connections() const { return accepted_.load(); }

 private:
  struct Connection {
    UniqueFd fd;
    std::thread thread;
  };

  static UniqueFd Listen() {
    UniqueFd fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address));
    listen(fd.get(), 512);
    return fd;
  }
  void Run() {
    while (true) {
      // accept4() takes a descriptor before it waits: it would fail while a test leaves none.
      pollfd ready{listener_.get(), POLLIN, 0};
      poll(&ready, 1, -1);
      const int fd = accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) return;
      ++accepted_;
      const std::lock_guard lock(mutex_);
      Connection& connection = connections_.emplace_back();
      connection.fd = UniqueFd(fd);
      connection.thread = std::thread([this, &connection] { Serve(connection); });
    }
  }
  void Serve(Connection& connection) {
    sigset_t pipe;  // OpenSSL writes without MSG_NOSIGNAL
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    const int fd = connection.fd.get();
    if (tls_ == nullptr) {
      Peer peer(fd, nullptr);
      script_(peer);
    } else {
      const simulator::SslPtr ssl(SSL_new(tls_));
      SSL_set_fd(ssl.get(), fd);
      Peer peer(fd, ssl.get());
      if (SSL_accept(ssl.get()) == 1) script_(peer);
    }
    const std::lock_guard lock(mutex_);
    connection.fd = UniqueFd();
  }

  const Script script_;
  SSL_CTX* const tls_;
  const UniqueFd listener_;
  std::atomic<std::size_t> accepted_{0};
  std::mutex mutex_;
  std::list<Connection> connections_;
  std::thread acceptor_;  // last: it uses the others
};

// What was asked, in the order in which it came. Thread-safe.
class Record {
 public:
  void Add(std::string request) {
    const std::lock_guard lock(mutex_);
    requests_.push_back(std::move(request));
    added_.notify_all();
  }
  // Waits until `count` have come; after a minute it gives up.
  std::vector<std::string> AtLeast(std::size_t count) {
    std::unique_lock lock(mutex_);
    added_.wait_for(lock, std::chrono::minutes(1), [&] { return requests_.size() >= count; });
    return requests_;
  }
  std::vector<std::string> All() { return AtLeast(0); }

 private:
  std::mutex mutex_;
  std::condition_variable added_;
  std::vector<std::string> requests_;
};

// A server that answers every request, and writes it down.
inline FaultServer::Script Answering(Record& record, std::string answer = Answer("fine")) {
  return [&record, answer = std::move(answer)](Peer& peer) {
    for (std::string head = peer.ReadRequest(); !head.empty(); head = peer.ReadRequest()) {
      record.Add(head);
      if (!peer.Say(answer)) return;
    }
  };
}

// A server that reads one request, says this, and closes.
inline FaultServer::Script SayAndClose(std::string bytes) {
  return [bytes = std::move(bytes)](Peer& peer) {
    peer.ReadRequest();
    peer.Say(bytes);
  };
}

}  // namespace wa::test
