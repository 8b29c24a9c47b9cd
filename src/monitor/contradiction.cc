#include "monitor/contradiction.h"

#include <algorithm>

#include "base/text.h"

namespace wa {
namespace {

std::string TimeOf(SteadyTime time, const WallOffset& wall) {
  return FormatUtc(wall.ToSystem(time)).substr(11, 8) + " UTC";
}

// The poll asked as far as the incident lies, and did not meet it.
bool SeesNothing(const LastPoll& poll, const Incident& incident) {
  if (poll.reach == Reach::kNone || poll.reach < incident.NeededReach()) return false;
  return std::none_of(poll.findings.begin(), poll.findings.end(), [&](const Finding& finding) {
    return finding.condition->IncidentKey() == incident.Key();
  });
}

}  // namespace

std::string ContradictionOf(const Incident& incident, const std::optional<LastPoll>& last,
                            const WallOffset& wall) {
  if (incident.restored) {
    if (incident.last_seen <= *incident.restored) return "";
    return "A webhook said at " + TimeOf(*incident.restored, wall) +
           " that it is over; the polls still see it.";
  }
  if (incident.condition->seen_by != Operation::kHealth) return "";
  const bool told_lately = incident.told_until && last && *incident.told_until > last->ended;
  if (!told_lately || last->ended <= incident.last_seen || !SeesNothing(*last, incident)) return "";
  return "A webhook told of it at " + TimeOf(incident.last_seen, wall) +
         "; the polls since then see nothing wrong.";
}

}  // namespace wa
