#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "simulator/answer.h"

namespace wa::simulator {

struct AnswerRequest {
  AnswerFields fields;
  std::optional<Duration> lasting;  // "for": afterwards the script again
  double share = 1;                 // of a fleet
};

// Reads what was posted to the control endpoint: a JSON object with the fields of a step. The
// message names the first field that is wrong.
Result<AnswerRequest> ReadAnswerRequest(std::string_view json, Speaker speaker = Speaker::kAccount);

}  // namespace wa::simulator
