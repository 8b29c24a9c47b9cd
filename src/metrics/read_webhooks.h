#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "metrics/family.h"
#include "metrics/fleet_view.h"

// What came by webhooks: messages, registrations, events.
// Readers of rows of metrics/catalogue.cc, which says what they mean.
namespace wa {

// What one account has; nothing: no series.
std::optional<double> Messages(const FleetView& view, const AccountStatus& status);
std::optional<double> FailedMessages(const FleetView& view, const AccountStatus& status);
bool HadMessages(const AccountStatus& status);
std::optional<double> LastEvent(const FleetView& view, const AccountStatus& status);

// Labels: provider, and what the map is keyed by.
template <std::map<std::string, std::uint64_t, std::less<>> ProviderTallies::*counts>
void PerProvider(const FleetView& view, SeriesWriter& out) {
  for (const auto& [provider, tallies] : view.fleet.tallies) {
    for (const auto& [key, count] : tallies.*counts) {
      out.Add({provider, key}, static_cast<double>(count));
    }
  }
}

void ReadAccountMessageFailures(const FleetView& view, SeriesWriter& out);
void ReadEventDelays(const FleetView& view, SeriesWriter& out);

}  // namespace wa
