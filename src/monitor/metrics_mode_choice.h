#pragma once

#include <optional>

#include "config/config.h"
#include "model/metrics_mode.h"

namespace wa {

// How much /metrics says of each account. The log tells it at the start and when it changes, and
// where it is set.
class MetricsModeChoice {
 public:
  void Look(const Config& config);

  MetricsMode now() const { return *now_; }  // REQUIRES: that Look() was called

 private:
  std::optional<MetricsMode> now_;
};

}  // namespace wa
