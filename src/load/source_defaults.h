#pragma once

#include <string>

#include "config/config.h"
#include "load/reading.h"
#include "load/toml_reader.h"

namespace wa {

// Reads what the accounts of a source have in common: plan, tags, and key 'provider' unless the
// source has one already.
SourceDefaults ReadSourceDefaults(TomlTable* table, const Reading& reading);

// Reads the folder that `key` names, from the folder of the configuration. Empty: absent, or not a
// folder that can be listed, which is reported.
std::string ReadFolder(TomlTable* table, std::string_view key, ConfigFiles* files);

}  // namespace wa
