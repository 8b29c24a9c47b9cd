#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/condition.h"
#include "model/fleet.h"
#include "model/incident.h"

namespace wa {

// An incident as people are told of it, open or over.
struct DeskIncident {
  std::string id;
  std::string account;
  const Condition* condition = nullptr;
  const Condition* seen_now = nullptr;
  SystemTime start;
  std::optional<SystemTime> earliest_start;
  SystemTime last_seen;
  std::optional<SystemTime> overdue_seen;  // of a record: see IncidentRecord
  std::optional<SystemTime> ended;
  std::optional<IncidentEnd> end_reason;
  Duration grace{0};
  std::uint64_t sightings = 0;
  int http_status = 0;
  std::string detail;
  std::string request_id;
  std::vector<std::string> subjects;
  std::string explained_by;

  // From the first sighting to the last; a good answer after it ended it, but is no part of it.
  Duration Lasted() const { return last_seen - start; }
  bool Overdue() const { return IsOverdue(Lasted(), grace); }
  // What it made of its account, or makes of it.
  AccountState State() const { return StateOf(*condition, Overdue()); }
};

DeskIncident OfView(const IncidentView& view);
// REQUIRES: `condition` and `seen_now` are those of the record.
DeskIncident OfRecord(const IncidentRecord& record, const Condition& condition,
                      const Condition& seen_now, Duration grace);

}  // namespace wa
