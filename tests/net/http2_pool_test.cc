// The connections of our own against the simulator, over TLS.
#include "net/http2_pool.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "net/transport_case.h"
#include "simulator/running_simulator.h"

namespace wa::test {
namespace {

constexpr Duration kShort = std::chrono::milliseconds(300);

class Http2PoolTest : public simulator::RunningSimulator {
 protected:
  void SetUp() override { StartShipped("faults.toml"); }

  HttpRequest To(const std::string& account) const {
    HttpRequest request = Request(Https());
    request.secret = Secret("scenario-key-" + account);
    request.ca_file = folder_ / "ca.pem";
    return request;
  }
  std::string Remote() const { return "127.0.0.1:" + std::to_string(simulator_->ports().https); }

  bool Take(TransferId id, HttpRequest request) {
    auto exchange = std::make_unique<Exchange>(real_, id, std::move(request));
    return pool_.Take(&exchange) == Http2Pool::Offer::kTaken;
  }

  // As the transport does: waits for what may have happened, then takes it up.
  void Turn() {
    std::vector<curl_waitfd> sockets;
    pool_.AppendSockets(&sockets);
    std::vector<pollfd> waiting;
    for (const curl_waitfd& socket : sockets) {
      const bool writes = (socket.events & CURL_WAIT_POLLOUT) != 0;
      waiting.push_back({socket.fd, static_cast<short>(POLLIN | (writes ? POLLOUT : 0)), 0});
    }
    poll(waiting.data(), waiting.size(), 20);
    std::vector<Completion> done;
    pool_.Turn(&done, &again_);
    for (Completion& one : done) {
      EXPECT_TRUE(done_.emplace(one.id, std::move(one)).second) << "answered twice";
    }
  }

  // Until the pool takes a request to `account`; false if it never does.
  bool TakeInTime(TransferId id, const std::string& account, Duration patience = kPatience) {
    const SteadyTime end = real_.Steady() + patience;
    while (real_.Steady() < end) {
      if (Take(id, To(account))) return true;
      Turn();
    }
    return false;
  }
  void Open() {
    pool_.Learn(To("fine"), Remote());
    ASSERT_TRUE(TakeInTime(0, "fine"));
    Await(1);
    done_.clear();
  }
  void Await(std::size_t count) {
    const SteadyTime end = real_.Steady() + kPatience;
    while (done_.size() + again_.size() < count && real_.Steady() < end) Turn();
    ASSERT_EQ(done_.size() + again_.size(), count);
  }
  tl::expected<HttpResponse, TransportFailure> Ask(HttpRequest request) {
    done_.clear();
    EXPECT_TRUE(Take(1, std::move(request)));
    Await(1);
    return std::move(done_.at(1).outcome);
  }

