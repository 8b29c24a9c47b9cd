#pragma once

#include "load/reading.h"
#include "load/toml_reader.h"

namespace wa {

// Reads every [partner.NAME] below `root`, by name. REQUIRES: the providers are read.
void ReadPartners(TomlTable root, Reading* reading);

}  // namespace wa
