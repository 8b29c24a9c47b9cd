#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wa {

// One thing wrong in a file, as `file:line:column: message`. Never holds a secret.
struct Problem {
  std::string file;
  int line = 0;    // from 1; 0: the file as a whole
  int column = 0;  // from 1
  std::string message;
  std::string Format() const;
  // "file:line", or the file alone.
  std::string Line() const;

  friend bool operator==(const Problem&, const Problem&) = default;
};
using Problems = std::vector<Problem>;  // in order of file and position

// Orders by file and position, and drops what was said twice.
void SortProblems(Problems* problems);

// Of many texts about `what`, "accounts", five, and how many more there are: one mistake, in the
// rights of a folder say, is that of all.
void KeepFew(std::vector<std::string>* texts, std::string_view what);

// 'name', made safe to print and cut to a sensible length.
std::string Quoted(std::string_view foreign);
// "; did you mean 'x'?", or the whole list of what would be right.
std::string Suggestion(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace wa
