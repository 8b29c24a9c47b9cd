#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/common.h"
#include "base/optional_time.h"
#include "config/config.h"
#include "incident/event_order.h"
#include "incident/unavailability.h"
#include "model/account.h"
#include "model/condition.h"
#include "model/incident.h"
#include "model/observation.h"

namespace wa {

struct TrackerSettings {
  Duration interval;  // healthy
  // The same of the questions that are asked more seldom; 0: as the healthy one.
  std::array<Duration, EnumNames<Operation>::table.size()> intervals{};
  // Questions that the configuration does not have asked.
  std::array<bool, EnumNames<Operation>::table.size()> unasked{};
  bool is_polled = true;       // false: it has no key, so that what is told is all there is
  Duration rare_interval;      // of conditions that are polled rarely
  Duration confirm_after;      // two good polls nearer than this are one: a moment of luck
  Duration restart_allowance;  // per day; 0: this account may not restart at all
  std::shared_ptr<const ConditionOverrides> overrides = nullptr;  // null: none
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
  std::optional<SteadyTime> overdue_seen;  // the first time it was beyond its grace
  std::uint64_t sightings = 1;
  std::optional<SteadyTime> retry_at;
  int http_status = 0;
  std::string detail;
  std::string request_id;
  std::optional<SteadyTime> first_good;  // the first of the good polls that will close it
  // What polls last saw it as; null: no poll did. Not stored.
  const Condition* polled = nullptr;
  // What within the account has it, as events name them (templates); sorted. Over once all are.
  std::vector<std::string> subjects;
  // An event told of it: nothing but an opposite event ends it before this.
  std::optional<SteadyTime> told_until;
  // The opposite event came, and the polls have not confirmed it yet.
  std::optional<SteadyTime> restored;
  // When the newest event about it happened, by the teller's clock: an older one is late, and
  // ignored.
  std::optional<SystemTime> happened;
  std::optional<IncidentEnd> end;  // set once it is over

  const std::string& Key() const { return condition->IncidentKey(); }
  // How far a poll must get to be good for it; event: none can. What a poll saw, polls can end,
  // whatever events told of it since.
  Reach NeededReach() const {
    const bool visible = seen_now->reach != Reach::kEvent || polled == nullptr;
    return visible ? seen_now->reach : polled->reach;
  }
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

struct Sighting;

// The incidents of one account. A state machine without a clock: time comes with what is told.
//
// - An incident opens at its first sighting. Conditions of one group are one incident: its clock
//   does not restart when 500 becomes 502.
// - It closes after two good polls in a row. A poll is good for an incident if its question got at
//   least as far as the incident's condition (Reach) and did not meet it again.
// - Only the question that shows a condition (Condition::seen_by) can be good for it.
// - A poll that proves nothing (rate limit, our own network) neither closes nor ages it.
// - A report (webhook, somebody else's answer) opens and ages incidents as a poll does. It never
//   proves that anything it does not name is over. The opposite event ends what no poll can see
//   (reach event) at once; what polls can see is over with the next good poll. What has no opposite
//   event ends by polls or by itself once nothing told of it for the condition's quiet time (and
//   until the time that a registration must wait).
// - An event that is older than one of the opposite meaning came late, and changes nothing.
// - If nobody looked for longer than the grace (at least three intervals), the old incident ends as
//   unobserved where it was last seen and a new one starts: the gap is never evidence.
class Tracker {
 public:
  Tracker(std::shared_ptr<const Account> account, std::shared_ptr<const TrackerSettings> settings);

  // `ended_wall` is observation.ended in wall time; it only goes into the ids of new incidents.
  // REQUIRES: observations in order of time.
  std::vector<IncidentChange> Apply(const Observation& observation, SystemTime ended_wall);

  // `at_wall` is report.at in wall time. REQUIRES: in order of time with the observations.
  std::vector<IncidentChange> Apply(const Report& report, SystemTime at_wall);

  // Ends what is over because nothing told of it any more, and the moment of the next such end.
  std::vector<IncidentChange> EndQuiet(SteadyTime now);
  std::optional<SteadyTime> NextQuietEnd() const;

  // Ends what polls showed that are not made any more: no other could ever end it. What events told
  // of, too, goes on as told.
  std::vector<IncidentChange> EndUnasked();

  // Another configuration of the same name: graces of open incidents follow it.
  void Configure(std::shared_ptr<const Account> account,
                 std::shared_ptr<const TrackerSettings> settings);

  // Takes up an incident, but for its grace, or the totals of an earlier run.
  void Restore(Incident incident);
  void Restore(const Totals& totals) { totals_ = totals; }

  const std::shared_ptr<const Account>& account() const { return account_; }
  const TrackerSettings& settings() const { return *settings_; }
  const std::vector<Incident>& open() const { return trouble_->open; }
  const Totals& totals() const { return totals_; }

  // The nearest moment after `now` at which an open incident that counts goes beyond its grace, if
  // it lasts.
  std::optional<SteadyTime> NextGraceEnd(SteadyTime now,
                                         const std::function<bool(const Incident&)>& counts) const;

 private:
  static constexpr std::size_t kReaches = EnumNames<Reach>::table.size();

  Incident* Find(const std::string& key);
  Duration GraceOf(const Condition& condition) const;
  void See(const Sighting& sighting, std::vector<IncidentChange>& changes);
  Incident& Open(const Sighting& sighting, std::optional<SteadyTime> earliest_start);
  std::string NewId(const std::string& key, SystemTime wall);
  void CountGood(const Observation& observation, std::vector<IncidentChange>& changes);
  void End(const std::string& key, const Report& report, std::vector<IncidentChange>& changes);
  void Close(Incident& incident, IncidentEnd end, std::vector<IncidentChange>& changes);
  void IsAvailable();
  void CountUnavailable(const std::vector<Finding>& findings, SteadyTime at);
  void Remember(const Observation& observation);
  std::optional<SteadyTime> LastGood(const Condition& condition) const;

  struct LastId {
    std::string key;
    std::string id;
    int repeated = 1;
  };

  // What only those have to whom something happened: most have nothing of it.
  struct Trouble {
    std::vector<Incident> open;
    EventOrder order;
    Unavailability unavailable;
    std::vector<LastId> last_ids;  // of each key
  };
  // To be changed. An incident's place changes with what opens and closes.
  std::vector<Incident>& Opened() { return trouble_.Edit().open; }

  std::shared_ptr<const Account> account_;
  std::shared_ptr<const TrackerSettings> settings_;  // those who are tracked alike have the same
  Common<Trouble> trouble_;
  Totals totals_;
  // The last answer about health that got at least so far, by Reach; never set for reach event.
  std::array<OptionalSteady, kReaches> last_reached_{};
  // The last good answer to each other question; most accounts have a few.
  std::vector<std::pair<Operation, SteadyTime>> last_answered_;
};

}  // namespace wa
