#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "load/config_files.h"
#include "load/toml_reader.h"

namespace wa {

// The files that the patterns of `key`, such as [accounts] files = [...], match, seen from the
// folder of the configuration: each once, by name. A pattern that matches nothing, or the
// configuration itself, is a problem. `example`: a better pattern.
std::vector<std::string> FindFiles(TomlTable table, std::string_view key, std::string_view example,
                                   ConfigFiles* files);

}  // namespace wa
