#pragma once

#include <vector>

#include "config/config.h"
#include "load/toml_reader.h"

namespace wa {

// Reads [polling]. An interval that is not given is its default, moved just so far that
// trouble_interval <= interval <= rare_interval.
void ReadPolling(TomlTable table, PollingConfig* polling);

// Refuses a canary on the host of a provider: it could not tell our trouble from the provider's.
void RefuseProvidersAsCanaries(TomlTable table, const PollingConfig& polling,
                               const std::vector<ProviderSettings>& providers);

}  // namespace wa
