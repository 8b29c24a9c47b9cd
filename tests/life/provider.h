#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "life/death.h"
#include "life/defect.h"
#include "life/life.h"
#include "life/truth.h"
#include "net/transport.h"
#include "support/fake_clock.h"

namespace wa::life {

// The providers, the canary and the wires to them, as the truth has it. Waiting moves the clock; a
// loop that has nothing to do can be left to sleep.
class Provider final : public Transport {
 public:
  // What was asked. `member` is set if it was about an account, by its key or not.
  struct Question {
    SteadyTime at;
    const HttpRequest& request;
    std::optional<std::size_t> member;
  };

  Provider(const Life& life, const Truth& truth, test::FakeClock& clock, Fate& fate, Defect defect,
           std::function<void(const Question&)> asked)
      : life_(life),
        truth_(truth),
        clock_(clock),
        fate_(fate),
        defect_(defect),
        asked_(std::move(asked)) {}

  // Something happens outside then: the loop is woken.
  void WakeAt(SteadyTime moment) { moment_ = moment; }
  // Before then the loop has nothing to do but to publish the same again: it sleeps.
  void SleepUntil(SteadyTime moment) { sleep_ = moment; }
  std::size_t InFlight() const { return flying_.size(); }

  std::size_t Capacity() const override { return kCapacity - flying_.size(); }
  void Start(TransferId id, HttpRequest request) override;
  std::vector<Completion> Wait(SteadyTime until) override;
  void Wake() override { woken_ = true; }

 private:
  static constexpr std::size_t kCapacity = 100;
  std::optional<std::size_t> MemberOf(const HttpRequest& request) const;
  Completion Answer(TransferId id, const HttpRequest& request, std::optional<std::size_t> member);

  const Life& life_;
  const Truth& truth_;
  test::FakeClock& clock_;
  Fate& fate_;
  const Defect defect_;
  const std::function<void(const Question&)> asked_;
  std::vector<Completion> flying_;
  SteadyTime moment_ = SteadyTime::max();
  SteadyTime sleep_;
  bool woken_ = false;
};

}  // namespace wa::life
