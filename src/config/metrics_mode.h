#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "config/config.h"
#include "model/metrics_mode.h"

namespace wa {

// What a fleet of so many accounts is shown in, after `before`. Where the number decides, a fleet
// that shrinks is told more of again only once it is a tenth below the bound: a discovered account
// that comes and goes must not begin and end series each time.
MetricsMode ModeFor(const MetricsConfig& config, std::size_t accounts,
                    std::optional<MetricsMode> before = std::nullopt);

// Why it is that one, for people: "auto: full up to 2000 accounts, compact up to 50000, aggregate
// beyond", or "as configured".
std::string WhyMode(const MetricsConfig& config);

}  // namespace wa
