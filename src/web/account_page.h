#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "desk/desk_incident.h"
#include "desk/time_line.h"
#include "model/evidence.h"
#include "model/fleet.h"
#include "model/history.h"

namespace wa {

// What the page of one account is made from.
struct AccountPageContext {
  const FleetSnapshot* fleet = nullptr;
  const AccountStatus* status = nullptr;
  const Evidence* evidence = nullptr;
  const Past* past = nullptr;                // of 30 days, with answers; null: it could not be read
  std::string why_no_past;                   // for people, then
  std::vector<DeskIncident> incidents = {};  // of `past`
  Duration allowance{0};                     // for restarts, per day
  SystemTime now;
  std::string version;
};
inline constexpr int kDaysOfPast = 30;

// The last days of the account. REQUIRES: past is there.
TimeLine TimeLineOf(const AccountPageContext& context, int days);

// What `past` and `incidents` are: so many days before `now`.
PastQuery PastOfAccount(const std::string& account, SystemTime now);

// /accounts/NAME: verdict, time lines, what is wrong now, the last polls, restarts, quality,
// webhooks, incidents.
std::string AccountPageHtml(const AccountPageContext& context);

}  // namespace wa
