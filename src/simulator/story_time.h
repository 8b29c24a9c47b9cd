#pragma once

#include "base/clock.h"

namespace wa::simulator {

// The moment of a request, on both time lines.
struct Moment {
  Duration script{0};
  Duration elapsed{0};  // since the start, on the steady clock
  SystemTime wall;
};

// Time of the story: the time since the start, times `speed`.
class StoryTime {
 public:
  StoryTime(const Clock* clock, double speed)
      : clock_(clock), start_(clock->Steady()), speed_(speed) {}
  Duration Now() const;
  Moment Here() const { return {Now(), clock_->Steady() - start_, clock_->System()}; }

 private:
  const Clock* clock_;
  SteadyTime start_;
  double speed_;
};

}  // namespace wa::simulator
