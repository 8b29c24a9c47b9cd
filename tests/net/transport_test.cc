#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "base/unique_fd.h"
#include "net/fault_server.h"
#include "net/transport_case.h"

namespace wa::test {
namespace {

using std::chrono::milliseconds;

// Answers nobody until the test lets it.
class HoldingServer {
 public:
  HoldingServer() : server_([this](Peer& peer) { Serve(peer); }) {}
  HoldingServer(const HoldingServer&) = delete;
  HoldingServer& operator=(const HoldingServer&) = delete;
  ~HoldingServer() { Release(); }

  // Waits until so many requests are there; after a minute it gives up.
  std::size_t AtLeast(std::size_t asked) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::minutes(1), [&] { return asked_ >= asked; });
    return asked_;
  }
  void Release() {
    const std::lock_guard lock(mutex_);
    held_ = false;
    changed_.notify_all();
  }
  const FaultServer& operator*() const { return server_; }

 private:
  void Serve(Peer& peer) {
    while (!peer.ReadRequest().empty()) {
      std::unique_lock lock(mutex_);
      ++asked_;
      changed_.notify_all();
      changed_.wait(lock, [&] { return !held_; });
      lock.unlock();
      if (!peer.Say(Answer("fine"))) return;
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t asked_ = 0;
  bool held_ = true;
  FaultServer server_;  // last: its threads use the others
};

class TransportTest : public TransportCase {};

TEST_F(TransportTest, OneAfterTheOtherKeepsTheConnection) {
  Record record;
  const FaultServer server(Answering(record));
  for (int i = 0; i < 200; ++i) {
    const auto answer = Ask(Request(server.Url()));
    ASSERT_TRUE(answer.has_value()) << answer.error().detail;
    EXPECT_EQ(answer->reused_connection, i > 0);
  }
  EXPECT_EQ(server.connections(), 1U);
}

TEST_F(TransportTest, WithoutHttp2EachUnderWayHasItsConnection) {
  HoldingServer server;
  for (TransferId id = 1; id <= 30; ++id) transport_->Start(id, Request((*server).Url()));
  std::thread release([&] {
    EXPECT_EQ(server.AtLeast(30), 30U) << "all of them were sent";
    server.Release();
  });
  for (const auto& [id, completion] : Await(30)) EXPECT_TRUE(completion.outcome.has_value());
  release.join();
  for (TransferId id = 1; id <= 30; ++id) transport_->Start(id, Request((*server).Url()));
  for (const auto& [id, completion] : Await(30)) EXPECT_TRUE(completion.outcome->reused_connection);
  EXPECT_EQ((*server).connections(), 30U);
}

TEST_F(TransportTest, ConnectionsToAHostAreLimited) {
  CurlTransportOptions options;
  options.max_connections_per_host = 2;
  Make(options);
  Record record;
  const FaultServer server(Answering(record));
  for (TransferId id = 1; id <= 50; ++id) transport_->Start(id, Request(server.Url()));
  for (const auto& [id, completion] : Await(50)) EXPECT_TRUE(completion.outcome.has_value());
  EXPECT_EQ(record.All().size(), 50U);
  EXPECT_LE(server.connections(), 2U);
}

TEST_F(TransportTest, WhoNeverGetsAConnectionEndsAtTheDeadline) {
  CurlTransportOptions options;
  options.max_connections_per_host = 1;
  Make(options);
  HoldingServer server;
  for (TransferId id = 1; id <= 3; ++id) {
    transport_->Start(id, Request((*server).Url(), milliseconds(300)));
  }
  for (const auto& [id, completion] : Await(3)) {
    ASSERT_FALSE(completion.outcome.has_value());
    EXPECT_EQ(completion.outcome.error().reason, TransportReason::kTimeout);
    EXPECT_GE(completion.ended - completion.started, milliseconds(300));
  }
  EXPECT_EQ(transport_->Capacity(), 100U);
}

TEST_F(TransportTest, IdleConnectionsToOneHostDoNotKeepAnotherOut) {
  CurlTransportOptions options;
  options.max_in_flight = 2;
  Make(options);
  Record record;
  for (int i = 0; i < 5; ++i) {
    const FaultServer server(Answering(record));
    EXPECT_TRUE(Ask(Request(server.Url())).has_value());
  }
}

TEST_F(TransportTest, CapacityCountsWhatIsUnderWay) {
  CurlTransportOptions options;
  options.max_in_flight = 3;
  Make(options);
  HoldingServer server;
  for (TransferId id = 1; id <= 3; ++id) {
    EXPECT_EQ(transport_->Capacity(), 4U - id);
    transport_->Start(id, Request((*server).Url()));
  }
  EXPECT_EQ(transport_->Capacity(), 0U);
  server.Release();
  Await(3);
  EXPECT_EQ(transport_->Capacity(), 3U);
}

TEST_F(TransportTest, WhatCannotBeStartedIsAnsweredToo) {
  HttpRequest bad = Request("http://127.0.0.1/");
  bad.headers.emplace_back("X", "a\nb");
  transport_->Start(7, std::move(bad));
  EXPECT_EQ(transport_->Capacity(), 99U);
  const auto done = Await(1);
  EXPECT_EQ(done.begin()->first, 7U);
  EXPECT_EQ(transport_->Capacity(), 100U);
}

class SoftLimit {
 public:
  explicit SoftLimit(rlim_t descriptors) {
    getrlimit(RLIMIT_NOFILE, &before_);
    rlimit low = before_;
    low.rlim_cur = descriptors;
    EXPECT_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
  }
  SoftLimit(const SoftLimit&) = delete;
  SoftLimit& operator=(const SoftLimit&) = delete;
  ~SoftLimit() { setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

TEST_F(TransportTest, DescriptorsLimitTheCapacity) {
  const std::pair<rlim_t, std::size_t> cases[] = {{1024, 192}, {64, 8}, {40, 5}};
  for (const auto& [descriptors, capacity] : cases) {
    const SoftLimit limit(descriptors);
    CurlTransportOptions options;
    options.max_in_flight = 10'000;
    Make(options);
    EXPECT_EQ(transport_->Capacity(), capacity) << descriptors;
    options.max_in_flight = 1;
    Make(options);
    EXPECT_EQ(transport_->Capacity(), 1U) << descriptors;
  }
}

TEST_F(TransportTest, WithoutDescriptorsItIsOurTrouble) {
  Record record;
  const FaultServer server(Answering(record));
  // The sanitizer looks at each type at its first use, and needs descriptors for that.
  const FaultServer elsewhere(Answering(record));
  ASSERT_TRUE(Ask(Request(elsewhere.Url())).has_value());
  const std::string by_name = "http://counted.test:" + std::to_string(server.port()) + "/";
  for (const std::string& url : {server.Url(), by_name}) {
    const UniqueFd next(dup(0));
    const SoftLimit none(static_cast<rlim_t>(next.get()));
    const TransportFailure failure = Fails(Request(url));
    EXPECT_EQ(failure.reason, TransportReason::kLocal) << failure.detail;
    EXPECT_NE(failure.detail.find("file descriptors"), std::string::npos) << failure.detail;
  }
  const auto later = Ask(Request(server.Url()));
  EXPECT_TRUE(later.has_value()) << later.error().detail;  // and it is over when they are back
}

TEST_F(TransportTest, WaitEndsInTime) {
  HoldingServer server;
  transport_->Start(1, Request((*server).Url()));
  for (const Duration time : {Duration(0), Duration(milliseconds(50))}) {
    const SteadyTime until = clock_.Steady() + time;
    EXPECT_TRUE(transport_->Wait(until).empty());
    EXPECT_GE(clock_.Steady(), until);
  }
  EXPECT_TRUE(transport_->Wait(clock_.Steady() - std::chrono::hours(1)).empty());
  server.Release();
  Await(1);
}

TEST_F(TransportTest, WakeEndsTheNextWait) {
  const SteadyTime never = clock_.Steady() + std::chrono::hours(1);
  transport_->Wake();
  EXPECT_TRUE(transport_->Wait(never).empty());
  EXPECT_LT(clock_.Steady(), never);
}

TEST_F(TransportTest, WakeEndsTheCurrentWait) {
  HoldingServer server;
  transport_->Start(1, Request((*server).Url()));
  const SteadyTime never = clock_.Steady() + std::chrono::hours(1);
  std::thread waker([&] {
    server.AtLeast(1);  // so it is waiting, or about to
    transport_->Wake();
  });
  EXPECT_TRUE(transport_->Wait(never).empty());
  EXPECT_LT(clock_.Steady(), never);
  waker.join();
  server.Release();
  Await(1);
}

TEST_F(TransportTest, WakesFromManyThreads) {
  Record record;
  const FaultServer server(Answering(record));
  std::vector<std::thread> wakers;
  for (int i = 0; i < 4; ++i) {
    wakers.emplace_back([&] {
      for (int turn = 0; turn < 200; ++turn) transport_->Wake();
    });
  }
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(Ask(Request(server.Url())).has_value());
  for (std::thread& waker : wakers) waker.join();
}

TEST_F(TransportTest, MayGoWhileRequestsAreUnderWay) {
  HoldingServer server;
  for (TransferId id = 1; id <= 5; ++id) transport_->Start(id, Request((*server).Url()));
  std::thread waker([&] {
    server.AtLeast(5);
    transport_->Wake();
  });
  transport_->Wait(clock_.Steady() + std::chrono::hours(1));
  waker.join();
  transport_->Start(6, Request((*server).Url()));  // not begun at all
  transport_.reset();
}

}  // namespace
}  // namespace wa::test
