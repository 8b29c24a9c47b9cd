#pragma once

#include <optional>

#include "metrics/family.h"
#include "metrics/fleet_view.h"

// Open incidents, the catalogue of conditions, and what was counted by condition. Readers of rows
// of metrics/catalogue.cc, which says what they mean.
namespace wa {

// What one open incident has; nothing: no series.
std::optional<double> IncidentStart(const IncidentView& incident);
std::optional<double> IncidentEarliestStart(const IncidentView& incident);
std::optional<double> IncidentLastSeen(const IncidentView& incident);
std::optional<double> IncidentRetry(const IncidentView& incident);
std::optional<double> IncidentContradicted(const IncidentView& incident);

// Labels: account, condition.
template <auto value>
void PerIncident(const FleetView& view, SeriesWriter& out) {
  for (const auto& status : view.fleet.accounts) {
    for (const IncidentView& incident : status->incidents) {
      const std::optional<double> sample = value(incident);
      if (sample) out.Add({status->account->name, incident.condition->slug}, *sample);
    }
  }
}

void ReadGrace(const FleetView& view, SeriesWriter& out);
void ReadExplained(const FleetView& view, SeriesWriter& out);
void ReadConditionInfo(const FleetView& view, SeriesWriter& out);
void ReadConditionAccounts(const FleetView& view, SeriesWriter& out);
void ReadIncidents(const FleetView& view, SeriesWriter& out);
void ReadIncidentDurations(const FleetView& view, SeriesWriter& out);
void ReadAllowances(const FleetView& view, SeriesWriter& out);

}  // namespace wa
