#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "net/transport.h"
#include "support/fake_clock.h"

namespace wa::test {

// Takes the transfers that have ended by then out of those under way.
inline std::vector<Completion> TakeLanded(std::vector<Completion>& flying, SteadyTime now) {
  const auto landed =
      std::stable_partition(flying.begin(), flying.end(),
                            [&](const Completion& transfer) { return transfer.ended > now; });
  std::vector<Completion> done(std::make_move_iterator(landed),
                               std::make_move_iterator(flying.end()));
  flying.erase(landed, flying.end());
  return done;
}

// A network without wires: answers come from a function, after a delay, and waiting moves the
// clock, so that a day runs in milliseconds. Remembers what was asked.
class FakeTransport final : public Transport {
 public:
  struct Reply {
    tl::expected<HttpResponse, TransportFailure> outcome;
    Duration after = std::chrono::milliseconds(100);
    int repeats = 0;
  };
  struct Asked {
    SteadyTime at;
    std::string url;
    std::string secret;  // as sent
  };

  FakeTransport(FakeClock& clock, std::function<Reply(const HttpRequest&)> answer)
      : clock_(clock), answer_(std::move(answer)) {}

  std::size_t Capacity() const override { return limit_ - std::min(limit_, flying_.size()); }
  void SetLimit(std::size_t limit) { limit_ = limit; }

  void Start(TransferId id, HttpRequest request) override {
    const SteadyTime now = clock_.Steady();
    asked_.push_back({now, request.url, std::string(request.secret.Reveal())});
    Reply reply = answer_(request);
    flying_.push_back({id, now, now + reply.after, std::move(reply.outcome), reply.repeats});
    most_flying_ = std::max(most_flying_, flying_.size());
  }

  std::vector<Completion> Wait(SteadyTime until) override {
    ++waits_;
    StopIfItSpins();
    SteadyTime wake = until;
    for (const Completion& transfer : flying_) wake = std::min(wake, transfer.ended);
    if (!std::exchange(woken_, false)) {
      if (wake == SteadyTime::max()) Die("the loop waits for what can never come");
      clock_.AdvanceTo(wake);
    }
    return TakeLanded(flying_, clock_.Steady());
  }

  void Wake() override { woken_ = true; }

  const std::vector<Asked>& asked() const { return asked_; }
  std::size_t waits() const { return waits_; }
  std::size_t most_flying() const { return most_flying_; }  // at once, so far

 private:
  // A loop that turns without end would never end its test.
  void StopIfItSpins() {
    turns_ = clock_.Steady() == turned_at_ ? turns_ + 1 : 0;
    turned_at_ = clock_.Steady();
    if (turns_ >= 10'000) Die("the loop turns, and no time passes");
  }
  [[noreturn]] static void Die(const char* why) {
    ADD_FAILURE() << why;
    std::abort();
  }

  FakeClock& clock_;
  std::function<Reply(const HttpRequest&)> answer_;
  std::vector<Completion> flying_;
  std::vector<Asked> asked_;
  std::size_t limit_ = 1000;
  std::size_t waits_ = 0;
  std::size_t most_flying_ = 0;
  std::size_t turns_ = 0;  // at turned_at_
  SteadyTime turned_at_;
  bool woken_ = false;
};

}  // namespace wa::test
