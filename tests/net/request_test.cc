// What leaves the machine: only what was asked for, to nobody but the host that was asked.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <string>
#include <vector>

#include "net/fault_server.h"
#include "net/transport_case.h"

namespace wa::test {
namespace {

// The lines of a head, the request line first, the others in alphabetical order.
std::vector<std::string> Lines(const std::string& head) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < head.size();) {
    const std::size_t end = head.find("\r\n", at);
    if (end == std::string::npos) break;
    if (end > at) lines.push_back(head.substr(at, end - at));
    at = end + 2;
  }
  if (!lines.empty()) std::sort(lines.begin() + 1, lines.end());
  return lines;
}

class RequestTest : public TransportCase {
 protected:
  std::string Host() const { return "Host: 127.0.0.1:" + std::to_string(server_.port()); }
  std::vector<std::string> Sent() { return Lines(record_.AtLeast(1).back()); }

  Record record_;
  const FaultServer server_{Answering(record_)};
};

TEST_F(RequestTest, IsAGetWithTheseHeadersAndNoOthers) {
  ASSERT_TRUE(Ask(Request(server_.Url("/health_status?a=b"))).has_value());
  const std::vector<std::string> expected{
      "GET /health_status?a=b HTTP/1.1", "Accept: application/json",
      "D360-API-KEY: " + std::string(kKey), Host(), "User-Agent: waba_exporter"};
  EXPECT_EQ(Sent(), expected);
}

TEST_F(RequestTest, OnlyALoginIsPosted) {
  HttpRequest login;
  login.url = server_.Url("/api/v2/token");
  login.headers = {{"Content-Type", "application/json"}};
  login.login = Secret(R"({"username":"u","password":"p"})");
  ASSERT_TRUE(Ask(std::move(login)).has_value());
  const std::vector<std::string> sent = Sent();
  EXPECT_EQ(sent.front(), "POST /api/v2/token HTTP/1.1");
  EXPECT_NE(std::find(sent.begin(), sent.end(), "Content-Length: 31"), sent.end());
  EXPECT_NE(std::find(sent.begin(), sent.end(), "Content-Type: application/json"), sent.end());
}

TEST_F(RequestTest, NeedsNoHeaders) {
  HttpRequest request;
  request.url = server_.Url("/");
  const auto answer = Ask(std::move(request));
  ASSERT_TRUE(answer.has_value()) << answer.error().detail;
  const std::vector<std::string> expected{"GET / HTTP/1.1", "Accept: */*", Host(),
                                          "User-Agent: waba_exporter"};
  EXPECT_EQ(Sent(), expected);
}

TEST_F(RequestTest, NamesTheProgram) {
  CurlTransportOptions options;
  options.user_agent = "waba_exporter/1.2.3";
  Make(options);
  ASSERT_TRUE(Ask(Request(server_.Url())).has_value());
  EXPECT_EQ(Sent().back(), "User-Agent: waba_exporter/1.2.3");
}

TEST_F(RequestTest, NothingOfOneRequestIsInTheNext) {
  HttpRequest first = Request(server_.Url());
  first.headers.emplace_back("X-First", "1");
  ASSERT_TRUE(Ask(std::move(first)).has_value());
  HttpRequest second;
  second.url = server_.Url("/second");
  const auto answer = Ask(std::move(second));
  ASSERT_TRUE(answer.has_value());
  EXPECT_TRUE(answer->reused_connection);
  const std::vector<std::string> expected{"GET /second HTTP/1.1", "Accept: */*", Host(),
                                          "User-Agent: waba_exporter"};
  EXPECT_EQ(Sent(), expected);
}

TEST_F(RequestTest, EachCarriesItsOwnKey) {
  for (const char* key : {"key-of-the-first", "key-of-the-second"}) {
    HttpRequest request = Request(server_.Url());
    request.secret = Secret(key);
    ASSERT_TRUE(Ask(std::move(request)).has_value());
    const std::vector<std::string> sent = Sent();
    EXPECT_EQ(std::count(sent.begin(), sent.end(), "D360-API-KEY: " + std::string(key)), 1);
    EXPECT_EQ(sent.size(), 5U);
  }
}

TEST_F(RequestTest, CookiesAreForgotten) {
  Record record;
  const FaultServer server(Answering(record, Answer("", "Set-Cookie: crumb=1; Path=/\r\n")));
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(Ask(Request(server.Url())).has_value());
  EXPECT_EQ(record.All().back().find("crumb"), std::string::npos);
}

TEST_F(RequestTest, AHeaderCannotBecomeTwo) {
  const std::pair<const char*, std::string> bad[] = {
      {"X", "a\r\nX-Smuggled: 1"},   {"X", "a\nX-Smuggled: 1"}, {"X", "a\rb"},
      {"X", std::string("a\0b", 3)}, {"X\r\nX-Smuggled", "1"},  {"X", ""},
  };
  for (const auto& [name, value] : bad) {
    HttpRequest request = Request(server_.Url());
    request.headers.emplace_back(name, value);
    const TransportFailure failure = Fails(std::move(request));
    EXPECT_EQ(failure.reason, TransportReason::kLocal) << value;
    EXPECT_NE(failure.detail.find("header"), std::string::npos) << failure.detail;
  }
  EXPECT_EQ(server_.connections(), 0U);
}

