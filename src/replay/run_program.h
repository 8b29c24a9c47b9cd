#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace wa {

struct ProgramEnd {
  int exit_status = 0;  // 128 + the signal, if one ended it
  std::string printed;  // both streams
};

// Runs a program of the PATH to its end; what it prints goes through `file`, which is made.
// kNotFound if there is no such program. The child is in our process group: an interrupt reaches
// both.
Result<ProgramEnd> RunProgram(const std::string& program, const std::vector<std::string>& arguments,
                              const std::string& file);

}  // namespace wa
