#include "desk/watched.h"

#include <algorithm>
#include <utility>

namespace wa {
namespace {

std::vector<AnswerRun> Apart(std::vector<AnswerRun> runs, SystemTime from, SystemTime to) {
  std::sort(runs.begin(), runs.end(),
            [](const AnswerRun& a, const AnswerRun& b) { return a.started < b.started; });
  std::vector<AnswerRun> apart;
  SystemTime until = from;
  for (const AnswerRun& run : runs) {
    const AnswerRun rest{std::max(run.started, until), std::min(run.alive, to)};
    if (rest.started < rest.alive) apart.push_back(rest);
    until = std::max(until, run.alive);
  }
  return apart;
}

}  // namespace

Watched::Watched(std::vector<AnswerRun> runs, const AnswerMarks& marks, SystemTime from,
                 SystemTime to)
    : runs_(Apart(std::move(runs), from, to)), whole_(Within(from, to)) {
  const SystemTime since = std::clamp(marks.since.value_or(to), from, to);
  before_marks_ = Within(from, since);
  std::map<std::string_view, const AnswerMarks::Mark*> last;
  const auto end = [&](const AnswerMarks::Mark& mark, SystemTime at) {
    if (mark.kind == AnswerKind::kAnswer) {
      heard_[mark.account] += Within(std::max(mark.at, since), at);
    }
  };
  for (const AnswerMarks::Mark& mark : marks.marks) {
    const AnswerMarks::Mark*& before = last[mark.account];
    if (before != nullptr) end(*before, mark.at);
    before = &mark;
  }
  for (const auto& [account, mark] : last) end(*mark, to);
}

Duration Watched::Of(std::string_view account) const {
  const auto found = heard_.find(account);
  return before_marks_ + (found == heard_.end() ? Duration(0) : found->second);
}

Duration Watched::Within(SystemTime begin, SystemTime end) const {
  Duration within{0};
  for (const AnswerRun& run : runs_) {
    within += std::max(std::min(end, run.alive) - std::max(begin, run.started), Duration(0));
  }
  return within;
}

}  // namespace wa
