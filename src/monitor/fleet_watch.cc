#include "monitor/fleet_watch.h"

#include <algorithm>
#include <span>
#include <utility>

#include "base/log.h"
#include "monitor/incident_forms.h"
#include "monitor/incident_log.h"
#include "monitor/subjects.h"

namespace wa {
namespace {

IncidentRecord Removed(IncidentRecord record) {
  record.ended = record.last_seen;
  record.end_reason = IncidentEnd::kRemoved;
  return record;
}

LogFields Polled(const Account& account, PollId poll) {
  LogFields fields{{"account", account.name}};
  if (!poll.IsNone()) fields.emplace_back("poll", poll.Text());
  return fields;
}

std::vector<std::size_t> TakeFirst(std::vector<std::size_t>& slots, std::size_t most) {
  if (slots.size() <= most) return std::exchange(slots, {});
  const auto end = slots.begin() + static_cast<std::ptrdiff_t>(most);
  std::vector<std::size_t> first(slots.begin(), end);
  slots.erase(slots.begin(), end);
  return first;
}

bool SaysTheSame(const ByIncident& known, std::span<const FleetWatch::Explained> its) {
  return known.size() == its.size() &&
         std::all_of(its.begin(), its.end(), [&](const FleetWatch::Explained& one) {
           const auto found = known.find(one.key);
           return found != known.end() && found->second == one.by;
         });
}

Explanations ToExplanations(std::span<const FleetWatch::Explained> its) {
  ByIncident by_key;
  for (const FleetWatch::Explained& one : its) by_key.emplace(one.key, one.by);
  return by_key;
}

}  // namespace

FleetWatch::FleetWatch(const Catalogue& catalogue, Tally& tally, const WallOffset& wall)
    : catalogue_(catalogue), tally_(tally), wall_(wall), quiet_(0) {}

FleetChanges FleetWatch::Adopt(std::shared_ptr<const Config> config) {
  // Incidents of who goes are counted for the provider that may go with them.
  const std::shared_ptr<const Config> before = std::exchange(config_, std::move(config));
  WatchSettings settings(catalogue_, config_);
  FleetChanges changes;
  std::vector<bool> stays(watches_.size(), false);
  const auto put = [&](std::size_t slot, const std::shared_ptr<const Account>& account) {
    if (slot < stays.size()) stays[slot] = true;
    const Change change = Put(slot, account, settings);
    if (change == Change::kAdded) changes.added.push_back(slot);
    if (change == Change::kChanged) changes.changed.push_back(slot);
    return slot;
  };
  std::vector<std::size_t> subjects;
  for (const auto& subject : SubjectsOf(*config_)) {
    subjects.push_back(put(SlotOf(subject->name), subject));
  }
  // Most were there before, and both are in order of names.
  auto old = accounts_.begin();
  for (const auto& account : config_->accounts) {
    while (old != accounts_.end() && watches_[*old]->account().name < account->name) ++old;
    const bool is_old = old != accounts_.end() && watches_[*old]->account().name == account->name;
    changes.of_config.push_back(put(is_old ? *old : SlotOf(account->name), account));
  }
  for (std::size_t slot = 0; slot < stays.size(); ++slot) {
    if (stays[slot] || !Has(slot)) continue;
    Remove(slot);
    changes.removed.push_back(slot);
  }
  accounts_ = changes.of_config;
  subjects_ = std::move(subjects);
  incidents_changed_ = true;
  return changes;
}

std::size_t FleetWatch::SlotOf(const std::string& name) {
  if (const auto slot = Find(name)) return *slot;
  if (const auto gone = gone_.extract(name)) return gone.mapped();
  watches_.emplace_back();
  quiet_.Grow(watches_.size());
  return watches_.size() - 1;
}

FleetWatch::Change FleetWatch::Put(std::size_t slot, const std::shared_ptr<const Account>& account,
                                   WatchSettings& settings) {
  if (Has(slot)) {
    AccountWatch& watch = *watches_[slot];
    const bool same = account == watch.shared_account() || *account == watch.account();
    const auto changes = watch.Adopt(account, settings);
    if (!changes.empty()) Record(slot, changes);
    // Graces may be others.
    if (!same || !watch.tracker().open().empty()) touched_.push_back(slot);
    return same ? Change::kNone : Change::kChanged;
  }
  watches_[slot] = std::make_unique<AccountWatch>(account, settings);
  TakeUp(slot);
  touched_.push_back(slot);
  return Change::kAdded;
}

void FleetWatch::Remove(std::size_t slot) {
  const AccountWatch& watch = *watches_[slot];
  for (Incident incident : watch.tracker().open()) {
    changes_.incidents.push_back(Removed(ToRecord(incident, watch.account().name, wall_)));
    incident.end = IncidentEnd::kRemoved;
    LogChange({IncidentChange::kClosed, std::move(incident)}, watch.account(), {});
  }
  quiet_.Remove(slot);
  touched_.push_back(slot);
  gone_.emplace(watch.account().name, slot);
  watches_[slot].reset();
}

// What was stored of an account that is configured only now.
void FleetWatch::TakeUp(std::size_t slot) {
  const std::string& name = watches_[slot]->account().name;
  if (const auto totals = totals_.find(name); totals != totals_.end()) {
    watches_[slot]->Restore(totals->second);
    totals_.erase(totals);
  }
  const auto [begin, end] = waiting_.equal_range(name);
  for (auto record = begin; record != end; ++record) {
    if (auto over = Restore(slot, record->second, restored_at_)) {
      changes_.incidents.push_back(std::move(*over));
    }
  }
  waiting_.erase(begin, end);
}

StoreBatch FleetWatch::Restore(const StoredState& stored, SteadyTime now) {
  restored_at_ = now;
  for (const AccountTotals& totals : stored.totals) {
    if (const auto slot = Find(totals.account)) {
      watches_[*slot]->Restore(totals);
    } else {
      totals_.emplace(totals.account, totals);
    }
  }
  StoreBatch over;
  for (const IncidentRecord& record : stored.open_incidents) {
    const auto slot = Find(record.account);
    if (!slot) {
      waiting_.emplace(record.account, record);
    } else if (auto closed = Restore(*slot, record, now)) {
      over.incidents.push_back(std::move(*closed));
    }
  }
  if (const std::size_t open = stored.open_incidents.size(); open > 0) {
    Log(LogLevel::kInfo, "open incidents taken up", {{"incidents", std::to_string(open)}});
  }
  return over;
}

void FleetWatch::ForgetUnknown() {
  for (auto& [account, record] : std::exchange(waiting_, {})) {
    changes_.incidents.push_back(Removed(std::move(record)));
  }
  totals_.clear();
}

// The record as closed, if its condition is no more.
std::optional<IncidentRecord> FleetWatch::Restore(std::size_t slot, const IncidentRecord& record,
                                                  SteadyTime now) {
  auto closed = watches_[slot]->Restore(record, catalogue_, wall_, now);
  if (const auto unasked = watches_[slot]->EndUnasked(); !unasked.empty()) Record(slot, unasked);
  Requeue(slot);
  return closed;
}

void FleetWatch::Observe(std::size_t slot, const Observation& observation) {
  AccountWatch& watch = *watches_[slot];
  const Duration unavailable_before = watch.tracker().totals().unavailable;
  if (watch.IsBlind() && observation.operation == Operation::kHealth) {
    Log(LogLevel::kInfo, "known again", Polled(watch.account(), observation.poll));
  }
  const auto changes = watch.Observe(observation, wall_.ToSystem(observation.ended), common_);
  Record(slot, changes, observation.poll);
  if (changes.empty() && watch.tracker().totals().unavailable != unavailable_before) {
    changes_.totals.push_back(watch.TotalsRecord());
  }
}

void FleetWatch::ObserveNothing(std::size_t slot, PollId poll, SteadyTime ended,
                                const std::string& why) {
  AccountWatch& watch = *watches_[slot];
  if (!watch.IsBlind()) {
    LogFields fields = Polled(watch.account(), poll);
    fields.emplace_back("why", why);
    Log(LogLevel::kWarning, "unknown", fields);
  }
  watch.ObserveNothing(ended, common_.reasons.Share(why));
  touched_.push_back(slot);
}

void FleetWatch::Hear(const Heard& heard) {
  AccountWatch& watch = *watches_[heard.account];
  if (heard.is_webhook) watch.EventCame(heard.report.at);
  watch.Count(heard.news);
  touched_.push_back(heard.account);
  if (heard.report.findings.empty() && heard.report.ended.empty()) return;
  Record(heard.account, watch.Hear(heard.report, wall_.ToSystem(heard.report.at)));
}

void FleetWatch::EndQuiet(SteadyTime now) {
  while (const auto slot = quiet_.Due(now)) {
    quiet_.Remove(*slot);
    Record(*slot, watches_[*slot]->EndQuiet(now));
  }
}

void FleetWatch::Explain(const std::vector<Explained>& explained) {
  auto next = explained.begin();
  Explanations last;
  for (std::size_t slot = 0; slot < watches_.size(); ++slot) {
    const auto first = next;
    next = std::find_if(first, explained.end(), [&](const auto& one) { return one.slot != slot; });
    const std::span<const Explained> its(first, next);
    // A wide cause explains all of a fleet alike.
    if (!its.empty() && !SaysTheSame(*last, its)) last = ToExplanations(its);
    if (!Has(slot) || !watches_[slot]->Explain(its.empty() ? Explanations() : last)) continue;
    touched_.push_back(slot);
    explained_anew_.push_back(slot);
  }
}

void FleetWatch::SetSharesKeyWith(std::size_t slot, const std::string& other) {
  if (watches_[slot]->SetSharesKeyWith(other)) touched_.push_back(slot);
}

void FleetWatch::Record(std::size_t slot, const std::vector<IncidentChange>& changes, PollId poll) {
  const AccountWatch& watch = *watches_[slot];
  for (const IncidentChange& change : changes) {
    tally_.CountChange(watch.account().provider, change);
    LogChange(change, watch.account(), poll);
    changes_.incidents.push_back(ToRecord(change.incident, watch.account().name, wall_));
    incidents_changed_ = true;
  }
  if (!changes.empty()) changes_.totals.push_back(watch.TotalsRecord());
  touched_.push_back(slot);
  Requeue(slot);
}

void FleetWatch::Requeue(std::size_t slot) {
  if (const auto end = watches_[slot]->NextQuietEnd()) {
    quiet_.Set(slot, *end);
  } else {
    quiet_.Remove(slot);
  }
}

void FleetWatch::WallClockWasSet() {
  for (std::size_t slot = 0; slot < watches_.size(); ++slot) {
    if (!Has(slot)) continue;
    touched_.push_back(slot);
    for (const Incident& incident : watches_[slot]->tracker().open()) {
      changes_.incidents.push_back(ToRecord(incident, watches_[slot]->account().name, wall_));
    }
  }
}

StoreBatch FleetWatch::TakeChanges() { return std::exchange(changes_, {}); }

std::vector<std::size_t> FleetWatch::TakeTouched(std::size_t most) {
  std::sort(touched_.begin(), touched_.end());
  touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
  return TakeFirst(touched_, most);
}

std::vector<std::size_t> FleetWatch::TakeExplainedAnew(std::size_t most) {
  return TakeFirst(explained_anew_, most);
}

std::optional<std::size_t> FleetWatch::Find(std::string_view name) const {
  for (const auto* group : {&accounts_, &subjects_}) {
    const auto found = std::lower_bound(
        group->begin(), group->end(), name,
        [this](std::size_t slot, std::string_view wanted) { return NameOf(slot) < wanted; });
    if (found != group->end() && NameOf(*found) == name) return *found;
  }
  return std::nullopt;
}

}  // namespace wa
