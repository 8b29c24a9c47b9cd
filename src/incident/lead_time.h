#pragma once

#include <optional>

#include "base/clock.h"

namespace wa {

// How much sooner an outage of a provider was seen here than its status page told of it. A state
// machine without a clock.
class LeadTime {
 public:
  // The start of the provider's outage, and of the incident on its status page, as far as they are
  // open. At least once while each is.
  void Look(std::optional<SteadyTime> outage, std::optional<SteadyTime> told);

  // Of the last outage that both told of, within an hour of each other; negative: the page was
  // first. Nothing before the first.
  std::optional<Duration> last() const { return last_; }

 private:
  struct Begun {
    SteadyTime start;
    bool is_matched = false;  // the other one told of it, too
  };
  static void Note(std::optional<SteadyTime> start, std::optional<Begun>& begun);

  std::optional<Begun> outage_;
  std::optional<Begun> told_;
  std::optional<Duration> last_;
};

}  // namespace wa
