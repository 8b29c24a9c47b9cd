#include "metrics/read_keys.h"

#include <algorithm>

#include "metrics/moment.h"

namespace wa {

std::optional<double> KeyChanged(const FleetView&, const AccountStatus& status) {
  if (status.account->api_key.empty()) return std::nullopt;
  return ExportedMoment(status.account->key_since);
}

// A condition of a credential is one that the provider does not accept.
std::optional<double> KeyRefused(const FleetView&, const AccountStatus& status) {
  std::optional<SystemTime> since;
  for (const IncidentView& incident : status.incidents) {
    if (incident.condition->scope != Scope::kCredential) continue;
    since = std::min(incident.start, since.value_or(incident.start));
  }
  return ExportedMoment(since);
}

void ReadSharedKeys(const FleetView& view, SeriesWriter& out) {
  for (const auto& status : view.accounts) {
    if (status->shares_key_with->empty()) continue;
    out.Add({status->account->name, *status->shares_key_with}, 1);
  }
}

}  // namespace wa
