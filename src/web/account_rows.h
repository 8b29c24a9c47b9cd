#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/fleet.h"

namespace wa {

// An account with its state at the time of the page.
struct PageRow {
  const AccountStatus* status;
  AccountState state;
};

// The `limit` accounts that are worst off: by state, then what has lasted longest, then by name.
std::vector<PageRow> WorstFirst(const FleetSnapshot& snapshot, SystemTime now, std::size_t limit);

// "for 3:12 of 10:00 allowed", "for 12:40, allowed 10:00", "for 0:19, no time is allowed".
std::string LastedText(const IncidentView& incident);

// Parts of a line of the table: the cells of an incident, and the mark of a state.
std::string IncidentCells(const IncidentView& incident, SystemTime now);
std::string StateMark(AccountState state);

// One <tbody>: a line for each incident, or one line that says that there is none.
std::string AccountRows(const PageRow& row, SystemTime now, Duration polling_interval);

}  // namespace wa
