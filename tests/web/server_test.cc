#include "web/server.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

#include "web/fleet_for_web.h"
#include "web/http_client.h"
#include "web/refusal.h"
#include "web/routes.h"

namespace wa {
namespace {

using std::chrono::milliseconds;
using test::Fetched;
using test::HttpClient;
using test::RawConnection;

// Probes that wait until the test lets them go.
class HeldProbes {
 public:
  void Begin(std::function<void(ProbeAnswer)> done) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(done));
    begun_.notify_all();
  }
  void WaitFor(std::size_t count) {
    std::unique_lock lock(mutex_);
    ASSERT_TRUE(
        begun_.wait_for(lock, std::chrono::seconds(60), [&] { return waiting_.size() >= count; }));
  }
  void Finish() {
    std::vector<std::function<void(ProbeAnswer)>> waiting;
    {
      const std::lock_guard lock(mutex_);
      waiting.swap(waiting_);
    }
    ProbeAnswer answer;
    answer.success = true;
    answer.http_status = 200;
    for (const auto& done : waiting) done(answer);
  }

 private:
  std::mutex mutex_;
  std::condition_variable begun_;
  std::vector<std::function<void(ProbeAnswer)>> waiting_;
};

class ServerTest : public testing::Test {
 protected:
  void SetUp() override {
    backend_ = test::MakeBackend(test::MixedFleet());
    options_.listen = {"127.0.0.1:0"};
    options_.connections_per_client = 0;
  }
  void Start() {
    Router router(backend_);
    auto server = WebServer::Start(options_, [router](const Request& request, Respond respond) {
      router.Handle(request, std::move(respond));
    });
    ASSERT_TRUE(server.has_value()) << server.error().message;
    server_ = std::move(*server);
    port_ = server_->ports().at(0);
  }
  void HoldProbes() {
    backend_.probe = [held = probes_](const std::string&, std::function<void(ProbeAnswer)> done) {
      held->Begin(std::move(done));
    };
  }
  std::future<Fetched> ProbeInBackground() {
    return std::async(std::launch::async, [port = port_] {
      return HttpClient().Get(port, "/probe?account=berlin-shop");
    });
  }
  // What a raw request is answered with, up to the end of the connection.
  std::string Raw(std::string_view request) const {
    const RawConnection connection(port_);
    connection.Send(request);
    return connection.ReadAll();
  }

  Backend backend_;
  WebServerOptions options_;
  std::shared_ptr<HeldProbes> probes_ = std::make_shared<HeldProbes>();
  std::unique_ptr<WebServer> server_;
  std::uint16_t port_ = 0;
};

