#pragma once

#include <map>
#include <memory>
#include <utility>

#include "condition/catalogue.h"
#include "config/config.h"
#include "incident/tracker.h"

namespace wa {

// What a configuration says of how accounts are watched. Those that are watched alike get the same
// object.
class WatchSettings {
 public:
  // REQUIRES: `catalogue` outlives it.
  WatchSettings(const Catalogue& catalogue, std::shared_ptr<const Config> config)
      : catalogue_(catalogue), config_(std::move(config)) {}

  std::shared_ptr<const TrackerSettings> TrackingOf(const Account& account);
  // Of its partner's channels; 0: nobody lists them.
  Duration ListingIntervalOf(const Account& account) const;

 private:
  // Whether it is polled, and how long it may restart in a day.
  using Alike = std::pair<bool, Duration>;

  const Catalogue& catalogue_;
  const std::shared_ptr<const Config> config_;
  std::map<Alike, std::shared_ptr<const TrackerSettings>> tracking_;
};

}  // namespace wa
