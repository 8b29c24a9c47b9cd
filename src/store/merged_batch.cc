#include "store/merged_batch.h"

#include <cstddef>
#include <iterator>
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
template <typename Record>
void Append(std::vector<Record>&& newer, std::size_t most, std::vector<Record>* records) {
  records->insert(records->end(), std::make_move_iterator(newer.begin()),
                  std::make_move_iterator(newer.end()));
  if (records->size() <= 2 * most) return;
  records->erase(records->begin(), records->end() - static_cast<std::ptrdiff_t>(most));
}

void Add(AnswerChanges&& newer, AnswerChanges* answers) {
  Append(std::move(newer.records), kMostWaitingAnswers, &answers->records);
  for (const AnswerRun& run : newer.runs) {
    if (answers->runs.empty() || answers->runs.back().started != run.started) {
      answers->runs.push_back(run);
    } else {
      answers->runs.back() = run;
    }
  }
  if (newer.forget_before) answers->forget_before = newer.forget_before;
}

}  // namespace

void MergedBatch::Add(MergedBatch newer) {
  if (batch_.empty()) {
    *this = std::move(newer);
  } else {
    Add(std::move(newer.batch_));
  }
}

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
  for (Maintenance& maintenance : newer.maintenance) {
    const std::string id = maintenance.id;
    Put(id, std::move(maintenance), &batch_.maintenance, &maintenance_);
  }
  for (SupportCase& support_case : newer.cases) {
    const std::string id = support_case.id;
    Put(id, std::move(support_case), &batch_.cases, &cases_);
  }
  Append(std::move(newer.events), kRememberedEvents, &batch_.events);
  wa::Add(std::move(newer.answers), &batch_.answers);
}

}  // namespace wa
