#pragma once

#include <cstdint>

#include "metrics/family.h"
#include "metrics/fleet_view.h"

// What the loop did, most of it by provider. Readers of rows of metrics/catalogue.cc, which says
// what they mean.
namespace wa {

// Labels: provider, operation.
template <std::uint64_t ProviderTallies::PerOperation::*count>
void PerOperation(const FleetView& view, SeriesWriter& out) {
  for (const auto& [provider, tallies] : view.fleet.tallies) {
    for (const auto& [operation, name] : EnumNames<Operation>::table) {
      if (!IsRequest(operation)) continue;
      const auto& counts = tallies.operations[static_cast<std::size_t>(operation)];
      out.Add({provider, name}, static_cast<double>(counts.*count));
    }
  }
}

void ReadRequestFailures(const FleetView& view, SeriesWriter& out);
void ReadRequestDurations(const FleetView& view, SeriesWriter& out);
void ReadRequestPhases(const FleetView& view, SeriesWriter& out);
void ReadSkippedPolls(const FleetView& view, SeriesWriter& out);
void ReadPollDelays(const FleetView& view, SeriesWriter& out);
void ReadPollLag(const FleetView& view, SeriesWriter& out);
void ReadPollsInFlight(const FleetView& view, SeriesWriter& out);
void ReadUnknownAnswers(const FleetView& view, SeriesWriter& out);
void ReadUplink(const FleetView& view, SeriesWriter& out);

}  // namespace wa
