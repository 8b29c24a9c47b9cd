#pragma once

#include <map>
#include <optional>
#include <string>

#include "metrics/family.h"
#include "metrics/fleet_view.h"

// Series by account, and accounts by state. Readers of rows of metrics/catalogue.cc, which says
// what they mean.
namespace wa {

// What one account has; nothing: no series.
std::optional<double> StateLevel(const FleetView& view, const AccountStatus& status);
std::optional<double> LastPoll(const FleetView& view, const AccountStatus& status);
std::optional<double> LastSuccess(const FleetView& view, const AccountStatus& status);
std::optional<double> NextPoll(const FleetView& view, const AccountStatus& status);
std::optional<double> Unavailable(const FleetView& view, const AccountStatus& status);
std::optional<double> Restarts(const FleetView& view, const AccountStatus& status);
std::optional<double> RestartTime(const FleetView& view, const AccountStatus& status);

// Labels: account.
template <auto value>
void PerAccount(const FleetView& view, SeriesWriter& out) {
  ForEachAccount(view.accounts, [&](const AccountStatus& status) {
    const std::optional<double> sample = value(view, status);
    if (sample) out.Add({status.account->name}, *sample);
  });
}

// Labels: account. Where counters do not begin at 0, only of accounts to which it `happened`.
template <auto value, auto happened>
void PerAccountIf(const FleetView& view, SeriesWriter& out) {
  ForEachAccount(view.accounts, [&](const AccountStatus& status) {
    if (!view.from_zero && !happened(status)) return;
    const std::optional<double> sample = value(view, status);
    if (sample) out.Add({status.account->name}, *sample);
  });
}

// Before it ends, so that what it adds to counters is an increase.
bool HadTrouble(const AccountStatus& status);

// The operator's tags as labels: `tag_` and the name in lower case, so that none is taken for a
// label of ours or of Prometheus. Of two names that become one, the first counts.
LabelPairs TagLabels(const std::map<std::string, std::string>& tags);

void ReadAccountInfo(const FleetView& view, SeriesWriter& out);
void ReadHealth(const FleetView& view, SeriesWriter& out);
void ReadAccountsByState(const FleetView& view, SeriesWriter& out);

}  // namespace wa
