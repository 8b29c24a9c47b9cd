#include "schedule/budget.h"

#include <algorithm>

namespace wa {

Budget::Budget(double per_second, SteadyTime now)
    : per_second_(per_second),
      capacity_(std::max(per_second, 1.0)),
      tokens_(capacity_),
      filled_(now) {}

double Budget::Remaining(SteadyTime now) const {
  const double grown = tokens_ + Seconds(std::max(now - filled_, Duration(0))) * per_second_;
  return std::min(grown, capacity_);
}

bool Budget::Take(SteadyTime now) {
  // A token that is a nanosecond's share short counts: WhenAvailable() rounds to nanoseconds.
  constexpr double kWhole = 1.0 - 1e-6;
  tokens_ = Remaining(now);
  filled_ = std::max(filled_, now);
  if (tokens_ < kWhole) return false;
  tokens_ = std::max(tokens_ - 1.0, 0.0);
  return true;
}

void Budget::SetRate(double per_second, SteadyTime now) {
  tokens_ = Remaining(now);
  filled_ = now;
  per_second_ = per_second;
  capacity_ = std::max(per_second, 1.0);
  tokens_ = std::min(tokens_, capacity_);
}

SteadyTime Budget::WhenAvailable(SteadyTime now, double kept) const {
  const double missing = std::min(1.0 + kept, capacity_) - Remaining(now);
  if (missing <= 1e-6) return now;
  return now + Duration(static_cast<std::int64_t>(missing / per_second_ * 1e9) + 1);
}

double DefaultRequestsPerSecond(std::size_t accounts, Duration interval) {
  return std::max(1.2 * static_cast<double>(accounts) / Seconds(interval), kLeastPerSecond);
}

}  // namespace wa
