#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "config/config.h"

namespace wa {

// How many requests must be under way at once so that a fleet of which every account is silent (and
// holds its place for the whole timeout) is still asked once an interval; half as many again, since
// silent accounts are asked more often.
std::size_t InFlightNeeded(std::size_t accounts, const PollingConfig& polling);

// How many may be: what the configuration says; its default grows to what the fleet needs, up to
// `kMostInFlight`.
inline constexpr std::size_t kMostInFlight = 2000;
std::size_t InFlightLimit(std::size_t accounts, const PollingConfig& polling);

// Shares the places for requests among the providers ("lanes"), so that one that is silent cannot
// hold up the others: one place per lane and pass, no more than its share while others want one
// too, and never the last place of a lane that holds none.
class FairShare {
 public:
  // REQUIRES: limit > 0. A lane without accounts has no share.
  FairShare(std::vector<std::size_t> accounts_per_lane, std::size_t limit);

  // Other lanes or another limit; what is under way stays. Lanes keep their numbers.
  // REQUIRES: limit > 0.
  void Resize(std::vector<std::size_t> accounts_per_lane, std::size_t limit);

  // The lane whose turn it is among those that are `ready`, if one of them may start a request.
  // Moves on to the one behind it.
  std::optional<std::size_t> Next(const std::function<bool(std::size_t lane)>& ready);

  // Whether a lane may start a request, with nobody else waiting.
  bool MayStart(std::size_t lane) const;
  bool IsFull() const { return under_way_ >= limit_; }

  void Started(std::size_t lane);
  void Finished(std::size_t lane);

  std::size_t limit() const { return limit_; }

 private:
  std::size_t IdleOthers(std::size_t lane) const;

  std::vector<std::size_t> accounts_;  // per lane
  std::size_t limit_;
  std::vector<std::size_t> held_;  // places per lane
  std::size_t under_way_ = 0;
  std::size_t first_ = 0;  // lane that the next pass begins with
};

}  // namespace wa
