#include "monitor/recurrence.h"

#include <algorithm>
#include <utility>

#include "schedule/schedule.h"

namespace wa {

Recurrence::Recurrence(std::string name, Duration interval, const PollingConfig& polling,
                       SteadyTime now)
    : name_(std::move(name)), next_(now) {
  SetInterval(interval, polling);
}

// What is asked seldom is heavy: a fifth of its interval is soon enough.
void Recurrence::SetInterval(Duration interval, const PollingConfig& polling) {
  interval_ = interval;
  trouble_interval_ = std::min(std::max(interval / 5, polling.trouble_interval), interval);
  rare_interval_ = std::max(polling.rare_interval, interval);
}

void Recurrence::AtOnce(SteadyTime now) {
  failures_ = 0;
  next_ = now;
}

void Recurrence::Good(SteadyTime now) {
  failures_ = 0;
  next_ = NextPoll(name_, now, {}, {interval_, trouble_interval_, rare_interval_});
}

void Recurrence::Bad(const Pacing& verdict, std::optional<Duration> retry_after, SteadyTime now) {
  if (failures_ == 0 || verdict.pace != pace_) {
    // Another kind of failure has not been confirmed yet.
    failures_ = 0;
    bad_since_ = now;
    pace_ = verdict.pace;
  }
  PollAdvice advice{.pace = pace_ == Pace::kNormal ? Pace::kTrouble : pace_,
                    .repeats = ++failures_,
                    .not_before = std::nullopt,
                    .grace_end = bad_since_ + verdict.grace};
  if (retry_after) advice.not_before = now + *retry_after;
  next_ = NextPoll(name_, now, advice, {interval_, trouble_interval_, rare_interval_});
}

}  // namespace wa
