#pragma once

#include "config/config.h"
#include "model/metrics_mode.h"

namespace wa {

// How much /metrics says of each account. Says in the log when that changes, and where it is set.
class MetricsModeChoice {
 public:
  void Look(const Config& config);

  MetricsMode now() const { return now_; }

 private:
  MetricsMode now_ = MetricsMode::kFull;
};

}  // namespace wa
