// The real transport against the simulator, over TLS with HTTP/2.
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <string>

#include "net/transport_case.h"
#include "simulator/running_simulator.h"

namespace wa::test {
namespace {

class Http2Test : public simulator::RunningSimulator {
 protected:
  void SetUp() override {
    StartShipped("faults.toml");
    Make({});
  }
  void Make(CurlTransportOptions options) {
    auto made = CurlTransport::Make(real_, std::move(options));
    ASSERT_TRUE(made.has_value()) << made.error().message;
    transport_ = std::move(*made);
  }

  HttpRequest To(const std::string& account) const {
    HttpRequest request = Request(Https());
    request.secret = Secret("scenario-key-" + account);
    request.ca_file = folder_ / "ca.pem";
    return request;
  }
  std::vector<Completion> Await(std::size_t count) {
    std::vector<Completion> all;
    const SteadyTime patience = real_.Steady() + std::chrono::minutes(2);
    while (all.size() < count && real_.Steady() < patience) {
      for (Completion& one : transport_->Wait(patience)) all.push_back(std::move(one));
    }
    EXPECT_EQ(all.size(), count);
    return all;
  }
  tl::expected<HttpResponse, TransportFailure> Ask(HttpRequest request) {
    transport_->Start(1, std::move(request));
    auto all = Await(1);
    repeats_ = all.at(0).repeats;
    return std::move(all.at(0).outcome);
  }

