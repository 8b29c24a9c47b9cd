#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "condition/catalogue.h"
#include "config/config.h"

namespace wa {

// One thing wrong in a file, as `file:line:column: message`. Never holds a secret.
struct Problem {
  std::string file;
  int line = 0;    // from 1; 0: the file as a whole
  int column = 0;  // from 1
  std::string message;
  std::string Format() const;
};
using Problems = std::vector<Problem>;  // in order of file and position

// Reads a configuration with its account files and keys. Either everything is right, or every problem is
// reported at once and nothing is loaded. `catalogue` tells which slugs [condition.SLUG] may name.
tl::expected<Config, Problems> LoadConfig(const std::string& path, const Catalogue& catalogue);

}  // namespace wa
