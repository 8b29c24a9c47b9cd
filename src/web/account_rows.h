#pragma once

#include <string>

#include "base/clock.h"
#include "model/fleet.h"
#include "web/account_query.h"

namespace wa {

// "for 3:12 of 10:00 allowed", "for 12:40, allowed 10:00", "for 0:19; it counts at once".
std::string LastedText(const IncidentView& incident);

// Parts of a line of the table: the cells of an incident, and the mark of a state.
std::string IncidentCells(const IncidentView& incident, SystemTime now);
std::string StateMark(AccountState state);
// "<b>you</b> must act": who, of an incident whose account is in this state. Empty: nobody.
std::string WhoActs(const IncidentView& incident, AccountState state);

// One <tbody>: a line for each incident, or one line that says that there is none.
std::string AccountRows(const FleetSnapshot& fleet, const AccountRow& row, SystemTime now);

}  // namespace wa
