#pragma once

#include <optional>

#include "base/clock.h"
#include "model/condition.h"

// What must follow from a condition, and when: made of the catalogue and of the intervals alone, so
// that rules and routes are judged by something that they cannot change. Pure.
namespace wa::drill {

// The steps between the provider's answer and the receiver, as they are in this drill (scaled).
struct Cadence {
  Duration interval{0};          // the exporter's polls
  Duration trouble_interval{0};  // the same while something is wrong
  Duration timeout{0};           // of a poll
  Duration scrape{0};
  Duration evaluation{0};
  Duration group_wait{0};       // the longest of the routes that the alert may take
  Duration group_interval{0};   // likewise
  Duration keep_firing_for{0};  // the longest of the rules

  // From the moment that something becomes true in the exporter until somebody is told, at most.
  Duration Telling() const;
  // For processes that share a machine with others: half of all intervals, and four seconds.
  Duration Tolerance() const;
};

enum class Called {
  kOnce,    // one notification
  kNobody,  // of severity info, or over before its grace is
  kEither,  // over so shortly behind its grace that both would be right
};

// Times count from the moment that the condition is played.
struct Expectation {
  Severity severity = Severity::kWarning;
  Called called = Called::kOnce;
  Duration grace{0};     // scaled
  Duration earliest{0};  // of the notification
  Duration latest{0};
  Duration telling{0};  // from the moment that it was seen overdue until the notification, at most
  Duration played{0};   // how long the condition is played if nobody is called
  Duration ending{0};   // from the moment that it is over until that has been told, at most
  bool has_incident = true;  // of the exporter; else an alert alone tells of it
};

// `grace` is scaled. `played` unset: until the notification is there, or must have been. `takes`:
// what it takes besides until it can be told, and until it is over.
Expectation Expect(Severity severity, Duration grace, const Cadence& cadence,
                   const std::optional<Duration>& played, Duration takes = Duration(0));

}  // namespace wa::drill
