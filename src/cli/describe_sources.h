#pragma once

#include <string>
#include <vector>

#include "config/config.h"

namespace wa {

// Sources that name accounts while the exporter runs, and how they are asked; one line each.
std::vector<std::string> DescribeSources(const Config& config);

// The budgets that hold: "at most 5 requests/s, 100 per hour and WABA".
std::string DescribeBudgets(const Config& config, const ProviderSettings& provider);

}  // namespace wa
