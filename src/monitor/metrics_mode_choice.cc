#include "monitor/metrics_mode_choice.h"

#include <string>

#include "base/log.h"
#include "config/metrics_mode.h"

namespace wa {

void MetricsModeChoice::Look(const Config& config) {
  const MetricsMode mode = ModeFor(config.metrics, config.accounts.size(), now_);
  if (mode == now_) return;
  now_ = mode;
  Log(LogLevel::kInfo, "how much the metrics say of each account: mode of [metrics]",
      {{"mode", std::string(Name(mode))},
       {"accounts", std::to_string(config.accounts.size())},
       {"why", WhyMode(config.metrics)}});
}

}  // namespace wa