TEST_F(ServerTest, ServesTheExposition) {
  Start();
  const Fetched metrics = HttpClient().Get(port_, "/metrics");
  EXPECT_EQ(metrics.status, 200) << metrics.error;
  EXPECT_EQ(metrics.headers.at("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_EQ(metrics.headers.count("content-encoding"), 0U);
  EXPECT_EQ(metrics.headers.count("server"), 0U);
  EXPECT_EQ(metrics.body, "waba_accounts 6\n");
}

TEST_F(ServerTest, CompressesForThoseWhoAcceptIt) {
  Start();
  const Fetched metrics = HttpClient().With("Accept-Encoding: gzip").Get(port_, "/metrics");
  EXPECT_EQ(metrics.status, 200) << metrics.error;
  EXPECT_EQ(metrics.headers.at("content-encoding"), "gzip");
  EXPECT_EQ(metrics.body, "\x1f\x8b zipped");
}

TEST_F(ServerTest, HeadHasTheLengthAndNoBody) {
  Start();
  const Fetched metrics = HttpClient().Get(port_, "/metrics", "HEAD");
  EXPECT_EQ(metrics.status, 200) << metrics.error;
  EXPECT_EQ(metrics.headers.at("content-length"), "16");
  EXPECT_EQ(metrics.body, "");
}

TEST_F(ServerTest, KeepsConnections) {
  Start();
  HttpClient client;
  EXPECT_EQ(client.Get(port_, "/metrics").new_connections, 1);
  EXPECT_EQ(client.Get(port_, "/nowhere").new_connections, 0);
  EXPECT_EQ(client.Get(port_, "/metrics", "HEAD").new_connections, 0);
  EXPECT_EQ(client.Get(port_, "/").new_connections, 0);
}

TEST_F(ServerTest, PageAndStyleFitTogether) {
  Start();
  const Fetched page = HttpClient().Get(port_, "/");
  EXPECT_EQ(page.status, 200) << page.error;
  EXPECT_NE(page.body.find("href=\"/assets/style.css\""), std::string::npos);
  const Fetched style = HttpClient().Get(port_, "/assets/style.css");
  EXPECT_EQ(style.status, 200) << style.error;
  EXPECT_EQ(style.headers.at("content-type"), "text/css; charset=utf-8");
  EXPECT_NE(style.body.find("prefers-color-scheme"), std::string::npos);
}

TEST_F(ServerTest, ListensOnSeveralAddresses) {
  options_.listen = {"127.0.0.1:0", "127.0.0.2:0"};
  Start();
  ASSERT_EQ(server_->ports().size(), 2U);
  EXPECT_EQ(HttpClient("127.0.0.1").Get(server_->ports()[0], "/-/healthy").status, 200);
  EXPECT_EQ(HttpClient("127.0.0.2").Get(server_->ports()[1], "/-/healthy").status, 200);
}

TEST_F(ServerTest, ServesIpv6) {
  options_.listen = {"[::1]:0", "127.0.0.1:0"};
  const auto probe =
      WebServer::Start({.listen = {"[::1]:0"}}, [](const Request&, const Respond&) {});
  if (!probe) GTEST_SKIP() << probe.error().message;
  Start();
  EXPECT_EQ(HttpClient("[::1]").Get(server_->ports()[0], "/-/healthy").status, 200);
  EXPECT_EQ(HttpClient("127.0.0.1").Get(server_->ports()[1], "/-/healthy").status, 200);
}

TEST_F(ServerTest, NamesAPortInUse) {
  Start();
  const std::string address = "127.0.0.1:" + std::to_string(port_);
  const auto second = WebServer::Start({.listen = {"127.0.0.1:0", address}}, nullptr);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, ErrorCode::kIo);
  EXPECT_NE(second.error().message.find("cannot listen on " + address + ": Address already in use"),
            std::string::npos)
      << second.error().message;
  EXPECT_EQ(HttpClient().Get(port_, "/-/healthy").status, 200) << "the first one goes on";
}

TEST_F(ServerTest, OtherMethodsAreRefused) {
  Start();
  for (const char* method : {"POST", "DELETE", "OPTIONS", "BREW"}) {
    Fetched answer = HttpClient().Get(port_, "/metrics", method);
    EXPECT_EQ(answer.status, 405) << method << " " << answer.error;
    EXPECT_EQ(answer.headers["allow"], "GET, HEAD") << method;
  }
}

TEST_F(ServerTest, BodiesAreRefusedAndNeverReadAsRequests) {
  Start();
  const std::string smuggled = "GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n";
  const std::string cases[] = {
      "GET /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
          std::to_string(smuggled.size()) + "\r\n\r\n" + smuggled,
      "GET /metrics HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" +
          smuggled,
      "GET /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: "
      "chunked\r\n\r\n"
      "0\r\n\r\n" +
          smuggled,
      "GET /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000000\r\n\r\n" + smuggled,
      "GET /metrics HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFF\r\n" +
          smuggled,
  };
  for (const std::string& request : cases) {
    const std::string answer = Raw(request);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 413 ")) << request << answer;
    EXPECT_EQ(answer.find("healthy"), std::string::npos) << request << answer;
  }
}

TEST_F(ServerTest, JunkIsRefused) {
  Start();
  const std::pair<std::string, int> cases[] = {
      {"GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"GET /..%2f..%2fetc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", 404},
      {"GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", 404},
      {"GET http://x/metrics HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"GET /metrics?%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"GET /metrics HTTP/1.1\r\n\r\n", 400},  // no Host
      {"GET /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", 400},
  };
  for (const auto& [request, status] : cases) {
    const RawConnection connection(port_);
    ASSERT_TRUE(connection.Send(request));
    EXPECT_TRUE(connection.ReadUntil("HTTP/1.1 " + std::to_string(status) + " ")) << request;
  }
  for (const char* request :
       {"\r\n\r\n\r\n\r\n", "GET", "\x01\x02\xff", "GET\r\n\r\n", "\x16\x03\x01\x02"}) {
    const RawConnection connection(port_);
    connection.Send(request);
  }
  EXPECT_EQ(HttpClient().Get(port_, "/-/healthy").status, 200);
}

TEST_F(ServerTest, OversizeHeadersAreRefused) {
  Start();
  const std::string answer = Raw("GET /metrics HTTP/1.1\r\nHost: localhost\r\nX-Long: " +
                                 std::string(options_.connection_memory, 'a') + "\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 431 ")) << answer.substr(0, 200);
  EXPECT_EQ(options_.refusals->requests, 1u);
  EXPECT_EQ(HttpClient().Get(port_, "/-/healthy").status, 200);
}

TEST_F(ServerTest, AProbeUnderWayHoldsNoThread) {
  options_.threads = 1;
  HoldProbes();
  Start();
  auto first = ProbeInBackground();
  auto second = ProbeInBackground();
  probes_->WaitFor(2);
  EXPECT_EQ(HttpClient().Get(port_, "/metrics").status, 200);
  probes_->Finish();
  for (auto* probe : {&first, &second}) {
    const Fetched answer = probe->get();
    EXPECT_EQ(answer.status, 200) << answer.error;
    EXPECT_NE(answer.body.find("waba_probe_success 1\n"), std::string::npos) << answer.body;
  }
}

TEST_F(ServerTest, AProbeThatIsAnsweredByAnotherThreadAtOnceIsNotLost) {
  std::vector<std::thread> threads;
  std::mutex mutex;
  backend_.probe = [&](const std::string&, std::function<void(ProbeAnswer)> done) {
    const std::lock_guard lock(mutex);
    threads.emplace_back([done = std::move(done)] { done({}); });
  };
  Start();
  HttpClient client;
  for (int i = 0; i < 200; ++i) {
    const Fetched answer = client.Get(port_, "/probe?account=berlin-shop");
    ASSERT_EQ(answer.status, 200) << i << " " << answer.error;
  }
  for (std::thread& thread : threads) thread.join();
}

TEST_F(ServerTest, AClientMayLeaveDuringItsProbe) {
  HoldProbes();
  Start();
  {
    const RawConnection connection(port_);
    connection.Send("GET /probe?account=berlin-shop HTTP/1.1\r\nHost: localhost\r\n\r\n");
    probes_->WaitFor(1);
  }
  probes_->Finish();
  EXPECT_EQ(HttpClient().Get(port_, "/-/healthy").status, 200);
}

TEST_F(ServerTest, IdleConnectionsStopNoScrape) {
  Start();
  std::vector<RawConnection> idle;
  for (int i = 0; i < 200; ++i) {
    idle.emplace_back(port_);
    if (i % 2 == 0) idle.back().Send("GET /metrics HTTP/1.1\r\nHost:");
  }
  EXPECT_EQ(HttpClient().Get(port_, "/metrics").status, 200);
}

TEST_F(ServerTest, PlacesAreGivenBack) {
  options_.connections_per_client = 1;
  Start();
  for (int i = 0; i < 3; ++i) {
    // The server may learn later than we do that the one before is over; a place that is kept for
    // ever never ends this.
    while (Raw("GET /-/healthy HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").empty()) {
      std::this_thread::yield();
    }
  }
}

TEST_F(ServerTest, OneAddressCannotTakeAllConnections) {
  options_.connections_per_client = 4;
  Start();
  std::vector<RawConnection> greedy;
  for (int i = 0; i < 4; ++i) {
    greedy.emplace_back(port_);
    greedy.back().Send("GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n");
    ASSERT_TRUE(greedy.back().ReadUntil("healthy\n")) << i;
  }
  EXPECT_EQ(Raw("GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n"), "");
  EXPECT_EQ(HttpClient().From("127.0.0.2").Get(port_, "/metrics").status, 200);
  EXPECT_EQ(options_.refusals->connections, 1u);
  EXPECT_EQ(options_.refusals->requests, 0u);
  greedy.clear();
}

TEST_F(ServerTest, WhoNeverFinishesHisRequestIsDropped) {
  options_.request_deadline = milliseconds(100);
  Start();
  const RawConnection silent(port_);
  const RawConnection half(port_);
  half.Send("GET /metrics HTTP/1.1\r\nHost: localhost\r\nX-Slow:");
  EXPECT_EQ(silent.ReadAll(), "");
  EXPECT_EQ(half.ReadAll(), "");
  EXPECT_EQ(options_.refusals->late, 2u);
}

TEST_F(ServerTest, WhoIsIdleIsDroppedAndNotCounted) {
  options_.idle = milliseconds(100);
  options_.request_deadline = milliseconds(100);
  Start();
  const RawConnection idle(port_);
  ASSERT_TRUE(idle.Send("GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  EXPECT_NE(idle.ReadAll().find("healthy"), std::string::npos);
  EXPECT_EQ(options_.refusals->late, 0u);
}

TEST_F(ServerTest, TheNextHeadHasNoMoreTimeThanTheFirst) {
  options_.request_deadline = milliseconds(100);
  Start();
  const RawConnection half(port_);
  ASSERT_TRUE(half.Send("GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  ASSERT_TRUE(half.ReadUntil("healthy\n"));
  ASSERT_TRUE(half.Send("GET /-/healthy HTTP/1.1\r\nHost:"));
  EXPECT_EQ(half.ReadAll(), "");
  EXPECT_EQ(options_.refusals->late, 1u);
}

TEST_F(ServerTest, DrippingBytesBuyNoTime) {
  options_.request_deadline = milliseconds(100);
  Start();
  const RawConnection dripping(port_);
  ASSERT_TRUE(dripping.Send("GET /metrics HTTP/1.1\r\nHost: localhost\r\nX-Slow: "));
  int drops = 0;
  while (!dripping.IsClosed() && drops < 10'000 && dripping.Send("a")) {
    ++drops;
    std::this_thread::sleep_for(milliseconds(5));  // the attack, not a wait for a result
  }
  EXPECT_LT(drops, 10'000);
  EXPECT_EQ(HttpClient().Get(port_, "/-/healthy").status, 200);
}

TEST_F(ServerTest, WhoDoesNotTakeHisAnswerIsDropped) {
  options_.answer_deadline = milliseconds(100);
  const auto large = std::make_shared<const std::string>(std::string(50'000'000, 'a'));
  backend_.exposition = [large](TextFormat, bool) { return large; };
  Start();
  const RawConnection lazy(port_);
  ASSERT_TRUE(lazy.Send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  // Reads nothing until it is dropped: from then on it cannot send either.
  int drops = 0;
  while (drops < 10'000 && lazy.Send("\r\n")) {
    ++drops;
    std::this_thread::sleep_for(milliseconds(5));
  }
  EXPECT_LT(drops, 10'000);
  EXPECT_LT(lazy.ReadAll().size(), large->size());
}

TEST_F(ServerTest, StopsWithAProbeUnderWay) {
  HoldProbes();
  Start();
  auto probe = ProbeInBackground();
  probes_->WaitFor(1);
  server_->Stop();
  const Fetched answer = probe.get();
  EXPECT_EQ(answer.status, 503) << answer.error;
  EXPECT_EQ(answer.body, "503: the exporter is stopping\n");
  probes_->Finish();  // late, and harmless
  server_->Stop();    // once more, and harmless
  EXPECT_EQ(HttpClient().Get(port_, "/metrics").status, 0);
  server_.reset();
}

TEST_F(ServerTest, WhoAsksTheApiIsToldOfTheStopAsAProblem) {
  std::promise<std::function<void(Result<Past>)>> asked;
  backend_.past = [&asked](const PastQuery&, std::function<void(Result<Past>)> done) {
    asked.set_value(std::move(done));
  };
  Start();
  auto waiting = std::async(std::launch::async,
                            [port = port_] { return HttpClient().Get(port, "/api/v1/incidents"); });
  const auto late = asked.get_future().get();
  server_->Stop();
  Fetched answer = waiting.get();
  EXPECT_EQ(answer.status, 503) << answer.error;
  EXPECT_EQ(answer.headers["content-type"], kProblemType);
  EXPECT_EQ(answer.headers["retry-after"], "5");
  EXPECT_NE(answer.body.find("the exporter is stopping"), std::string::npos) << answer.body;
  late(Past());
}

TEST_F(ServerTest, ItsPortIsFreeAfterwards) {
  Start();
  EXPECT_EQ(HttpClient().Get(port_, "/-/healthy").status, 200);
  server_.reset();
  options_.listen = {"127.0.0.1:" + std::to_string(port_)};
  Start();
  EXPECT_EQ(HttpClient().Get(port_, "/-/healthy").status, 200);
}

}  // namespace
}  // namespace wa
