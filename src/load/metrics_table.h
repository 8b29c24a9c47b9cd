#pragma once

#include "config/config.h"
#include "load/toml_reader.h"

namespace wa {

// Reads [metrics].
void ReadMetrics(TomlTable table, MetricsConfig* metrics);

}  // namespace wa
