#include "metrics/read_accounts.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "metrics/moment.h"

namespace wa {
namespace {

AccountState StateOf(const FleetView& view, const AccountStatus& status) {
  return StateAt(status, view.now, view.fleet.polling_interval);
}

std::string TagLabel(std::string_view name) {
  std::string label = "tag_" + ToLower(name);
  std::replace_if(
      label.begin(), label.end(),
      [](char c) { return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')); }, '_');
  return label;
}

}  // namespace

std::optional<double> StateLevel(const FleetView& view, const AccountStatus& status) {
  return static_cast<double>(StateOf(view, status));
}

std::optional<double> LastPoll(const FleetView&, const AccountStatus& status) {
  return ExportedMoment(status.last_poll);
}

std::optional<double> LastSuccess(const FleetView&, const AccountStatus& status) {
  return ExportedMoment(status.last_success);
}

std::optional<double> NextPoll(const FleetView&, const AccountStatus& status) {
  return ExportedMoment(status.next_poll);
}

std::optional<double> Unavailable(const FleetView&, const AccountStatus& status) {
  return Seconds(status.unavailable);
}

std::optional<double> Restarts(const FleetView&, const AccountStatus& status) {
  return static_cast<double>(status.restarts);
}

std::optional<double> RestartTime(const FleetView&, const AccountStatus& status) {
  return Seconds(status.restart_time);
}

bool HadTrouble(const AccountStatus& status) {
  return !status.incidents.empty() || status.unavailable > Duration(0) || status.restarts > 0;
}

LabelPairs TagLabels(const std::map<std::string, std::string>& tags) {
  LabelPairs labels;
  for (const auto& [name, value] : tags) {
    const std::string label = TagLabel(name);
    const bool taken = std::any_of(labels.begin(), labels.end(),
                                   [&](const auto& other) { return other.first == label; });
    if (!taken) labels.emplace_back(label, value);
  }
  return labels;
}

void ReadAccountInfo(const FleetView& view, SeriesWriter& out) {
  ForEachAccount(view.accounts, [&](const AccountStatus& status) {
    const Account& account = *status.account;
    out.Add({account.name, account.provider, HostingOf(account.kind), Name(account.plan)},
            TagLabels(*account.tags), 1);
  });
}

// Withdrawn when nobody looks any more.
void ReadHealth(const FleetView& view, SeriesWriter& out) {
  ForEachAccount(view.accounts, [&](const AccountStatus& status) {
    if (IsStale(status, view.now, view.fleet.polling_interval)) return;
    for (const EntityHealth& health : *status.health) {
      if (health.can_send_message == HealthLevel::kUnknown) continue;
      out.Add({status.account->name, health.entity}, static_cast<double>(health.can_send_message));
    }
  });
}

void ReadAccountsByState(const FleetView& view, SeriesWriter& out) {
  std::map<std::pair<std::string_view, AccountState>, int> counts;
  for (const auto& status : view.fleet.accounts) {
    ++counts[{status->account->provider, StateOf(view, *status)}];
  }
  for (const ProviderSettings& provider : view.fleet.providers) {
    for (const auto& [state, name] : EnumNames<AccountState>::table) {
      out.Add({provider.name, name}, counts[{provider.name, state}]);
    }
  }
}

}  // namespace wa
