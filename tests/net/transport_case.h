#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "net/curl_transport.h"

namespace wa::test {

constexpr const char* kKey = "never-show-this-key-0001";

// A hanging transport fails the test.
constexpr Duration kPatience = std::chrono::minutes(1);

inline HttpRequest Request(std::string url, Duration timeout = kPatience) {
  HttpRequest request;
  request.url = std::move(url);
  request.headers = {{"Accept", "application/json"}};
  request.secret_header = "D360-API-KEY";
  request.secret = Secret(kKey);
  request.timeout = timeout;
  return request;
}

// The real transport on the real clock.
class TransportCase : public testing::Test {
 protected:
  void SetUp() override { Make({}); }

  void Make(CurlTransportOptions options) {
    auto made = CurlTransport::Make(clock_, std::move(options));
    ASSERT_TRUE(made.has_value()) << made.error().message;
    transport_ = std::move(*made);
  }

  // Waits for `count` more completions.
  std::map<TransferId, Completion> Await(std::size_t count) {
    std::map<TransferId, Completion> done;
    const SteadyTime patience = clock_.Steady() + std::chrono::minutes(2);
    while (done.size() < count && clock_.Steady() < patience) {
      for (Completion& completion : transport_->Wait(patience)) {
        const TransferId id = completion.id;
        EXPECT_TRUE(done.emplace(id, std::move(completion)).second) << "answered twice: " << id;
      }
    }
    EXPECT_EQ(done.size(), count);
    return done;
  }

  Completion Complete(HttpRequest request) {
    transport_->Start(1, std::move(request));
    auto done = Await(1);
    return done.empty() ? Completion{} : std::move(done.begin()->second);
  }
  tl::expected<HttpResponse, TransportFailure> Ask(HttpRequest request) {
    return Complete(std::move(request)).outcome;
  }
  TransportFailure Fails(HttpRequest request) {
    auto outcome = Ask(std::move(request));
    if (!outcome) return std::move(outcome.error());
    ADD_FAILURE() << "answered with status " << outcome->status;
    return {};
  }
  TransportReason Reason(HttpRequest request) { return Fails(std::move(request)).reason; }

  RealClock clock_;
  std::unique_ptr<CurlTransport> transport_;
};

}  // namespace wa::test

namespace wa {
// Says the name of a reason where a test fails.
inline void PrintTo(TransportReason reason, std::ostream* out) { *out << Name(reason); }
}  // namespace wa
