#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/account.h"
#include "model/condition.h"
#include "model/incident.h"
#include "model/observation.h"

namespace wa {

struct TrackerSettings {
  Duration interval;           // healthy
  Duration rare_interval;      // of conditions that are polled rarely
  Duration confirm_after;      // two good polls nearer than this are one: a moment of luck
  Duration restart_allowance;  // per day; 0: this account may not restart at all
};

// One account having one condition, or conditions of one group, on the steady time line.
struct Incident {
  std::string id;                        // unique for ever
  const Condition* condition = nullptr;  // first seen
  const Condition* seen_now = nullptr;   // last seen
  SteadyTime start;                      // first bad poll
  std::optional<SteadyTime> earliest_start;
  SteadyTime last_seen;
  Duration grace{0};
  std::uint64_t sightings = 1;
  std::optional<SteadyTime> retry_at;
  int http_status = 0;
  std::string detail;
  std::string request_id;
  std::optional<SteadyTime> first_good;  // the first of the good polls that will close it
  std::optional<IncidentEnd> end;        // set once it is over

  const std::string& Key() const { return condition->IncidentKey(); }
  Duration Lasted() const { return last_seen - start; }
  bool Overdue() const { return IsOverdue(Lasted(), grace); }
};

struct Totals {
  Duration unavailable{0};
  std::uint64_t restarts = 0;
  Duration restart_time{0};
};

struct IncidentChange {
  enum Kind { kOpened, kSeen, kClosed } kind = kSeen;
  Incident incident;  // as it is after the change
};

// The incidents of one account. A state machine without a clock: time comes with the observations.
//
// - An incident opens at its first sighting. Conditions of one group are one incident: its clock
// does not
//   restart when 500 becomes 502.
// - It closes after two good polls in a row. A poll is good for an incident if its question got at
// least as
//   far as the incident's condition (Reach) and did not meet it again.
// - A poll that proves nothing (rate limit, our own network) neither closes nor ages it.
// - If nobody looked for longer than the grace (at least three intervals), the old incident ends as
//   unobserved where it was last seen and a new one starts: the gap is never evidence.
class Tracker {
 public:
  Tracker(const Account& account, const TrackerSettings& settings);

  // `ended_wall` is observation.ended in wall time; it only goes into the ids of new incidents.
  // REQUIRES: observations in order of time.
  std::vector<IncidentChange> Apply(const Observation& observation, SystemTime ended_wall);

  // Takes up an incident or the totals of an earlier run.
  void Restore(Incident incident);
  void Restore(const Totals& totals) { totals_ = totals; }

  const std::vector<Incident>& open() const { return open_; }
  const Totals& totals() const { return totals_; }

  // The nearest moment after `now` at which an open incident goes beyond its grace, if it lasts.
  std::optional<SteadyTime> NextGraceEnd(SteadyTime now) const;

 private:
  Incident* Find(const std::string& key);
  bool Unobserved(const Incident& incident, SteadyTime at) const;
  void See(const Finding& finding, const Observation& observation, SystemTime ended_wall,
           std::vector<IncidentChange>& changes);
  void Open(const Finding& finding, const Observation& observation, SystemTime ended_wall,
            std::optional<SteadyTime> earliest_start, std::vector<IncidentChange>& changes);
  void CountGood(const Observation& observation, std::vector<IncidentChange>& changes);
  void Close(Incident& incident, IncidentEnd end, std::vector<IncidentChange>& changes);
  void CountUnavailable(const Observation& observation);
  void Remember(const Observation& observation);

  const std::string account_;
  const ProviderKind kind_;
  const Plan plan_;
  const TrackerSettings settings_;
  std::vector<Incident> open_;
  Totals totals_;
  // The last observation that got at least so far, by Reach.
  std::array<std::optional<SteadyTime>, 4> last_reached_{};
  // The last sighting of something that stops sending, until a good poll.
  std::optional<SteadyTime> unavailable_since_last_;
};

}  // namespace wa
