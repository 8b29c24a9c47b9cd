#include "monitor/fleet_watch.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "monitor/incident_log.h"

namespace wa {

FleetWatch::FleetWatch(const Config& config, const Catalogue& catalogue, Tally& tally,
                       const WallOffset& wall)
    : catalogue_(catalogue), tally_(tally), wall_(wall), quiet_(config.accounts.size()) {
  watches_.reserve(config.accounts.size());
  for (std::size_t i = 0; i < config.accounts.size(); ++i) {
    watches_.emplace_back(config.accounts[i], catalogue, config.polling);
    by_name_.emplace(config.accounts[i]->name, i);
    touched_.push_back(i);
  }
}

StoreBatch FleetWatch::Restore(const StoredState& stored, SteadyTime now) {
  for (const AccountTotals& totals : stored.totals) {
    if (const auto account = Find(totals.account)) watches_[*account].Restore(totals);
  }
  StoreBatch over;
  for (const IncidentRecord& record : stored.open_incidents) {
    if (auto closed = Restore(record, now)) over.incidents.push_back(std::move(*closed));
  }
  if (const std::size_t open = stored.open_incidents.size(); open > 0) {
    Log(LogLevel::kInfo, "open incidents taken up", {{"incidents", std::to_string(open)}});
  }
  return over;
}

// The record as closed, if its account or condition is no more.
std::optional<IncidentRecord> FleetWatch::Restore(const IncidentRecord& record, SteadyTime now) {
  if (const auto account = Find(record.account)) {
    auto closed = watches_[*account].Restore(record, catalogue_, wall_, now);
    Requeue(*account);
    return closed;
  }
  IncidentRecord removed = record;
  removed.ended = record.last_seen;
  removed.end_reason = IncidentEnd::kRemoved;
  return removed;
}

void FleetWatch::Observe(std::size_t account, const Observation& observation) {
  AccountWatch& watch = watches_[account];
  const Duration unavailable_before = watch.tracker().totals().unavailable;
  if (watch.IsBlind()) Log(LogLevel::kInfo, "known again", {{"account", watch.account().name}});
  const auto changes = watch.Observe(observation, wall_.ToSystem(observation.ended));
  Record(account, changes);
  if (changes.empty() && watch.tracker().totals().unavailable != unavailable_before) {
    changes_.totals.push_back(watch.TotalsRecord());
  }
}

void FleetWatch::ObserveNothing(std::size_t account, SteadyTime ended, std::string why) {
  AccountWatch& watch = watches_[account];
  if (!watch.IsBlind()) {
    Log(LogLevel::kWarning, "unknown", {{"account", watch.account().name}, {"why", why}});
  }
  watch.ObserveNothing(ended, std::move(why));
  touched_.push_back(account);
}

void FleetWatch::Hear(const Heard& heard) {
  AccountWatch& watch = watches_[heard.account];
  if (heard.is_webhook) watch.EventCame(heard.report.at);
  watch.Count(heard.news);
  touched_.push_back(heard.account);
  if (heard.report.findings.empty() && heard.report.ended.empty()) return;
  Record(heard.account, watch.Hear(heard.report, wall_.ToSystem(heard.report.at)));
}

void FleetWatch::EndQuiet(SteadyTime now) {
  while (const auto account = quiet_.Due(now)) {
    quiet_.Remove(*account);
    Record(*account, watches_[*account].EndQuiet(now));
  }
}

void FleetWatch::Record(std::size_t account, const std::vector<IncidentChange>& changes) {
  const AccountWatch& watch = watches_[account];
  for (const IncidentChange& change : changes) {
    tally_.CountChange(watch.account().provider, change);
    LogChange(change, watch.account());
    changes_.incidents.push_back(ToRecord(change.incident, watch.account().name, wall_));
  }
  if (!changes.empty()) changes_.totals.push_back(watch.TotalsRecord());
  touched_.push_back(account);
  Requeue(account);
}

void FleetWatch::Requeue(std::size_t account) {
  if (const auto end = watches_[account].NextQuietEnd()) {
    quiet_.Set(account, *end);
  } else {
    quiet_.Remove(account);
  }
}

void FleetWatch::WallClockWasSet() {
  for (std::size_t i = 0; i < watches_.size(); ++i) {
    touched_.push_back(i);
    for (const Incident& incident : watches_[i].tracker().open()) {
      changes_.incidents.push_back(ToRecord(incident, watches_[i].account().name, wall_));
    }
  }
}

StoreBatch FleetWatch::TakeChanges() { return std::exchange(changes_, {}); }

std::vector<std::size_t> FleetWatch::TakeTouched() {
  std::sort(touched_.begin(), touched_.end());
  touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
  return std::exchange(touched_, {});
}

std::optional<std::size_t> FleetWatch::Find(std::string_view name) const {
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) return std::nullopt;
  return found->second;
}

}  // namespace wa
