#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "condition/catalogue.h"
#include "desk/desk_incident.h"
#include "model/fleet.h"
#include "model/history.h"

namespace wa {

// From the parameters account, condition, from, to (RFC 3339), state (open, over), limit, offset,
// and format, which is the route's. Everything else is an error that says what would be right.
Result<IncidentQuery> ParseIncidentQuery(
    const std::map<std::string, std::string, std::less<>>& parameters);

// The account of a name as it is configured now; null if there is none.
using AccountOf = std::function<const Account*(const std::string& name)>;
AccountOf AccountsOf(const FleetSnapshot& fleet);  // REQUIRES: the fleet outlives it

// Records with their conditions, and with the grace that holds for their accounts now. What the
// catalogue does not know any more is left out.
std::vector<DeskIncident> ToDesk(const std::vector<IncidentRecord>& records,
                                 const Catalogue& catalogue, const AccountOf& account_of);

struct IncidentListing {
  IncidentQuery query;
  std::vector<DeskIncident> incidents;
  bool has_more = false;
};

// /incidents, and as CSV and JSON. In the CSV no cell begins as a formula.
std::string IncidentsPage(const IncidentListing& listing, SystemTime now,
                          const std::string& version);
std::string IncidentsCsv(const IncidentListing& listing);
std::string IncidentsJson(const IncidentListing& listing, SystemTime now);

// A table of incidents, newest first, for pages.
std::string IncidentTable(const std::vector<DeskIncident>& incidents, SystemTime now,
                          bool with_account);

}  // namespace wa
