#include "config/metrics_mode.h"

#include <algorithm>

namespace wa {
namespace {

MetricsMode ByNumber(const MetricsConfig& config, std::size_t accounts) {
  if (accounts <= config.full_up_to) return MetricsMode::kFull;
  return accounts <= config.compact_up_to ? MetricsMode::kCompact : MetricsMode::kAggregate;
}

}  // namespace

MetricsMode ModeFor(const MetricsConfig& config, std::size_t accounts,
                    std::optional<MetricsMode> before) {
  switch (config.mode) {
    case MetricsChoice::kFull:
      return MetricsMode::kFull;
    case MetricsChoice::kCompact:
      return MetricsMode::kCompact;
    case MetricsChoice::kAggregate:
      return MetricsMode::kAggregate;
    case MetricsChoice::kAuto:
      break;
  }
  const MetricsMode now = ByNumber(config, accounts);
  if (!before) return now;
  const MetricsMode of_a_tenth_more = ByNumber(config, accounts + accounts / 9);
  return std::clamp(*before, now, of_a_tenth_more);
}

std::string WhyMode(const MetricsConfig& config) {
  if (config.mode != MetricsChoice::kAuto) return "as configured";
  return "auto: full up to " + std::to_string(config.full_up_to) + " accounts, compact up to " +
         std::to_string(config.compact_up_to) + ", aggregate beyond";
}

}  // namespace wa
