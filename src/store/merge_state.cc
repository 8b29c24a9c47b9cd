#include "store/merge_state.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace wa {
namespace {

void EndUnobserved(IncidentRecord* record) {
  record->ended = record->last_seen;
  record->end_reason = IncidentEnd::kUnobserved;
}

// The open incidents, each account having one of a key at the most.
class OpenIncidents {
 public:
  explicit OpenIncidents(const std::vector<IncidentRecord>& stored) {
    for (const IncidentRecord& record : stored) newest_.insert_or_assign(KeyOf(record), record);
  }

  // Of two that are not the same the one that was seen longer ago is put among `changed` as over.
  void Add(const IncidentRecord& record, std::vector<IncidentRecord>* changed) {
    const auto [place, added] = newest_.try_emplace(KeyOf(record), record);
    if (added || place->second.id == record.id) {
      place->second = record;
      changed->push_back(record);
      return;
    }
    IncidentRecord older = record;
    if (place->second.last_seen < record.last_seen) {
      older = std::exchange(place->second, record);
      changed->push_back(record);
    }
    EndUnobserved(&older);
    std::erase_if(*changed, [&](const IncidentRecord& other) { return other.id == older.id; });
    changed->push_back(std::move(older));
  }

 private:
  using Key = std::pair<std::string, std::string>;
  static Key KeyOf(const IncidentRecord& record) { return {record.account, record.key}; }
  std::map<Key, IncidentRecord> newest_;
};

void AddIncidents(const StoredState& stored, const LastSeen& last_seen, const StoredState& added,
                  StoreBatch* batch) {
  OpenIncidents open(stored.open_incidents);
  for (const IncidentRecord& record : added.open_incidents) {
    const auto known = last_seen.find(record.id);
    if (known != last_seen.end() && known->second >= record.last_seen) continue;
    open.Add(record, &batch->incidents);
  }
}

void AddTotals(const StoredState& stored, const StoredState& added, StoreBatch* batch) {
  std::map<std::string_view, const AccountTotals*> known;
  for (const AccountTotals& totals : stored.totals) known[totals.account] = &totals;
  for (AccountTotals totals : added.totals) {
    if (const auto found = known.find(totals.account); found != known.end()) {
      const AccountTotals& old = *found->second;
      const bool more = totals.unavailable > old.unavailable || totals.restarts > old.restarts ||
                        totals.restart_time > old.restart_time;
      if (!more) continue;
      totals.unavailable = std::max(totals.unavailable, old.unavailable);
      totals.restarts = std::max(totals.restarts, old.restarts);
      totals.restart_time = std::max(totals.restart_time, old.restart_time);
    }
    batch->totals.push_back(std::move(totals));
  }
}

void AddShares(const StoredState& stored, const StoredState& added, StoreBatch* batch) {
  std::map<std::pair<std::string_view, int>, std::uint64_t> days;
  for (const UsualShareRecord& share : stored.usual_shares) {
    days[{share.provider, share.hour}] = share.days;
  }
  for (const UsualShareRecord& share : added.usual_shares) {
    if (share.days > days[{share.provider, share.hour}]) batch->usual_shares.push_back(share);
  }
}

template <typename Record>
std::map<std::string_view, const Record*> ById(const std::vector<Record>& records) {
  std::map<std::string_view, const Record*> by_id;
  for (const Record& record : records) by_id[record.id] = &record;
  return by_id;
}

// What of an id is not known, or has gone further than what is.
template <typename Record, typename Progress>
void AddNewer(const std::vector<Record>& stored, const std::vector<Record>& added,
              const Progress& progress, std::vector<Record>* changed) {
  const auto known = ById(stored);
  for (const Record& record : added) {
    const auto found = known.find(record.id);
    if (found != known.end() && !(progress(*found->second) < progress(record))) continue;
    changed->push_back(record);
  }
}

auto ProgressOf(const Maintenance& maintenance) {
  return std::tie(maintenance.announced, maintenance.ended);
}

auto ProgressOf(const SupportCase& it) {
  return std::tie(it.outages, it.downtime, it.recovered, it.closed, it.answered);
}

void AddDesk(const StoredState& stored, const StoredState& added, StoreBatch* batch) {
  const auto progress = [](const auto& record) { return ProgressOf(record); };
  AddNewer(stored.maintenance, added.maintenance, progress, &batch->maintenance);
  AddNewer(stored.cases, added.cases, progress, &batch->cases);
}

}  // namespace

StoreBatch MergeState(const StoredState& stored, const LastSeen& last_seen,
                      const StoredState& added) {
  StoreBatch batch;
  AddIncidents(stored, last_seen, added, &batch);
  AddTotals(stored, added, &batch);
  AddShares(stored, added, &batch);
  AddDesk(stored, added, &batch);
  return batch;
}

}  // namespace wa
