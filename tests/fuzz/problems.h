#pragma once

#include "fuzz/require.h"
#include "load/problem.h"

namespace wa {

// What is refused is refused with reasons, each in one line, about a file.
inline void RequireReasons(const Problems& problems) {
  Require(!problems.empty());
  for (const Problem& problem : problems) {
    Require(!problem.file.empty() && !problem.message.empty());
    Require(problem.line >= 0 && problem.column >= 0);
    Require(problem.Format().find_first_of("\r\n\x1b\x7f") == std::string::npos);
  }
}

}  // namespace wa
