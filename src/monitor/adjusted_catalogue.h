#pragma once

#include <memory>
#include <mutex>

#include "condition/catalogue.h"
#include "config/config.h"
#include "load/load_conditions.h"

namespace wa {

// The catalogue with the overrides of one configuration after another, made anew only when they
// change. Thread-safe.
class AdjustedCatalogue {
 public:
  // REQUIRES: `catalogue` outlives it.
  explicit AdjustedCatalogue(const Catalogue& catalogue) : catalogue_(catalogue) {}

  // Never null.
  std::shared_ptr<const Catalogue> For(const ConditionOverrides& overrides) {
    const std::lock_guard lock(mutex_);
    if (adjusted_ == nullptr || overrides_ != overrides) {
      adjusted_ = WithOverrides(catalogue_, overrides);
      overrides_ = overrides;
    }
    return adjusted_;
  }

 private:
  const Catalogue& catalogue_;
  std::mutex mutex_;
  std::shared_ptr<const Catalogue> adjusted_;  // guarded by mutex_
  ConditionOverrides overrides_;               // guarded by mutex_
};

}  // namespace wa
