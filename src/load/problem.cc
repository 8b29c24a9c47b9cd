#include "load/problem.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"

namespace wa {

std::string Problem::Format() const {
  std::string text = file + ":";
  if (line > 0) text += std::to_string(line) + ":" + std::to_string(column) + ":";
  return text + " " + message;
}

std::string Problem::Line() const { return line > 0 ? file + ":" + std::to_string(line) : file; }

void SortProblems(Problems* problems) {
  const auto place = [](const Problem& p) { return std::tie(p.file, p.line, p.column, p.message); };
  std::sort(problems->begin(), problems->end(),
            [&](const Problem& a, const Problem& b) { return place(a) < place(b); });
  problems->erase(std::unique(problems->begin(), problems->end()), problems->end());
}

void KeepFew(std::vector<std::string>* texts, std::string_view what) {
  constexpr std::size_t kEnough = 5;
  if (texts->size() <= kEnough) return;
  const std::size_t more = texts->size() - kEnough;
  texts->resize(kEnough);
  texts->push_back("... and " + std::to_string(more) + " more " + std::string(what) +
                   " like these");
}

std::string Quoted(std::string_view foreign) { return "'" + Sanitise(foreign, 80) + "'"; }

std::string Suggestion(std::string_view word, const std::vector<std::string>& candidates) {
  if (const auto near = DidYouMean(word, candidates)) {
    return "; did you mean " + Quoted(*near) + "?";
  }
  std::string all;
  for (const std::string& candidate : candidates) {
    all += (all.empty() ? "" : ", ") + candidate;
  }
  return all.empty() ? "" : "; known: " + Sanitise(all, 400);
}

}  // namespace wa
