#pragma once

#include "monitor/account_source.h"

namespace wa {

// How sources of accounts are asked and read: Meta's list of numbers, Prometheus' service
// discovery.
SourceReaders ProviderReaders();

}  // namespace wa
