#include "model/fleet.h"

#include <algorithm>

#include "base/text.h"

namespace wa {
namespace {

// Somebody was called for it, and must not find "unknown" instead.
bool WasPaged(const AccountStatus& status) {
  return std::any_of(status.incidents.begin(), status.incidents.end(), [](const auto& incident) {
    return incident.Overdue() && incident.condition->severity == Severity::kCritical;
  });
}

// Without the words of WhyUnknown(): asked of every account for every page.
bool IsUnknown(const AccountStatus& status, SystemTime now, Duration polling_interval) {
  return IsStale(status, now, polling_interval) || !status.known ||
         (status.told_until && now > *status.told_until);
}

std::string TimeOfDay(SystemTime time) { return FormatUtc(time).substr(11, 8) + " UTC"; }

}  // namespace

const AccountStatus* FleetSnapshot::Find(std::string_view account) const {
  const auto found = std::lower_bound(
      accounts.begin(), accounts.end(), account,
      [](const auto& status, std::string_view name) { return status->account->name < name; });
  const bool match = found != accounts.end() && (*found)->account->name == account;
  return match ? found->get() : nullptr;
}

bool IsStale(const AccountStatus& status, SystemTime now, Duration polling_interval) {
  return status.next_poll && now > *status.next_poll + 3 * polling_interval;
}

std::string WhyUnknown(const AccountStatus& status, SystemTime now, Duration polling_interval) {
  if (IsStale(status, now, polling_interval)) {
    return "not polled: the poll due at " + FormatUtc(*status.next_poll) + " was not made";
  }
  if (!IsUnknown(status, now, polling_interval)) return "";
  if (!status.known) return status.why_unknown->empty() ? "nobody knows" : *status.why_unknown;
  return "No key of it is known, and its partner's API has not told of it since " +
         FormatUtc(*status.last_poll) + ".";
}

AccountState StateAt(const AccountStatus& status, SystemTime now, Duration polling_interval) {
  const bool is_unknown = IsUnknown(status, now, polling_interval);
  const bool is_stale = IsStale(status, now, polling_interval);
  if (is_stale || (is_unknown && !WasPaged(status))) return AccountState::kUnknown;
  AccountState worst = AccountState::kOk;
  for (const IncidentView& incident : status.incidents) worst = std::max(worst, incident.State());
  return worst;
}

std::string NextStep(const AccountStatus& status, SystemTime now, Duration polling_interval) {
  if (IsStale(status, now, polling_interval)) {
    return "It is not being polled any more: look at the exporter's log.";
  }
  const std::string why_unknown = WhyUnknown(status, now, polling_interval);
  if (!why_unknown.empty() && !WasPaged(status)) return why_unknown;
  if (status.incidents.empty()) return "Nothing to do.";
  const IncidentView& worst = status.incidents.front();
  if (worst.State() == AccountState::kWait) {
    return "Wait until " + TimeOfDay(worst.start + worst.grace) +
           "; if it lasts longer: " + worst.condition->action;
  }
  return worst.condition->action;
}

}  // namespace wa
