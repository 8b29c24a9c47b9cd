#pragma once

#include "load/toml_reader.h"
#include "model/condition.h"

namespace wa {

// Reads one [[condition]] of the catalogue. What is wrong goes to the file's problems, and then the
// value returned is not to be used.
Condition ReadCondition(TomlTable table);

// Reads a `source`, likewise.
Source ReadSource(TomlTable table);

}  // namespace wa
