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

// By condition and provider.
using AccountCounts = std::map<std::pair<std::string_view, std::string_view>, int>;

bool IsConcerned(const Account& account, const Account& subject) {
  switch (subject.subject) {
    case SubjectKind::kProvider:
      return account.provider == subject.provider;
    case SubjectKind::kPartner:
      return account.partner == subject.partner;
    case SubjectKind::kUplink:
      return true;
    case SubjectKind::kAccount:
      break;
  }
  return false;
}

// What the account has, be it its own or of something wider: each once, from wherever it is told.
std::set<std::string_view> ConditionsOf(const FleetView& view, const AccountStatus& status) {
  std::set<std::string_view> slugs;
  for (const IncidentView& incident : status.incidents) slugs.insert(incident.condition->slug);
  for (const auto& subject : view.fleet.subjects) {
    if (subject->incidents.empty() || !IsConcerned(*status.account, *subject->account)) continue;
    for (const IncidentView& incident : subject->incidents) slugs.insert(incident.condition->slug);
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

std::optional<double> IncidentSightings(const IncidentView& incident) {
  return static_cast<double>(incident.sightings);
}

std::optional<double> IncidentHttpStatus(const IncidentView& incident) {
  if (incident.http_status == 0) return std::nullopt;
  return incident.http_status;
}

// With everything that an alert wants to say, so that the rules join nothing.
void ReadGrace(const FleetView& view, SeriesWriter& out) {
  ForEachIncident(view, [&](const Account& account, const IncidentView& incident) {
    const Condition& condition = *incident.condition;
    out.Add(
        {account.name, condition.slug, account.provider, Name(account.plan), Name(condition.owner),
         Name(condition.scope), Name(condition.contact), Name(condition.severity)},
        Seconds(incident.grace));
  });
}

void ReadExplained(const FleetView& view, SeriesWriter& out) {
  ForEachIncident(view, [&](const Account& account, const IncidentView& incident) {
    if (incident.explained_by.empty()) return;
    out.Add({account.name, incident.condition->slug, incident.explained_by}, 1);
  });
}

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
  AccountCounts counts;
  for (const auto& status : view.fleet.accounts) {
    for (const std::string_view slug : ConditionsOf(view, *status)) {
      ++counts[{slug, status->account->provider}];
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
  for (const auto& [slug, count] : view.fleet.own_incidents) {
    out.Add({slug, ""}, static_cast<double>(count));
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
