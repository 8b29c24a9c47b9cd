#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "simulator/answer.h"

namespace wa::simulator {

struct Step {
  Duration at{0};                   // from the start of the script
  std::optional<Duration> lasting;  // afterwards the usual answer; absent: until the next step
  AnswerPtr answer;
  double share = 1;  // of those who follow the script: who has a place below it takes the step
};

// The time line of one account.
struct Script {
  AnswerPtr usual;                 // before the first step, and after one that lasts
  std::vector<Step> steps;         // `at` strictly ascending
  std::optional<Duration> repeat;  // the time line begins again so often; over every `at`
};

// What the script answers at `time` after its start. A step holds from exactly its `at` on. `place`
// (from 0, below 1) tells who takes the steps of a share.
const AnswerPtr& AnswerAt(const Script& script, Duration time, double place = 0);

// The place of somebody: the same for ever, and evenly spread over many names.
double PlaceOf(std::string_view name);

}  // namespace wa::simulator
