#pragma once

#include <optional>
#include <vector>

#include "base/clock.h"
#include "simulator/answer.h"

namespace wa::simulator {

struct Step {
  Duration at{0};                   // from the start of the script
  std::optional<Duration> lasting;  // afterwards the usual answer; absent: until the next step
  AnswerPtr answer;
};

// The time line of one account.
struct Script {
  AnswerPtr usual;                 // before the first step, and after one that lasts
  std::vector<Step> steps;         // `at` strictly ascending
  std::optional<Duration> repeat;  // the time line begins again so often; over every `at`
};

// What the script answers at `time` after its start. A step holds from exactly its `at` on.
const AnswerPtr& AnswerAt(const Script& script, Duration time);

}  // namespace wa::simulator
