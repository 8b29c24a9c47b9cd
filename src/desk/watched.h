#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "model/answer_record.h"

namespace wa {

// How long it was known how accounts are, between two moments. Pure.
class Watched {
 public:
  // `runs`: the times in which the exporter looked; they may overlap where a clock was set. Where
  // `marks` are not kept any more, an account was known whenever the exporter looked.
  Watched(std::vector<AnswerRun> runs, const AnswerMarks& marks, SystemTime from, SystemTime to);

  // In which the exporter looked at all.
  Duration Whole() const { return whole_; }
  // In which it heard something of the account: not while nothing was known of it.
  Duration Of(std::string_view account) const;

 private:
  Duration Within(SystemTime begin, SystemTime end) const;

  std::vector<AnswerRun> runs_;  // in order, apart, all between both moments
  Duration whole_{0};
  Duration before_marks_{0};
  std::map<std::string, Duration, std::less<>> heard_;  // since the first mark
};

}  // namespace wa
