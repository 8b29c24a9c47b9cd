#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/enum_names.h"
#include "drill/expectation.h"

// What happened in a drill to one condition, and whether it was right. Pure.
namespace wa::drill {

enum class Step {
  kPlayed,      // the simulator or a webhook tells of it from now on
  kRecognised,  // the exporter has an incident of it
  kPending,     // ... which may still last
  kOverdue,     // ... longer than is allowed
  kFiring,      // Prometheus has an alert
  kNotified,    // the receiver got it
  kEnded,       // the simulator or a webhook says that it is over
  kRecovered,   // the exporter has no incident of it any more
  kAlertEnded,  // Prometheus has no alert any more
  kResolved,    // the receiver was told
};

}  // namespace wa::drill

namespace wa {
template <>
struct EnumNames<drill::Step> {
  static constexpr std::array table{
      std::pair{drill::Step::kPlayed, std::string_view("played")},
      std::pair{drill::Step::kRecognised, std::string_view("recognised")},
      std::pair{drill::Step::kPending, std::string_view("pending")},
      std::pair{drill::Step::kOverdue, std::string_view("overdue")},
      std::pair{drill::Step::kFiring, std::string_view("firing")},
      std::pair{drill::Step::kNotified, std::string_view("notified")},
      std::pair{drill::Step::kEnded, std::string_view("ended")},
      std::pair{drill::Step::kRecovered, std::string_view("recovered")},
      std::pair{drill::Step::kAlertEnded, std::string_view("alert ended")},
      std::pair{drill::Step::kResolved, std::string_view("resolved")},
  };
};
}  // namespace wa

namespace wa::drill {

struct Happening {
  Step step = Step::kPlayed;
  Duration at{0};        // from the moment that it was played
  std::string alert;     // of kFiring, kNotified, kAlertEnded, kResolved
  std::string receiver;  // of kNotified, kResolved
  std::string severity;  // label of the alert
};

// In order of time.
struct Timeline {
  std::vector<Happening> happenings;

  void Add(Happening happening);            // at its place
  const Happening* First(Step step) const;  // null: it did not happen
  bool Has(Step step) const { return First(step) != nullptr; }
  std::vector<const Happening*> All(Step step) const;
};

// What came out wrong, as sentences for people; none: it went as it must. `can_end`: the drill made
// it end, so that the receiver must have been told. REQUIRES: the drill of this condition is over.
std::vector<std::string> Judge(const Timeline& timeline, const Expectation& expectation,
                               bool can_end);

}  // namespace wa::drill
