#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/enum_names.h"
#include "life/life.h"
#include "life/truth.h"

// What the truth demands and allows, computed from it alone: pure functions that know nothing of
// incidents, schedules or metrics.
namespace wa::life {

// What can be true of an account or of our network; the names are the keys of incidents.
enum class Cause { kUnavailable, kUnreachable, kInvalidKey, kUplinkDown };

}  // namespace wa::life

namespace wa {
template <>
struct EnumNames<life::Cause> {
  static constexpr std::array table{
      std::pair{life::Cause::kUnavailable, std::string_view("unavailable")},
      std::pair{life::Cause::kUnreachable, std::string_view("unreachable")},
      std::pair{life::Cause::kInvalidKey, std::string_view("invalid-api-key")},
      std::pair{life::Cause::kUplinkDown, std::string_view("uplink-down")},
  };
};
}  // namespace wa

namespace wa::life {

// What who looks at a cause would see while a state lasts.
enum class Sight { kGood, kBad, kBlind };
Sight SightOf(Cause cause, State state);
// Whether it showed so at any time within.
bool Showed(const Course& course, Cause cause, Sight sight, SteadyTime from, SteadyTime to);

// How many requests of an hourly budget may come at once (docs/operations.md); the others flow in
// steadily.
double AtOnce(double per_hour);

// How long things may take at the most.
struct Patience {
  Duration interval;  // between two questions, while all is well
  Duration trouble;   // while it is not
  Duration rarely;    // where asking again cannot mend it
  Duration answer;    // from when a question is due to when its answer is handled
  Duration silence;   // likewise, if there is none, and the canaries are asked
  Duration shown;     // from an answer to where everybody sees it, and it is on the disk
  SteadyTime
      reload;  // the last one: who is changed by it is asked at once, and later the next time

  static Patience Of(const Life& life);
  Duration Handled(Cause cause) const;
  // Between two questions, where what is explained is asked at the usual interval; and about what
  // is wrong, and nothing explains.
  Duration Gap() const { return interval + interval / 2 + interval / 20; }
  Duration Soon() const { return trouble + trouble / 2 + trouble / 20; }
  // From when all is well to where two good answers that far apart have shown it to everybody.
  Duration Closes(Duration gap) const { return 2 * gap + 3 * silence + shown; }
  // Until then the cause may have been asked about at the usual interval, for other reasons than
  // that nobody could look. `explained`: until then something explained it.
  SteadyTime SeldomUntil(Cause cause, SteadyTime explained) const;
  // So long nobody need have seen anything, and it is still the same incident.
  Duration Bridged(Cause cause, Duration grace) const;
};

// How long the cause can have been true at the most, for somebody who looks at `then`: from its
// first to its last true moment, over such breaks as nobody need have noticed. 0: it was not.
// `explained`: as of SeldomUntil().
Duration TrueFor(const Course& course, Cause cause, SteadyTime then, Duration grace,
                 SteadyTime explained, const Patience& patience);

// When the cause that is true at `then` began to be, but for breaks in which nobody could look; and
// whether somebody could look all the time. Nothing: it is not true then.
struct Run {
  SteadyTime from;
  bool watched = true;
};
std::optional<Run> RunAt(const Course& course, Cause cause, SteadyTime then);

// When at the latest somebody must have seen the cause that is true at `then`, by what could be
// seen since he could look again. Nothing: it is not true then.
std::optional<SteadyTime> SeenBy(const Course& course, Cause cause, SteadyTime then,
                                 const Patience& patience);

// When at the latest it must have been seen beyond its grace, which holds since `grace_since`.
// Nothing: not yet, or it is not true at `then`.
std::optional<SteadyTime> OverdueBy(const Course& course, Cause cause, SteadyTime then,
                                    Duration grace, SteadyTime grace_since,
                                    const Patience& patience);

}  // namespace wa::life
