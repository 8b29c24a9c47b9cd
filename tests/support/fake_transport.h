#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "net/transport.h"
#include "support/fake_clock.h"

namespace wa::test {

// A network without wires: answers come from a function, after a delay, and waiting moves the
// clock, so that a day runs in milliseconds. Remembers what was asked.
class FakeTransport final : public Transport {
 public:
  struct Reply {
    tl::expected<HttpResponse, TransportFailure> outcome;
    Duration after = std::chrono::milliseconds(100);
  };
  struct Asked {
    SteadyTime at;
    std::string url;
    std::string secret;  // as sent
  };

  FakeTransport(FakeClock& clock, std::function<Reply(const HttpRequest&)> answer)
      : clock_(clock), answer_(std::move(answer)) {}

  std::size_t Capacity() const override { return 1000 - flying_.size(); }

  void Start(TransferId id, HttpRequest request) override {
    const SteadyTime now = clock_.Steady();
    asked_.push_back({now, request.url, std::string(request.secret.Reveal())});
    Reply reply = answer_(request);
    flying_.push_back({id, now, now + reply.after, std::move(reply.outcome)});
  }

  std::vector<Completion> Wait(SteadyTime until) override {
    SteadyTime wake = until;
    for (const Completion& transfer : flying_) wake = std::min(wake, transfer.ended);
    if (!std::exchange(woken_, false)) clock_.AdvanceTo(wake);
    const auto landed = std::stable_partition(
        flying_.begin(), flying_.end(),
        [&](const Completion& transfer) { return transfer.ended > clock_.Steady(); });
    std::vector<Completion> done(std::make_move_iterator(landed),
                                 std::make_move_iterator(flying_.end()));
    flying_.erase(landed, flying_.end());
    return done;
  }

  void Wake() override { woken_ = true; }

  const std::vector<Asked>& asked() const { return asked_; }

 private:
  FakeClock& clock_;
  std::function<Reply(const HttpRequest&)> answer_;
  std::vector<Completion> flying_;
  std::vector<Asked> asked_;
  bool woken_ = false;
};

}  // namespace wa::test
