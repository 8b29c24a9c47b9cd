#pragma once

#include <string>

#include "base/clock.h"
#include "model/fleet.h"

// What people told about accounts, maintenance and cases at support, as parts of pages.
namespace wa {

// A paragraph for each maintenance that holds; empty if there is none.
std::string MaintenanceNotices(const FleetSnapshot& fleet, SystemTime now);

// "maintenance until 05:00:00 UTC: the stack moves"; empty outside of all.
std::string MaintenanceWords(const FleetSnapshot& fleet, const Account& account, SystemTime now);

// As HTML "case 4711 is open for 3:12, its first answer: due 14:00:00 UTC"; empty without an open
// case.
std::string OpenCaseWords(const FleetSnapshot& fleet, const Account& account, SystemTime now);

// The account's cases as a table, the newest first, with the closing note where one can be written;
// empty without any.
std::string CasesTable(const FleetSnapshot& fleet, const Account& account, SystemTime now);

}  // namespace wa
