#pragma once

#include <string>
#include <vector>

#include "incident/tracker.h"

namespace wa {

// One finding of a poll or of a report. Lives no longer than what it was made from.
struct Sighting {
  const Finding& finding;
  SteadyTime at;
  SystemTime at_wall;
  int http_status;
  const std::string& request_id;
  const Report* report;  // null: of a poll

  const Condition& condition() const { return *finding.condition; }
};

// What the sighting changes in an incident of its key, new or open.
void Note(const Sighting& sighting, Incident& incident);

// Whether any of the findings is of the key.
bool Mentions(const std::vector<Finding>& findings, const std::string& key);

// The first finding of each key: the others say the same in other words.
std::vector<Finding> OnePerKey(const std::vector<Finding>& findings);

}  // namespace wa
