#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"

namespace wa {

// Runs a program without a shell and gives the first line of what it prints; more than
// `max_bytes` of it are cut. Its environment is PATH and HOME, it reads nothing, and what it says
// on stderr is dropped. After `timeout` its process group is killed. The message names the program
// and how it ended, never an argument or its output.
Result<Secret> FirstLineOf(const std::string& program, const std::vector<std::string>& arguments,
                           Duration timeout, std::size_t max_bytes);

}  // namespace wa
