#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/answer_record.h"
#include "model/incident.h"

// What the store is asked for by whoever looks back.
namespace wa {

// Which incidents of the past, and how many. Moments are inclusive.
struct IncidentQuery {
  static constexpr std::size_t kMostAtOnce = 10'000;

  std::string account = {};             // empty: all
  std::string condition = {};           // slug first seen; empty: all
  std::optional<SystemTime> from = {};  // that were not over before
  std::optional<SystemTime> to = {};    // that had begun by then
  std::optional<bool> open = {};        // only open ones, or only those that are over
  std::size_t offset = 0;
  std::size_t limit = 100;  // at most kMostAtOnce
};

struct IncidentPage {
  std::vector<IncidentRecord> incidents;  // newest start first
  bool has_more = false;
};

// A question of a page: incidents, and with them, if `answers` is set, how the query's account
// answered from `from` (REQUIRED then) to `to`.
struct PastQuery {
  IncidentQuery incidents;
  bool answers = false;
};

struct Past {
  IncidentPage page;
  std::vector<AnswerRecord> answers;  // of the account about its health, and of our own network
  std::vector<AnswerRun> runs;        // the times in which the exporter looked
};

}  // namespace wa
