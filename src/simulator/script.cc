#include "simulator/script.h"

#include <algorithm>

namespace wa::simulator {

const AnswerPtr& AnswerAt(const Script& script, Duration time) {
  if (script.repeat) time %= *script.repeat;
  const auto next = std::upper_bound(script.steps.begin(), script.steps.end(), time,
                                     [](Duration t, const Step& step) { return t < step.at; });
  if (next == script.steps.begin()) return script.usual;
  const Step& step = *std::prev(next);
  const bool over = step.lasting && time - step.at >= *step.lasting;
  return over ? script.usual : step.answer;
}

}  // namespace wa::simulator
