#pragma once

#include "load/reading.h"
#include "load/toml_reader.h"

namespace wa {

// Reads the sources of [accounts] beside its files: [[accounts.keys]] and [[accounts.file_sd]] add
// their accounts to the draft, [[accounts.waba]] and [[accounts.http_sd]] themselves.
// REQUIRES: providers and their webhooks are read. True if there is a source, right or wrong.
bool ReadAccountSources(TomlTable accounts, Reading* reading);

}  // namespace wa