  RealClock real_;
  std::unique_ptr<CurlTransport> transport_;
  int repeats_ = 0;  // of the last that was asked
};

TEST_F(Http2Test, IsSpokenWhereOffered) {
  const auto answer = Ask(To("fine"));
  ASSERT_TRUE(answer.has_value()) << answer.error().detail;
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->protocol, "HTTP/2");
  EXPECT_EQ(answer->remote, "127.0.0.1:" + std::to_string(simulator_->ports().https));
  EXPECT_TRUE(answer->Header("content-type").has_value()) << "names are in lower case";
}

TEST_F(Http2Test, ManyAtOnceShareOneConnection) {
  for (TransferId id = 1; id <= 90; ++id) transport_->Start(id, To("slow"));
  int connections = 0;
  for (const Completion& completion : Await(90)) {
    ASSERT_TRUE(completion.outcome.has_value()) << completion.outcome.error().detail;
    EXPECT_EQ(completion.outcome->status, 200);
    connections += completion.outcome->reused_connection ? 0 : 1;
  }
  EXPECT_EQ(connections, 1);
}

TEST_F(Http2Test, ABurstOpensFewConnections) {
  CurlTransportOptions options;
  options.max_in_flight = 600;
  Make(options);
  ASSERT_EQ(transport_->Capacity(), 600U);
  for (TransferId id = 1; id <= 600; ++id) transport_->Start(id, To("slow"));
  EXPECT_EQ(transport_->Capacity(), 0U);
  int connections = 0;
  for (const Completion& completion : Await(600)) {
    ASSERT_TRUE(completion.outcome.has_value()) << completion.outcome.error().detail;
    EXPECT_EQ(completion.outcome->protocol, "HTTP/2");
    connections += completion.outcome->reused_connection ? 0 : 1;
  }
  EXPECT_EQ(connections, 1) << "of libcurl's; ours are opened behind it";
  EXPECT_EQ(transport_->Capacity(), 600U);
}

// Until the host has answered, most wait; they end as if they had been asked.
TEST_F(Http2Test, WhoeverWaitsForAConnectionEndsInTime) {
  for (TransferId id = 1; id <= 40; ++id) {
    HttpRequest request = To("stall");
    request.timeout = std::chrono::milliseconds(300);
    transport_->Start(id, std::move(request));
  }
  for (const Completion& completion : Await(40)) {
    ASSERT_FALSE(completion.outcome.has_value());
    EXPECT_EQ(completion.outcome.error().reason, TransportReason::kTimeout);
    EXPECT_GE(completion.outcome.error().timing.total, std::chrono::milliseconds(300));
  }
}

TEST_F(Http2Test, OneAfterTheOtherKeepsTheConnection) {
  int connections = 0;
  for (int i = 0; i < 200; ++i) {
    const auto answer = Ask(To("fine"));
    ASSERT_TRUE(answer.has_value()) << answer.error().detail;
    connections += answer->reused_connection ? 0 : 1;
  }
  EXPECT_EQ(connections, 1);
}

TEST_F(Http2Test, AKeyGoesWithItsOwnRequest) {
  for (const char* name : {"fine", "slow", "fine", "reset", "fine"}) (void)Ask(To(name));
  EXPECT_EQ(Ask(To("nobody-has-this"))->status, 401);
  HttpRequest without = To("fine");
  without.secret_header.clear();
  EXPECT_EQ(Ask(std::move(without))->status, 401);
}

TEST_F(Http2Test, NothingWasAskedButGet) {
  for (const char* name : {"fine", "slow", "half"}) (void)Ask(To(name));
  const nlohmann::json requests = LookJson("/requests?limit=100").at("requests");
  EXPECT_EQ(requests.size(), 3U);
  for (const auto& request : requests) {
    EXPECT_EQ(request.at("method"), "GET");
    EXPECT_EQ(request.at("has_body"), false);
    EXPECT_EQ(request.at("protocol"), "HTTP/2");
  }
}

TEST_F(Http2Test, Faults) {
  const std::pair<const char*, TransportReason> cases[] = {
      {"reset", TransportReason::kReset},       {"close", TransportReason::kReset},
      {"half", TransportReason::kTruncated},    {"garbage", TransportReason::kReset},
      {"oversize", TransportReason::kTooLarge},
  };
  for (const auto& [fault, reason] : cases) {
    const auto outcome = Ask(To(fault));
    ASSERT_FALSE(outcome.has_value()) << fault;
    EXPECT_EQ(outcome.error().reason, reason) << fault << ": " << outcome.error().detail;
  }
}

// What a server ends on purpose is not asked twice.
TEST_F(Http2Test, OnlyWhatMayNotHaveBeenSeenIsAskedAgain) {
  for (const char* name : {"fine", "reset"}) (void)Ask(To(name));
  EXPECT_EQ(LookJson("/requests?account=reset").at("requests").size(), 1U);
  EXPECT_EQ(repeats_, 0);
  (void)Ask(To("close"));
  EXPECT_EQ(LookJson("/requests?account=close").at("requests").size(), 2U);
  EXPECT_EQ(repeats_, 1);
  (void)Ask(To("close"));  // this time on a connection of its own
  EXPECT_EQ(LookJson("/requests?account=close").at("requests").size(), 3U);
  EXPECT_EQ(repeats_, 0);
}

// libcurl ends it before we see a header; which code it gives depends on its version.
TEST_F(Http2Test, AHeaderFloodIsNoAnswer) {
  const auto outcome = Ask(To("header-flood"));
  ASSERT_FALSE(outcome.has_value());
  EXPECT_TRUE(outcome.error().reason == TransportReason::kReset ||
              outcome.error().reason == TransportReason::kProtocol)
      << outcome.error().detail;
  EXPECT_TRUE(Ask(To("fine")).has_value());
}

TEST_F(Http2Test, AStalledStreamEndsAloneAtItsDeadline) {
  HttpRequest request = To("stall");
  request.timeout = std::chrono::milliseconds(300);
  transport_->Start(1, To("slow"));
  transport_->Start(2, std::move(request));
  for (const Completion& completion : Await(2)) {
    EXPECT_EQ(completion.outcome.has_value(), completion.id == 1);
    if (completion.outcome) continue;
    EXPECT_EQ(completion.outcome.error().reason, TransportReason::kTimeout);
  }
  EXPECT_TRUE(Ask(To("fine")).has_value());
}

// From now on nothing arrives at the other end: not even an acknowledgement comes back.
void Silence(std::uint16_t server_port) {
  int silenced = 0;
  for (int fd = 3; fd < 1024; ++fd) {
    sockaddr_in here{};
    sockaddr_in there{};
    socklen_t size = sizeof(here);
    if (getsockname(fd, reinterpret_cast<sockaddr*>(&here), &size) != 0) continue;
    size = sizeof(there);
    if (getpeername(fd, reinterpret_cast<sockaddr*>(&there), &size) != 0) continue;
    if (here.sin_family != AF_INET || ntohs(here.sin_port) != server_port) continue;
    sock_filter drop = BPF_STMT(BPF_RET | BPF_K, 0);
    const sock_fprog program{1, &drop};
    EXPECT_EQ(setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program)), 0);
    ++silenced;
  }
  EXPECT_EQ(silenced, 1);
}

TEST_F(Http2Test, AConnectionThatWentDeadIsReplaced) {
  CurlTransportOptions options;
  options.connect_timeout = std::chrono::milliseconds(300);
  Make(options);
  ASSERT_TRUE(Ask(To("fine")).has_value());
  Silence(simulator_->ports().https);
  bool answered = false;
  const SteadyTime patience = real_.Steady() + std::chrono::minutes(1);
  while (!answered && real_.Steady() < patience) {
    HttpRequest request = To("fine");
    request.timeout = std::chrono::milliseconds(200);
    answered = Ask(std::move(request)).has_value();
  }
  EXPECT_TRUE(answered);
}

}  // namespace
}  // namespace wa::test
