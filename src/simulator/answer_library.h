#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "simulator/answer.h"

namespace wa::simulator {

// An answer of the library, before its parameters are put in.
struct LibraryAnswer {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;          // may hold {seconds}
  std::int64_t seconds = 0;  // its value unless a step says otherwise; 0: the body has no {seconds}
};

// The answers that a scenario can name; src/simulator/answers.toml is built in.
class AnswerLibrary {
 public:
  // Reads the TOML of answers.toml. `file` is its name in messages.
  static Result<AnswerLibrary> Parse(std::string_view toml, const std::string& file);
  // The one that is built in. REQUIRES: answers.toml is right (a test sees to it).
  static const AnswerLibrary& BuiltIn();

  const LibraryAnswer* Find(std::string_view name) const;  // null: there is none
  std::vector<std::string> Names() const;

 private:
  std::map<std::string, LibraryAnswer, std::less<>> answers_;
};

}  // namespace wa::simulator
