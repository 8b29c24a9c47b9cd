#include "store/merged_batch.h"

#include <utility>
#include <vector>

namespace wa {
namespace {

using Places = std::unordered_map<std::string, std::size_t>;

template <typename Record>
void Put(const std::string& name, Record record, std::vector<Record>* records, Places* places) {
  const auto [place, added] = places->try_emplace(name, records->size());
  if (added) {
    records->push_back(std::move(record));
  } else {
    (*records)[place->second] = std::move(record);
  }
}

// No more are ever asked for. Twice as many, so that not every batch moves them all.
void DropOldest(std::vector<EventDigest>* events) {
  if (events->size() <= 2 * kRememberedEvents) return;
  events->erase(events->begin(), events->end() - kRememberedEvents);
}

}  // namespace

void MergedBatch::Add(StoreBatch newer) {
  for (IncidentRecord& record : newer.incidents) {
    const std::string id = record.id;
    Put(id, std::move(record), &batch_.incidents, &incidents_);
  }
  for (AccountTotals& totals : newer.totals) {
    const std::string account = totals.account;
    Put(account, std::move(totals), &batch_.totals, &totals_);
  }
  for (UsualShareRecord& share : newer.usual_shares) {
    const std::string hour = std::to_string(share.hour) + "/" + share.provider;
    Put(hour, std::move(share), &batch_.usual_shares, &shares_);
  }
  batch_.events.insert(batch_.events.end(), newer.events.begin(), newer.events.end());
  DropOldest(&batch_.events);
}

}  // namespace wa
