#include "web/summary_json.h"

#include <algorithm>
#include <utility>

#include "web/account_json.h"
#include "web/json_values.h"
#include "web/json_view.h"
#include "web/summary.h"

namespace wa {
namespace {

OrderedJson StatusPageJson(const FleetSnapshot& snapshot, const ProviderSettings& provider) {
  if (provider.status_page.empty()) return nullptr;
  OrderedJson components = OrderedJson::array();
  for (const StatusPageLevel& one : snapshot.status_pages) {
    if (one.page != provider.name) continue;
    components.push_back({{"component", one.component}, {"level", one.level}});
  }
  return {{"url", provider.status_page}, {"components", std::move(components)}};
}

// Those of the provider as a whole.
OrderedJson ProviderIncidents(const FleetSnapshot& snapshot, const std::string& provider) {
  const auto found =
      std::find_if(snapshot.subjects.begin(), snapshot.subjects.end(), [&](const auto& subject) {
        return subject->account->subject == SubjectKind::kProvider &&
               subject->account->name == "provider/" + provider;
      });
  return found == snapshot.subjects.end() ? OrderedJson::array() : IncidentsJson(**found);
}

OrderedJson ProviderJson(const FleetSnapshot& snapshot, const ProviderSettings& provider) {
  OrderedJson incidents = ProviderIncidents(snapshot, provider.name);
  return {
      {"name", provider.name},
      {"kind", Name(provider.kind)},
      {"status_page", StatusPageJson(snapshot, provider)},
      {"has_incident", !incidents.empty()},
      {"incidents", std::move(incidents)},
  };
}

}  // namespace

std::string SummaryJson(const FleetSnapshot& snapshot, SystemTime now) {
  const StateCounts counts = CountStates(snapshot, now);
  OrderedJson providers = OrderedJson::array();
  for (const ProviderSettings& provider : snapshot.providers) {
    providers.push_back(ProviderJson(snapshot, provider));
  }
  return DumpLine({
      {"version", kJsonVersion},
      {"now", TimeJson(now)},
      {"published", TimeJson(snapshot.published)},
      {"uplink", snapshot.uplink},
      {"total", snapshot.accounts.size()},
      {"states", StatesJson(counts)},
      {"sentence", SummarySentence(counts)},
      {"providers", std::move(providers)},
  });
}

}  // namespace wa
