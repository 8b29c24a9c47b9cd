#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "drill/acts.h"
#include "drill/performance.h"

namespace wa::drill {

// What became of one condition.
struct Outcome {
  std::string condition;
  Expectation expectation;
  Timeline timeline;
  bool can_end = false;
  std::vector<std::string> problems;  // none: it went as it must
  double speed = 1;
};

// Who is told while it goes on; each may be empty.
struct Witness {
  // Each thing that happens, in order of time for each actor; a look later than it was seen.
  std::function<void(const Actor& actor, const Happening& happening)> happened;
  std::function<void(const Outcome& outcome)> done;
};

struct Drilled {
  std::vector<Outcome> outcomes;
  std::string slow;  // what was too slow for the speed, for people; empty: nothing was
};

// Plays every condition of all acts, all at once, and returns when all are over. Blocks; SIGINT and
// SIGTERM, which must be blocked in this thread, end it early. An error: it could not be played
// (a process failed, or it was ended); what it started is gone when it returns.
Result<Drilled> RunDrill(const std::vector<Act>& acts, const Clock& clock, const Witness& witness);

}  // namespace wa::drill
