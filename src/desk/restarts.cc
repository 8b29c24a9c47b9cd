#include "desk/restarts.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace wa {
namespace {

constexpr std::size_t kEnoughForAHour = 3;

// A restart shows as a time in which the account waits for its stack.
bool ShowsARestart(const DeskIncident& incident) {
  return incident.condition->state == AccountState::kWait &&
         incident.condition->scope == Scope::kNumber &&
         incident.end_reason == IncidentEnd::kRecovered;
}

int HourOf(SystemTime time) {
  const auto hours = std::chrono::floor<std::chrono::hours>(time.time_since_epoch()).count();
  return static_cast<int>(((hours % 24) + 24) % 24);
}

std::string Times(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

}  // namespace

Restarts RestartsOf(const std::vector<DeskIncident>& past, SystemTime now) {
  Restarts of;
  std::array<std::size_t, 24> hours{};
  const SystemTime yesterday = now - std::chrono::hours(24);
  for (const DeskIncident& incident : past) {
    if (!ShowsARestart(incident)) continue;
    const Duration lasted = incident.Lasted();
    if (incident.last_seen > yesterday) {
      of.used_today += incident.last_seen - std::max(incident.start, yesterday);
    }
    if (incident.Overdue()) {
      ++of.outages;
      of.outage_time += lasted;
      continue;
    }
    ++of.restarts;
    of.restart_time += lasted;
    ++hours[static_cast<std::size_t>(HourOf(incident.start))];
  }
  const auto most = std::max_element(hours.begin(), hours.end());
  if (*most >= kEnoughForAHour && 2 * *most >= of.restarts) {
    of.usual_hour = static_cast<int>(most - hours.begin());
  }
  return of;
}

std::string WouldPremiumHelp(const Restarts& restarts, int days, Duration allowance_per_day) {
  if (allowance_per_day <= Duration(0)) return "";
  const std::string over = " in the last " + std::to_string(days) + " days";
  if (restarts.restarts == 0 && restarts.outages == 0) {
    return "No: there was no restart" + over + ".";
  }
  const std::string counted =
      Times(restarts.restarts, "restart") + " took " + FormatClock(restarts.restart_time) +
      " in all" + over + ", " + Times(restarts.outages, "longer outage") + " " +
      FormatClock(restarts.outage_time) + ". Premium avoids the restarts, not the outages.";
  return (restarts.restarts == 0 ? "No: " : "It would avoid the restarts: ") + counted;
}

}  // namespace wa
