#include "schedule/budget.h"

#include <algorithm>
#include <limits>

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

double SpareRate(double per_second, std::size_t accounts, Duration interval) {
  constexpr double kUsed = 0.9;
  return std::max(kUsed * per_second - static_cast<double>(accounts) / Seconds(interval), 0.0);
}

std::size_t AffordableOften(double spare, Duration interval, Duration shorter) {
  const double more = 1.0 / Seconds(shorter) - 1.0 / Seconds(interval);
  if (more <= 0.0) return std::numeric_limits<std::size_t>::max();
  return static_cast<std::size_t>(spare / more);
}

Duration FirstSweep(std::size_t accounts, double spare, Duration interval) {
  constexpr double kMostPerSecond = 10.0;
  // Phases are as even as chance makes them.
  constexpr double kUsed = 0.7;
  const double rate = std::min(kUsed * spare, kMostPerSecond);
  const double needed = static_cast<double>(accounts) / rate;
  return needed <= Seconds(interval) / 2 ? Duration(static_cast<std::int64_t>(needed * 1e9))
                                         : interval;
}

}  // namespace wa
