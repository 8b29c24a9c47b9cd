#include "drill/drill.h"

#include <signal.h>

#include <algorithm>
#include <ctime>
#include <future>
#include <memory>
#include <utility>

namespace wa::drill {
namespace {

using namespace std::chrono_literals;

constexpr Duration kLook = 250ms;
constexpr Duration kLookAtMany = 500ms;
constexpr std::size_t kMany = 10;
constexpr Duration kRepeat = 1s;  // news that last are told again
constexpr Duration kReadyPatience = 2min;
constexpr Duration kUsersPatience = 10min;  // for somebody who adds a target and reloads
constexpr Duration kBlindPatience = 30s;    // with an exporter or Prometheus that does not answer

// Waits that long; true: somebody wants the program to end.
bool IsInterrupted(Duration wait) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  timespec timeout{};
  timeout.tv_sec = std::chrono::duration_cast<std::chrono::seconds>(wait).count();
  timeout.tv_nsec = static_cast<long>((wait % 1s).count());
  return ::sigtimedwait(&signals, nullptr, &timeout) > 0;
}

tl::unexpected<Error> Interrupted() { return Fail(ErrorCode::kInternal, "ended by a signal"); }

// Between looking for a free port and listening there, another program may take it.
Result<std::unique_ptr<Stack>> StartStack(const Setup& setup, const Clock& clock) {
  constexpr int kTries = 3;
  auto stack = Stack::Start(setup, clock);
  for (int i = 1; i < kTries && !stack; ++i) {
    if (stack.error().message.find("address already in use") == std::string::npos) break;
    stack = Stack::Start(setup, clock);
  }
  return stack;
}

class Director {
 public:
  Director(const DrillOptions& options, Stack& stack, const Clock& clock, const Witness& witness)
      : options_(options), stack_(stack), clock_(clock), witness_(witness) {}

  Status AwaitReady() {
    const SteadyTime until = clock_.Steady() + options_.setup.polling.interval +
                             (options_.setup.own ? kUsersPatience : kReadyPatience);
    while (!stack_.IsReady(options_.setup.cast.size())) {
      if (auto why = stack_.WhyBroken()) return Fail(ErrorCode::kIo, *why);
      if (IsInterrupted(kLookAtMany)) return Interrupted();
      if (clock_.Steady() > until) {
        return Fail(ErrorCode::kIo, "the accounts are not well, or Prometheus does not scrape");
      }
    }
    return {};
  }

  Status Play() {
    const Cadence cadence = CadenceOf(options_.setup);
    for (const Actor& actor : options_.setup.cast) {
      const Duration grace = options_.setup.tempo.Scaled(actor.grace);
      running_.push_back(std::make_unique<Running>(
          Performance(actor, Expect(actor.condition->severity, grace, cadence, options_.played),
                      clock_.Steady())));
      Tell(*running_.back());
    }
    last_look_ = clock_.Steady();
    while (!IsDone()) {
      if (auto why = stack_.WhyBroken()) return Fail(ErrorCode::kIo, *why);
      if (auto done = Look(); !done) return done;
      for (const auto& one : running_) GoOn(*one);
      if (IsInterrupted(running_.size() > kMany ? kLookAtMany : kLook)) return Interrupted();
    }
    return {};
  }

  std::vector<Outcome> Outcomes() const {
    std::vector<Outcome> outcomes;
    for (const auto& one : running_) {
      const Performance& performance = one->performance;
      outcomes.push_back({performance.actor().condition->slug, performance.expectation(),
                          performance.timeline(), performance.actor().play->CanEnd(),
                          performance.Verdict()});
    }
    return outcomes;
  }

 private:
  struct Running {
    explicit Running(Performance started) : performance(std::move(started)) {}
    Performance performance;
    SteadyTime told;
    std::future<Delivered> delivered;  // valid: its outcome is not known yet
    std::size_t witnessed = 0;         // happenings
    bool done = false;
  };

  bool IsDone() const {
    return std::all_of(running_.begin(), running_.end(), [](const auto& one) { return one->done; });
  }

  void Tell(Running& one) {
    one.told = clock_.Steady();
    one.delivered = stack_.Tell(one.performance.actor());
  }

  // Takes up what became of the last delivery, if it is known.
  void Settle(Running& one) {
    if (!one.delivered.valid() || one.delivered.wait_for(0s) != std::future_status::ready) return;
    const Delivered found = one.delivered.get();
    if (!found) return one.performance.Problem(found.error().message);
    const std::string& slug = one.performance.actor().condition->slug;
    if (std::find(found->begin(), found->end(), slug) != found->end()) {
      one.performance.SeeRecognised(clock_.Steady());
    }
  }

  // What is not seen now, on a busy machine, will be at the next look; notices wait.
  Status Look() {
    const auto accounts = stack_.Accounts();
    const auto alerts = accounts ? stack_.Alerts() : tl::unexpected(accounts.error());
    const SteadyTime now = clock_.Steady();
    if (!alerts) {
      const bool too_long = now - last_look_ > kBlindPatience;
      return too_long ? Status(tl::unexpected(alerts.error())) : Status();
    }
    last_look_ = now;
    const std::vector<Notice> notices = stack_.Notices();
    for (const auto& one : running_) {
      if (one->done) continue;
      one->performance.See(*accounts, now);
      one->performance.See(*alerts, now);
      for (const Notice& notice : notices) one->performance.See(notice);
    }
    return {};
  }

  void GoOn(Running& one) {
    if (one.done) return;
    Performance& performance = one.performance;
    const Actor& actor = performance.actor();
    Settle(one);
    const SteadyTime now = clock_.Steady();
    const auto next = performance.WhatNext(now);
    if (next == Performance::Next::kEnd) End(one);
    one.done = next == Performance::Next::kDone;
    const bool again = now - one.told >= kRepeat;
    if (!performance.IsEnding() && again && !one.delivered.valid() && IsRepeated(actor)) Tell(one);
    if (performance.IsEnding() && again && actor.condition->pace == Pace::kRarely) {
      one.told = now;
      stack_.Probe(actor);
    }
    const auto& happenings = performance.timeline().happenings;
    while (one.witnessed < happenings.size()) witness_(actor, happenings[one.witnessed++]);
  }

  // What somebody meets once is no proof that it lasts.
  static bool IsRepeated(const Actor& actor) {
    return actor.play->by != PlayedBy::kPoll && actor.grace > Duration(0);
  }

  void End(Running& one) {
    one.performance.Ended(clock_.Steady());
    const Actor& actor = one.performance.actor();
    // The outcome of what is under way would come after it.
    if (one.delivered.valid()) one.delivered.wait();
    Settle(one);
    if (actor.play->CanEnd()) one.delivered = stack_.TellOver(actor);
  }

  const DrillOptions& options_;
  Stack& stack_;
  const Clock& clock_;
  const Witness& witness_;
  std::vector<std::unique_ptr<Running>> running_;
  SteadyTime last_look_;
};

}  // namespace

Result<std::vector<Outcome>> RunDrill(const DrillOptions& options, const Clock& clock,
                                      const Witness& witness) {
  const auto stack = StartStack(options.setup, clock);
  if (!stack) return tl::unexpected(stack.error());
  Director director(options, **stack, clock, witness);
  const auto done = director.AwaitReady().and_then([&] { return director.Play(); });
  if (!done) return tl::unexpected(done.error());
  return director.Outcomes();
}

}  // namespace wa::drill
