#pragma once

#include "base/clock.h"

namespace wa {

// A token bucket: how many requests may be made without becoming the reason for a rate limit.
// Starts full.
class Budget {
 public:
  // REQUIRES: per_second > 0. The bucket holds one second's worth, at least one request.
  Budget(double per_second, SteadyTime now);

  bool Take(SteadyTime now);  // one request, if there is one
  // `now` if Take() would succeed and leave `kept`.
  SteadyTime WhenAvailable(SteadyTime now, double kept = 0.0) const;
  void SetRate(double per_second, SteadyTime now);  // what is in the bucket stays, if it fits
  double Remaining(SteadyTime now) const;
  double Capacity() const { return capacity_; }

 private:
  double per_second_;
  double capacity_;
  double tokens_;
  SteadyTime filled_;
};

// The cap of a provider that sets none: a fifth more than its healthy accounts need, and at least
// `kLeastPerSecond`, so that a few accounts can all be in trouble at once.
inline constexpr double kLeastPerSecond = 5.0;
double DefaultRequestsPerSecond(std::size_t accounts, Duration interval);

// What a cap leaves, in requests per second, once each of `accounts` is asked once per interval; a
// tenth of the cap is left alone, since no spread is perfectly even. Not below 0.
double SpareRate(double per_second, std::size_t accounts, Duration interval);

// How many accounts that rate allows to ask every `shorter` instead of once per interval.
// REQUIRES: shorter > 0.
std::size_t AffordableOften(double spare, Duration interval, Duration shorter);

// Within what time that rate allows to ask so many accounts for the first time, 100 ms or more for
// each: a small fleet is asked at once after a start. Else one interval, in which they are asked
// anyway; not between half of it and the whole, where their second polls would meet the first
// ones of the others.
Duration FirstSweep(std::size_t accounts, double spare, Duration interval);

}  // namespace wa
