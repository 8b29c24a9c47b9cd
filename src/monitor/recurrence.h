#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/clock.h"
#include "config/config.h"
#include "model/condition.h"
#include "model/facts.h"

namespace wa {

// What the catalogue says about such an answer: when to ask again, and how long it may last.
struct Pacing {
  Pace pace = Pace::kTrouble;
  Duration grace{0};
};
using PacingOf = std::function<Pacing(const Facts&)>;

// When something that is asked again and again is due: at its interval, at a phase that comes from
// its name; sooner after a failure that may pass; after one that asking again cannot mend, once
// more, when it has lasted longer than it may, and then rarely: as for accounts.
class Recurrence {
 public:
  // Due at once.
  Recurrence(std::string name, Duration interval, const PollingConfig& polling, SteadyTime now);

  void Good(SteadyTime now);
  void Bad(const Pacing& verdict, std::optional<Duration> retry_after, SteadyTime now);
  void AtOnce(SteadyTime now);
  // The same for the next step of what is under way: it says nothing about earlier failures.
  void Continue(SteadyTime now) { next_ = now; }
  void SetInterval(Duration interval, const PollingConfig& polling);

  SteadyTime next() const { return next_; }
  std::uint64_t failures() const { return failures_; }  // in a row

 private:
  std::string name_;
  Duration interval_;
  Duration trouble_interval_;
  Duration rare_interval_;
  std::uint64_t failures_ = 0;
  Pace pace_ = Pace::kNormal;  // of the last failure
  SteadyTime bad_since_;       // failures of that pace
  SteadyTime next_;
};

}  // namespace wa
