#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "config/config.h"

namespace wa {

// Requests that ask each account of a provider about its health once: Meta answers about all
// numbers of a business account at once, the others about each alone.
std::size_t RequestsPerSweep(const Config& config, const ProviderSettings& provider);

// Where the budgets do not allow to ask every account once per interval, and what would help; empty
// if they do. Only health counts, because it comes before all other questions.
std::vector<std::string> WhyNoSweepFits(const Config& config);

}  // namespace wa
