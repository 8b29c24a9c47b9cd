#include "schedule/in_flight.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace wa {

std::size_t InFlightNeeded(std::size_t accounts, const PollingConfig& polling) {
  const double held = Seconds(polling.timeout) / Seconds(polling.interval);
  return static_cast<std::size_t>(std::ceil(1.5 * held * static_cast<double>(accounts)));
}

std::size_t InFlightLimit(std::size_t accounts, const PollingConfig& polling) {
  const std::size_t set = std::max<std::size_t>(polling.max_in_flight, 1);
  if (set != PollingConfig{}.max_in_flight) return set;
  return std::clamp(InFlightNeeded(accounts, polling), set, kMostInFlight);
}

FairShare::FairShare(std::vector<std::size_t> accounts_per_lane, std::size_t limit)
    : accounts_(std::move(accounts_per_lane)), limit_(limit), held_(accounts_.size(), 0) {}

void FairShare::Resize(std::vector<std::size_t> accounts_per_lane, std::size_t limit) {
  accounts_ = std::move(accounts_per_lane);
  held_.resize(accounts_.size(), 0);
  limit_ = limit;
}

std::optional<std::size_t> FairShare::Next(const std::function<bool(std::size_t)>& ready) {
  std::vector<std::size_t> wanting;  // in the order of their turns
  for (std::size_t i = 0; i < accounts_.size(); ++i) {
    const std::size_t lane = (first_ + i) % accounts_.size();
    if (ready(lane)) wanting.push_back(lane);
  }
  const std::size_t share =
      wanting.size() > 1 ? std::max<std::size_t>(limit_ / wanting.size(), 1) : limit_;
  for (const std::size_t lane : wanting) {
    if (held_[lane] >= share || !MayStart(lane)) continue;
    first_ = (lane + 1) % accounts_.size();
    return lane;
  }
  return std::nullopt;
}

bool FairShare::MayStart(std::size_t lane) const {
  if (IsFull()) return false;
  return held_[lane] == 0 || limit_ - under_way_ > IdleOthers(lane);
}

std::size_t FairShare::IdleOthers(std::size_t lane) const {
  std::size_t idle = 0;
  for (std::size_t other = 0; other < accounts_.size(); ++other) {
    if (other != lane && accounts_[other] > 0 && held_[other] == 0) ++idle;
  }
  return idle;
}

void FairShare::Started(std::size_t lane) {
  ++held_[lane];
  ++under_way_;
}

void FairShare::Finished(std::size_t lane) {
  --held_[lane];
  --under_way_;
}

}  // namespace wa
