#pragma once

#include <string>
#include <tl/expected.hpp>

#include "simulator/answer.h"
#include "simulator/answer_library.h"

namespace wa::simulator {

// Which field is wrong (empty: all of them together), and why.
struct FieldProblem {
  std::string field;
  std::string message;
};

// Where the base of an answer comes from: the library, and files beside the scenario.
struct AnswerSources {
  const AnswerLibrary* library = nullptr;
  std::string scenario_file;
};

// Makes the answer that the fields describe: a base (`answer`, `sample`, else `ok` for a fault or a
// delay alone, else an empty 200), then `status`, `headers` and `body` on top of it, then the
// fault.
tl::expected<Answer, FieldProblem> MakeAnswer(const AnswerFields& fields,
                                              const AnswerSources& sources);

// An answer of the library as it stands. REQUIRES: it has one of that name.
AnswerPtr LibraryAnswerPtr(const AnswerLibrary& library, std::string_view name);

}  // namespace wa::simulator
