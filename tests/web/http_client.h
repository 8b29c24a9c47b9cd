#pragma once

#include <arpa/inet.h>
#include <curl/curl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"

namespace wa::test {

struct Fetched {
  int status = 0;  // 0: no answer, and `error` says why
  std::string error;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  long new_connections = 0;
};

// A client that keeps its connection, as a scraper does. Not thread-safe.
class HttpClient {
 public:
  explicit HttpClient(std::string host = "127.0.0.1") : host_(std::move(host)) {}

  // Sent with every request from now on.
  HttpClient& With(const std::string& header) {
    headers_.reset(curl_slist_append(headers_.release(), header.c_str()));
    return *this;
  }
  // Connects from this address.
  HttpClient& From(std::string address) {
    from_ = std::move(address);
    return *this;
  }

  Fetched Get(std::uint16_t port, const std::string& target, const std::string& method = "GET") {
    return Ask(port, target, method, "body");
  }
  Fetched Post(std::uint16_t port, const std::string& target, const std::string& body) {
    return Ask(port, target, "POST", body);
  }

 private:
  // `body` is sent if the method is POST.
  Fetched Ask(std::uint16_t port, const std::string& target, const std::string& method,
              const std::string& body) {
    Fetched fetched;
    CURL* curl = curl_.get();
    curl_easy_reset(curl);
    curl_easy_setopt(curl, CURLOPT_URL, ("http://" + host_ + ":" + std::to_string(port)).c_str());
    curl_easy_setopt(curl, CURLOPT_REQUEST_TARGET, target.c_str());
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 60L);  // a hanging server fails the test
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers_.get());
    if (!from_.empty()) curl_easy_setopt(curl, CURLOPT_INTERFACE, from_.c_str());
    if (method == "HEAD") curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    if (method == "POST") {
      curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
      curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
    }
    if (method != "GET" && method != "HEAD") {
      curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
    }
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &AppendBody);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &fetched.body);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &AddHeader);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &fetched.headers);
    const CURLcode code = curl_easy_perform(curl);
    if (code != CURLE_OK) fetched.error = curl_easy_strerror(code);
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &fetched.new_connections);
    fetched.status = static_cast<int>(status);
    return fetched;
  }

  static std::size_t AppendBody(const char* data, std::size_t size, std::size_t count, void* body) {
    static_cast<std::string*>(body)->append(data, size * count);
    return size * count;
  }
  static std::size_t AddHeader(const char* data, std::size_t size, std::size_t count,
                               void* headers) {
    const std::string_view line(data, size * count);
    if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
      auto& map = *static_cast<std::map<std::string, std::string>*>(headers);
      map[ToLower(line.substr(0, colon))] = std::string(Trim(line.substr(colon + 1)));
    }
    return size * count;
  }
  struct Free {
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };

  std::string host_;
  std::string from_;
  std::unique_ptr<CURL, Free> curl_{curl_easy_init()};
  std::unique_ptr<curl_slist, Free> headers_;
};

// A bare TCP connection to a port of 127.0.0.1, for what no decent client does.
class RawConnection {
 public:
  explicit RawConnection(std::uint16_t port) : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{60, 0};  // a hanging server fails the test
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    EXPECT_EQ(connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  }
  RawConnection(RawConnection&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  RawConnection& operator=(RawConnection&&) = delete;
  ~RawConnection() {
    if (fd_ >= 0) close(fd_);
  }

  // False once the server has closed.
  bool Send(std::string_view bytes) const {
    return send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
  }
  // Everything until the server closes or resets; "HANGS" if it does neither.
  std::string ReadAll() const {
    std::string all;
    char buffer[4096];
    for (;;) {
      const ssize_t count = recv(fd_, buffer, sizeof buffer, 0);
      if (count < 0 && errno == EAGAIN) return "HANGS";
      if (count <= 0) return all;
      all.append(buffer, static_cast<std::size_t>(count));
    }
  }
  // Until `end` was read; false if the server closes before.
  bool ReadUntil(std::string_view end) const {
    std::string all;
    char byte = 0;
    while (recv(fd_, &byte, 1, 0) == 1) {
      all += byte;
      if (all.ends_with(end)) return true;
    }
    return false;
  }
  // Whether the server has closed, without waiting.
  bool IsClosed() const {
    char byte = 0;
    const ssize_t count = recv(fd_, &byte, 1, MSG_DONTWAIT | MSG_PEEK);
    return count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
  }

 private:
  int fd_;
};

}  // namespace wa::test