TEST_F(RequestTest, NorCanAKey) {
  for (const char* key : {"secret-one\r\nX-Smuggled: 1", ""}) {
    HttpRequest request = Request(server_.Url());
    request.secret = Secret(key);
    const TransportFailure failure = Fails(std::move(request));
    EXPECT_EQ(failure.reason, TransportReason::kLocal);
    EXPECT_EQ(failure.detail.find("secret-one"), std::string::npos) << failure.detail;
    EXPECT_NE(failure.detail.find("D360-API-KEY"), std::string::npos) << failure.detail;
  }
  EXPECT_EQ(server_.connections(), 0U);
}

TEST_F(RequestTest, NorAnAddress) {
  for (const char* tail : {" HTTP/1.1\r\nX-Smuggled: 1\r\n", "\r\n", "\n"}) {
    EXPECT_EQ(Reason(Request(server_.Url("/a") + tail)), TransportReason::kLocal);
  }
  EXPECT_EQ(server_.connections(), 0U);
}

TEST_F(RequestTest, OnlyHttpAndHttps) {
  const std::string at = "://127.0.0.1:" + std::to_string(server_.port()) + "/";
  for (const char* scheme : {"ftp", "gopher", "telnet", "dict", "smtp", "ws"}) {
    EXPECT_EQ(Reason(Request(scheme + at)), TransportReason::kLocal) << scheme;
  }
  EXPECT_EQ(Reason(Request("file:///etc/hostname")), TransportReason::kLocal);
  EXPECT_EQ(server_.connections(), 0U);
}

TEST_F(RequestTest, AnAddressWithoutSenseIsOurTrouble) {
  for (const char* url : {"", "http://", "https://:443/", "http://a.test:99999/"}) {
    EXPECT_EQ(Reason(Request(url)), TransportReason::kLocal) << url;
  }
}

TEST_F(RequestTest, ARedirectIsAnAnswer) {
  Record elsewhere;
  const FaultServer other(Answering(elsewhere));
  for (const std::string& to : {other.Url(), other.Url() + "s", std::string("file:///etc/hostname"),
                                std::string("/again")}) {
    Record record;
    const FaultServer first(
        Answering(record, Answer("moved", "Location: " + to + "\r\n", "302 Found")));
    const auto answer = Ask(Request(first.Url()));
    ASSERT_TRUE(answer.has_value()) << answer.error().detail;
    EXPECT_EQ(answer->status, 302);
    EXPECT_EQ(answer->Header("location"), to);
    EXPECT_EQ(answer->body, "moved");
    EXPECT_EQ(record.All().size(), 1U);
  }
  EXPECT_EQ(other.connections(), 0U);
}

// Variables of the environment for as long as a test needs them.
class ProxyVariables {
 public:
  explicit ProxyVariables(const std::string& url) {
    for (const char* name : kNames) setenv(name, url.c_str(), 1);
  }
  ProxyVariables(const ProxyVariables&) = delete;
  ProxyVariables& operator=(const ProxyVariables&) = delete;
  ~ProxyVariables() {
    for (const char* name : kNames) unsetenv(name);
  }

 private:
  static constexpr const char* kNames[] = {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy",
                                           "ALL_PROXY"};
};

TEST_F(RequestTest, NoProxyOfTheEnvironment) {
  Record record;
  const FaultServer proxy(Answering(record));
  const ProxyVariables variables("http://127.0.0.1:" + std::to_string(proxy.port()));
  Make({});
  ASSERT_TRUE(Ask(Request(server_.Url())).has_value());
  // Nobody speaks TLS there, but that is who must be asked.
  const FaultServer clear([](Peer& peer) { peer.Say("HTTP/1.1 400 Bad Request\r\n\r\n"); });
  EXPECT_EQ(Reason(Request("https://127.0.0.1:" + std::to_string(clear.port()))),
            TransportReason::kTls);
  EXPECT_EQ(proxy.connections(), 0U);
}

TEST_F(RequestTest, NoFailureTellsTheKey) {
  const char* answers[] = {
      "",
      "%s",
      "HTTP/1.1 %s\r\n\r\n",
      "HTTP/9.%s 200 OK\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: %s\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: %s\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%s",
  };
  for (std::string answer : answers) {
    if (const auto at = answer.find("%s"); at != std::string::npos) answer.replace(at, 2, kKey);
    const FaultServer server(SayAndClose(answer));
    const auto outcome = Ask(Request(server.Url()));
    if (outcome) continue;
    EXPECT_EQ(outcome.error().detail.find(kKey), std::string::npos) << outcome.error().detail;
    EXPECT_EQ(outcome.error().detail.find("127.0.0.1:"), 0U) << outcome.error().detail;
  }
}

}  // namespace
}  // namespace wa::test
