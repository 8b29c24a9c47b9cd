#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "model/answer_record.h"

namespace wa {

// A value of the number that answers told, from then on.
struct TrailStep {
  SystemTime at;
  std::string field;  // quality_rating, number_status, name_status, messaging_limit
  std::string value;
};

// How what is said of the account's number changed, newest first; of each field its first value,
// and then each other one. `answers` in order of time, of several names.
std::vector<TrailStep> TrailOf(const std::vector<AnswerRecord>& answers,
                               const std::string& account);

}  // namespace wa
