#include "drill/drill.h"

#include <signal.h>

#include <algorithm>
#include <ctime>
#include <future>
#include <memory>
#include <utility>

#include "drill/stack.h"

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

// One act: those who share an exporter, from its start until all are over.
class Director {
 public:
  Director(const Act& act, std::unique_ptr<Stack> stack, const Clock& clock, const Witness& witness)
      : act_(act),
        stack_(std::move(stack)),
        clock_(clock),
        witness_(witness),
        patience_until_(clock.Steady() + act.setup.polling.interval +
                        (act.setup.own ? kUsersPatience : kReadyPatience)) {}

  // What there is to do now.
  Status Step() {
    if (auto why = stack_->WhyBroken()) return Fail(ErrorCode::kIo, *why);
    if (running_.empty()) return AwaitReady();
    if (auto done = Look(); !done) return done;
    for (const auto& one : running_) GoOn(*one);
    if (IsDone()) Measure();
    return {};
  }

  // REQUIRES: IsDone().
  const Haste& haste() const { return haste_; }

  bool IsDone() const {
    return !running_.empty() &&
           std::all_of(running_.begin(), running_.end(), [](const auto& one) { return one->done; });
  }

  std::vector<Outcome> Outcomes() const {
    std::vector<Outcome> outcomes;
    for (const auto& one : running_) outcomes.push_back(OutcomeOf(one->performance));
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

  Status AwaitReady() {
    if (stack_->IsReady()) {
      Begin();
    } else if (clock_.Steady() > patience_until_) {
      return Fail(ErrorCode::kIo, "the accounts are not well, or Prometheus does not scrape");
    }
    return {};
  }

  void Measure() {
    haste_ = stack_->Lateness();
    haste_.look = longest_look_;
    if (haste_.poll && !IsLate(*haste_.poll, CadenceOf(act_.setup))) haste_.poll.reset();
  }

  void Begin() {
    for (const Actor& actor : act_.setup.cast) {
      running_.push_back(std::make_unique<Running>(
          Performance(actor, ExpectationOf(actor, act_.setup, act_.played), clock_.Steady())));
      Tell(*running_.back());
    }
    last_look_ = last_answer_ = clock_.Steady();
  }

  Outcome OutcomeOf(const Performance& performance) const {
    const Actor& actor = performance.actor();
    Outcome outcome{actor.condition->slug, performance.expectation(), performance.timeline(),
                    actor.play->CanEnd(), performance.Verdict()};
    outcome.speed = act_.setup.tempo.speed;
    return outcome;
  }

  void Tell(Running& one) {
    one.told = clock_.Steady();
    one.delivered = stack_->Tell(one.performance.actor());
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

  // What is not seen now, on a busy machine, will be at the next look.
  Status Look() {
    const auto accounts = stack_->Accounts();
    const auto alerts = stack_->Alerts();
    const SteadyTime now = clock_.Steady();
    longest_look_ = std::max(longest_look_, now - last_look_);
    last_look_ = now;
    if (accounts && alerts) last_answer_ = now;
    if (now - last_answer_ > kBlindPatience) {
      return tl::unexpected(accounts ? alerts.error() : accounts.error());
    }
    const std::vector<Notice> notices = stack_->Notices();
    for (const auto& one : running_) {
      if (one->done) continue;
      if (accounts) one->performance.See(*accounts, now);
      if (alerts) one->performance.See(*alerts, now);
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
      stack_->Probe(actor);
    }
    Witnessed(one);
  }

  // What is younger than the last look may still get something before it.
  void Witnessed(Running& one) {
    const Performance& performance = one.performance;
    const auto& happenings = performance.timeline().happenings;
    while (one.witnessed < happenings.size()) {
      const Happening& next = happenings[one.witnessed];
      if (!one.done && performance.MomentOf(next) > last_look_) return;
      ++one.witnessed;
      if (witness_.happened) witness_.happened(performance.actor(), next);
    }
    if (one.done && witness_.done) witness_.done(OutcomeOf(performance));
  }

  // What somebody meets once is no proof that it lasts.
  static bool IsRepeated(const Actor& actor) {
    return actor.play->IsNews() && actor.grace > Duration(0);
  }

  void End(Running& one) {
    one.performance.Ended(clock_.Steady());
    const Actor& actor = one.performance.actor();
    // The outcome of what is under way would come after it.
    if (one.delivered.valid()) one.delivered.wait();
    Settle(one);
    if (actor.play->CanEnd()) one.delivered = stack_->TellOver(actor);
  }

  const Act& act_;
  std::unique_ptr<Stack> stack_;
  const Clock& clock_;
  const Witness& witness_;
  SteadyTime patience_until_;
  std::vector<std::unique_ptr<Running>> running_;
  SteadyTime last_look_;
  SteadyTime last_answer_;  // of exporter and Prometheus
  Duration longest_look_{0};
  Haste haste_;
};

}  // namespace

Result<Drilled> RunDrill(const std::vector<Act>& acts, const Clock& clock, const Witness& witness) {
  std::vector<Director> directors;
  std::size_t accounts = 0;
  for (const Act& act : acts) {
    auto stack = StartStack(act.setup, clock);
    if (!stack) return tl::unexpected(stack.error());
    directors.emplace_back(act, std::move(*stack), clock, witness);
    accounts += act.setup.cast.size();
  }
  const auto is_done = [](const Director& director) { return director.IsDone(); };
  while (!std::all_of(directors.begin(), directors.end(), is_done)) {
    for (Director& director : directors) {
      if (director.IsDone()) continue;
      if (auto done = director.Step(); !done) return tl::unexpected(done.error());
    }
    if (IsInterrupted(accounts > kMany ? kLookAtMany : kLook)) return Interrupted();
  }
  Drilled drilled;
  Haste haste;
  for (const Director& director : directors) {
    for (Outcome& outcome : director.Outcomes()) drilled.outcomes.push_back(std::move(outcome));
    haste = Both(haste, director.haste());
  }
  drilled.slow = WhatWasSlow(haste);
  return drilled;
}

}  // namespace wa::drill
