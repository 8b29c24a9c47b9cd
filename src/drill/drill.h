#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "drill/performance.h"
#include "drill/stack.h"

namespace wa::drill {

// What became of one condition.
struct Outcome {
  std::string condition;
  Expectation expectation;
  Timeline timeline;
  bool can_end = false;
  std::vector<std::string> problems;  // none: it went as it must
};

struct DrillOptions {
  Setup setup;
  std::optional<Duration> played;  // scaled; unset: as long as it takes to be called
};

// Called for each thing that happens, when it has been seen.
using Witness = std::function<void(const Actor& actor, const Happening& happening)>;

// Plays every condition of the cast, all at once, and returns when all are over. Blocks; SIGINT and
// SIGTERM, which must be blocked in this thread, end it early. An error: it could not be played
// (a process failed, or it was ended); what it started is gone when it returns.
Result<std::vector<Outcome>> RunDrill(const DrillOptions& options, const Clock& clock,
                                      const Witness& witness);

}  // namespace wa::drill
