#pragma once

#include "load/account_list.h"
#include "load/reading.h"
#include "load/toml_reader.h"

namespace wa {

// Adds the [[account]] tables of the configuration, or of an account file, to the draft.
void ReadAccountTables(TomlTable root, Reading* reading);

}  // namespace wa
