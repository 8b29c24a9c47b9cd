#pragma once

#include <string>
#include <vector>

#include "load/toml_reader.h"

namespace wa {

// The files that [accounts] files = [...] matches, seen from the folder of `file`, the
// configuration: each once, by name. A pattern that matches nothing, or the configuration itself,
// is a problem.
std::vector<std::string> FindAccountFiles(TomlTable table, const std::string& file);

}  // namespace wa
