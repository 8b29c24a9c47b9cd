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
std::optional<double> IncidentSightings(const IncidentView& incident);
std::optional<double> IncidentHttpStatus(const IncidentView& incident);

// `visit`(Account, IncidentView) for every open incident, of accounts and of what is wider.
template <typename Visit>
void ForEachIncident(const FleetView& view, Visit visit) {
  for (const auto* statuses : {&view.accounts, &view.fleet.subjects}) {
    for (const auto& status : *statuses) {
      for (const IncidentView& incident : status->incidents) visit(*status->account, incident);
    }
  }
}

// Labels: account, condition.
template <auto value>
void PerIncident(const FleetView& view, SeriesWriter& out) {
  ForEachIncident(view, [&](const Account& account, const IncidentView& incident) {
    const std::optional<double> sample = value(incident);
    if (sample) out.Add({account.name, incident.condition->slug}, *sample);
  });
}

void ReadGrace(const FleetView& view, SeriesWriter& out);
void ReadExplained(const FleetView& view, SeriesWriter& out);
void ReadConditionInfo(const FleetView& view, SeriesWriter& out);
void ReadConditionAccounts(const FleetView& view, SeriesWriter& out);
void ReadIncidents(const FleetView& view, SeriesWriter& out);
void ReadIncidentDurations(const FleetView& view, SeriesWriter& out);
void ReadAllowances(const FleetView& view, SeriesWriter& out);

}  // namespace wa