  RealClock real_;
  Http2Pool pool_{real_, "waba_exporter/test", kShort};
  std::map<TransferId, Completion> done_;
  std::vector<std::unique_ptr<Exchange>> again_;
};

TEST_F(Http2PoolTest, TakesNothingToAHostThatItDoesNotKnow) {
  EXPECT_FALSE(Take(1, To("fine")));
  EXPECT_EQ(pool_.Deadline(), SteadyTime::max());
}

TEST_F(Http2PoolTest, CarriesARequest) {
  Open();
  const auto answer = Ask(To("fine"));
  ASSERT_TRUE(answer.has_value()) << answer.error().detail;
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->protocol, "HTTP/2");
  EXPECT_EQ(answer->remote, Remote());
  EXPECT_TRUE(answer->reused_connection);
  EXPECT_TRUE(answer->Header("content-type").has_value());
  EXPECT_FALSE(answer->Header(":status").has_value());
  EXPECT_NE(answer->body.find("can_send_message"), std::string::npos);
  EXPECT_GT(answer->timing.total, Duration(0));
  EXPECT_EQ(answer->timing.total, answer->timing.processing + answer->timing.transfer);
}

TEST_F(Http2PoolTest, AKeyGoesWithItsOwnRequest) {
  Open();
  EXPECT_EQ(Ask(To("fine"))->status, 200);
  EXPECT_EQ(Ask(To("nobody-has-this"))->status, 401);
  HttpRequest without = To("fine");
  without.secret_header.clear();
  EXPECT_EQ(Ask(std::move(without))->status, 401);
}

TEST_F(Http2PoolTest, AsksAsLibcurlDoes) {
  Open();
  (void)Ask(To("fine"));
  const nlohmann::json requests = LookJson("/requests?limit=100").at("requests");
  ASSERT_EQ(requests.size(), 2U);
  for (const auto& request : requests) {
    EXPECT_EQ(request.at("method"), "GET");
    EXPECT_EQ(request.at("has_body"), false);
    EXPECT_EQ(request.at("protocol"), "HTTP/2");
    EXPECT_EQ(request.at("path"), "/health_status");
  }
}

TEST_F(Http2PoolTest, ManyShareAConnectionUntilTheServerTakesNoMore) {
  Open();
  TransferId taken = 0;
  while (taken < 1000 && Take(taken + 1, To("slow"))) ++taken;
  EXPECT_EQ(taken, 100U) << "what the simulator allows";
  EXPECT_EQ(pool_.open(), 100U);
  ASSERT_TRUE(TakeInTime(1001, "fine")) << "on a second connection, or once there is room";
  Await(101);
  for (const auto& [id, completion] : done_) {
    ASSERT_TRUE(completion.outcome.has_value()) << completion.outcome.error().detail;
    EXPECT_EQ(completion.outcome->status, 200);
  }
}

TEST_F(Http2PoolTest, Faults) {
  const std::pair<const char*, TransportReason> cases[] = {
      {"reset", TransportReason::kReset},
      {"half", TransportReason::kTruncated},
      {"oversize", TransportReason::kTooLarge},
  };
  pool_.Learn(To("fine"), Remote());
  for (const auto& [fault, reason] : cases) {
    done_.clear();
    if (!TakeInTime(1, fault, std::chrono::seconds(30))) {
      ADD_FAILURE() << "not taken: " << fault;
      continue;
    }
    Await(1);
    const auto& outcome = done_.at(1).outcome;
    ASSERT_FALSE(outcome.has_value()) << fault;
    EXPECT_EQ(outcome.error().reason, reason) << fault << ": " << outcome.error().detail;
    EXPECT_EQ(outcome.error().detail.rfind("localhost:", 0), 0U) << outcome.error().detail;
  }
}

TEST_F(Http2PoolTest, AHeaderFloodIsNoAnswer) {
  Open();
  const auto outcome = Ask(To("header-flood"));
  ASSERT_FALSE(outcome.has_value());
  EXPECT_TRUE(outcome.error().reason == TransportReason::kReset ||
              outcome.error().reason == TransportReason::kProtocol)
      << outcome.error().detail;
}

TEST_F(Http2PoolTest, AStalledStreamEndsAloneAtItsDeadline) {
  Open();
  HttpRequest request = To("stall");
  request.timeout = 3 * kShort;  // the other is answered before
  ASSERT_TRUE(Take(1, To("slow")));
  ASSERT_TRUE(Take(2, std::move(request)));
  Await(2);
  EXPECT_TRUE(done_.at(1).outcome.has_value());
  ASSERT_FALSE(done_.at(2).outcome.has_value());
  EXPECT_EQ(done_.at(2).outcome.error().reason, TransportReason::kTimeout);
  EXPECT_NE(done_.at(2).outcome.error().detail.find("no answer within 900ms"), std::string::npos);
  EXPECT_TRUE(Take(3, To("fine"))) << "the others' answers show that the connection lives";
}

TEST_F(Http2PoolTest, AConnectionThatStaysSilentTakesNoMore) {
  Open();
  HttpRequest request = To("stall");
  request.timeout = kShort;
  EXPECT_FALSE(Ask(std::move(request)).has_value());
  EXPECT_FALSE(Take(2, To("fine")));
}

TEST_F(Http2PoolTest, WhenTheServerIsGoneRequestsAreLibcurls) {
  Open();
  ASSERT_TRUE(Take(1, To("stall")));
  const HttpRequest next = To("fine");
  simulator_.reset();
  Await(1);
  EXPECT_EQ(again_.size(), 1U) << "libcurl says what is wrong";
  EXPECT_FALSE(Take(2, next));
}

TEST_F(Http2PoolTest, WhatIsOnAConnectionThatEndsIsLibcurls) {
  for (const char* fault : {"close", "garbage"}) {
    pool_.Learn(To("fine"), Remote());
    again_.clear();
    ASSERT_TRUE(TakeInTime(1, "slow", std::chrono::seconds(30))) << fault;
    ASSERT_TRUE(Take(2, To(fault)));
    while (again_.size() < 2 && done_.empty()) Turn();
    EXPECT_EQ(again_.size(), 2U) << fault;
  }
}

TEST_F(Http2PoolTest, TrustsOnlyTheCertificateThatTheRequestTrusts) {
  HttpRequest request = To("fine");
  request.ca_file.clear();  // the system's, which do not know the simulator's
  pool_.Learn(request, Remote());
  const SteadyTime end = real_.Steady() + std::chrono::seconds(1);
  while (real_.Steady() < end) {
    Turn();
    ASSERT_FALSE(Take(1, request));
  }
  EXPECT_FALSE(Take(1, To("fine"))) << "another CA is another host";
}

TEST_F(Http2PoolTest, KnowsTheNameInTheCertificate) {
  HttpRequest request = To("fine");
  request.url =
      "https://elsewhere.test:" + std::to_string(simulator_->ports().https) + "/health_status";
  pool_.Learn(request, Remote());
  const SteadyTime end = real_.Steady() + std::chrono::seconds(1);
  while (real_.Steady() < end) {
    Turn();
    ASSERT_FALSE(Take(1, request));
  }
}

TEST_F(Http2PoolTest, LeavesWhatNeedsThoughtToLibcurl) {
  Open();
  const std::string base = "https://localhost:" + std::to_string(simulator_->ports().https);
  const std::vector<std::string> urls{
      base + "/a b",      base + "/a#b",       "https://me@localhost/", base + "?a", base,
      base + "/\xc3\xa4", "http://localhost/", "HTTPS://localhost/a",   "https:///", "https://"};
  for (const std::string& url : urls) {
    HttpRequest request = To("fine");
    request.url = url;
    EXPECT_FALSE(Take(1, std::move(request))) << url;
  }
  HttpRequest login = To("fine");
  login.login = Secret("{}");
  EXPECT_FALSE(Take(1, std::move(login)));
  HttpRequest split = To("fine");
  split.headers.emplace_back("X-Two", "a\r\nb: c");
  EXPECT_FALSE(Take(1, std::move(split)));
  split = To("fine");
  split.secret = Secret("a\nb");
  EXPECT_FALSE(Take(1, std::move(split)));
}

TEST_F(Http2PoolTest, AddressesAreThoseOfSockets) {
  for (const char* remote : {"", ":", "localhost:443", "127.0.0.1", "127.0.0.1:x",
                             "127.0.0.1:70000", "[::1", "[::1]:", "::1:443x"}) {
    pool_.Learn(To("fine"), remote);
    EXPECT_EQ(pool_.Deadline(), SteadyTime::max()) << remote;
  }
}

TEST_F(Http2PoolTest, NoAnswerHoldsTheKey) {
  Open();
  HttpRequest request = To("fine");
  request.secret_header = "X-Other";
  request.url += "?a=" + std::string(request.secret.Reveal());
  const auto answer = Ask(std::move(request));
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->body.find("scenario-key-fine"), std::string::npos);
}

}  // namespace
}  // namespace wa::test
