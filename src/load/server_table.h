#pragma once

#include "config/config.h"
#include "load/toml_reader.h"

namespace wa {

// Reads [server].
void ReadServer(TomlTable table, ServerConfig* server);

}  // namespace wa
