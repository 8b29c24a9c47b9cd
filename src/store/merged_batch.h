#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>

#include "incident/incident_store.h"

namespace wa {

// Batches made one: of each incident, of each account's totals and of each hour's usual share the
// newest record; of events and answers the newest. However long the disk is away, it holds no more
// than one record per thing that changed, twice kRememberedEvents, and twice kMostWaitingAnswers.
class MergedBatch {
 public:
  void Add(StoreBatch newer);
  void Add(MergedBatch newer);

  const StoreBatch& batch() const { return batch_; }
  std::size_t size() const {
    return batch_.incidents.size() + batch_.totals.size() + batch_.events.size() +
           batch_.usual_shares.size() + batch_.answers.records.size() + batch_.answers.runs.size() +
           batch_.maintenance.size() + batch_.cases.size();
  }

 private:
  StoreBatch batch_;
  std::unordered_map<std::string, std::size_t> incidents_;    // id -> place in batch_
  std::unordered_map<std::string, std::size_t> totals_;       // account -> place in batch_
  std::unordered_map<std::string, std::size_t> shares_;       // hour/provider -> place in batch_
  std::unordered_map<std::string, std::size_t> maintenance_;  // id -> place in batch_
  std::unordered_map<std::string, std::size_t> cases_;        // id -> place in batch_
};

}  // namespace wa
