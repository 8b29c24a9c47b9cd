#include "metrics/read_conditions.h"

#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "metrics/moment.h"

namespace wa {
namespace {

// Conditions of single messages are counted as failures of messages. They are never incidents, and
// do without series that would be 0 for ever.
bool CanBeIncident(const Condition& condition) { return condition.scope != Scope::kMessage; }

// What no poll can see does not end with the recovery that durations are measured to.
bool CanRecover(const Condition& condition) {
  return CanBeIncident(condition) && condition.reach != Reach::kEvent;
}

std::set<std::string_view> SlugsOf(const FleetView& view, bool (*wanted)(const Condition&)) {
  std::set<std::string_view> slugs;
  if (view.fleet.conditions == nullptr) return slugs;
  for (const Condition& condition : *view.fleet.conditions) {
    if (wanted(condition)) slugs.insert(condition.slug);
  }
  return slugs;
}

}  // namespace

std::optional<double> IncidentStart(const IncidentView& incident) {
  return ExportedMoment(incident.start);
}

std::optional<double> IncidentEarliestStart(const IncidentView& incident) {
  return ExportedMoment(incident.earliest_start);
}

std::optional<double> IncidentLastSeen(const IncidentView& incident) {
  return ExportedLastSeen(incident.start, incident.last_seen, incident.grace);
}

std::optional<double> IncidentRetry(const IncidentView& incident) {
  return ExportedMoment(incident.retry_at);
}

std::optional<double> IncidentContradicted(const IncidentView& incident) {
  if (incident.contradiction.empty()) return std::nullopt;
  return 1;
}

// With everything that an alert wants to say, so that the rules join nothing.
void ReadGrace(const FleetView& view, SeriesWriter& out) {
  for (const auto& status : view.fleet.accounts) {
    const Account& account = *status->account;
    for (const IncidentView& incident : status->incidents) {
      const Condition& condition = *incident.condition;
      out.Add({account.name, condition.slug, account.provider, Name(account.plan),
               Name(condition.owner), Name(condition.scope), Name(condition.contact),
               Name(condition.severity)},
              Seconds(incident.grace));
    }
  }
}

// The rules leave out what is explained; a snapshot holds no condition that explains another.
void ReadExplained(const FleetView&, SeriesWriter&) {}

void ReadConditionInfo(const FleetView& view, SeriesWriter& out) {
  if (view.fleet.conditions == nullptr) return;
  for (const Condition& condition : *view.fleet.conditions) {
    out.Add({condition.slug, Name(condition.owner), Name(condition.scope), Name(condition.contact),
             Name(condition.severity)},
            1);
  }
}

void ReadConditionAccounts(const FleetView& view, SeriesWriter& out) {
  if (view.fleet.conditions == nullptr) return;
  std::map<std::pair<std::string_view, std::string_view>, int> counts;
  for (const auto& status : view.fleet.accounts) {
    for (const IncidentView& incident : status->incidents) {
      ++counts[{incident.condition->slug, status->account->provider}];
    }
  }
  for (const Condition& condition : *view.fleet.conditions) {
    if (!CanBeIncident(condition)) continue;
    for (const ProviderSettings& provider : view.fleet.providers) {
      out.Add({condition.slug, provider.name}, counts[{condition.slug, provider.name}]);
    }
  }
}

void ReadIncidents(const FleetView& view, SeriesWriter& out) {
  const auto shown = SlugsOf(view, CanBeIncident);
  for (const auto& [provider, tallies] : view.fleet.tallies) {
    for (const auto& [slug, count] : tallies.incidents) {
      if (shown.count(slug) > 0) out.Add({slug, provider}, static_cast<double>(count));
    }
  }
}

void ReadIncidentDurations(const FleetView& view, SeriesWriter& out) {
  const auto shown = SlugsOf(view, CanRecover);
  for (const auto& [provider, tallies] : view.fleet.tallies) {
    for (const auto& [slug, durations] : tallies.incident_durations) {
      if (shown.count(slug) > 0) out.Add({slug, provider}, durations, kIncidentBounds);
    }
  }
}

void ReadAllowances(const FleetView& view, SeriesWriter& out) {
  for (const ProviderSettings& provider : view.fleet.providers) {
    for (const auto& [plan, name] : EnumNames<Plan>::table) {
      out.Add({provider.name, name},
              Seconds(AllowancePerDay(view.fleet.allowances, provider.kind, plan)));
    }
  }
}

}  // namespace wa
