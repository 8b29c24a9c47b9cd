#include "drill/expectation.h"

namespace wa::drill {
namespace {

using namespace std::chrono_literals;

constexpr Duration kForEnds = 30s;

Called WhoIsCalled(const Expectation& expectation) {
  if (expectation.severity == Severity::kInfo) return Called::kNobody;
  if (expectation.played >= expectation.latest) return Called::kOnce;
  // At the last poll it had lasted for its grace at most.
  const Duration within_grace = expectation.earliest;
  const bool within = within_grace > Duration(0) && expectation.played <= within_grace;
  return within ? Called::kNobody : Called::kEither;
}

}  // namespace

Duration Cadence::Telling() const { return scrape + evaluation + group_wait; }

Duration Cadence::Tolerance() const {
  return (interval + trouble_interval + scrape + evaluation) / 2 + 4s;
}

Expectation Expect(Severity severity, Duration grace, const Cadence& cadence,
                   const std::optional<Duration>& played, Duration takes) {
  Expectation expectation;
  expectation.severity = severity;
  expectation.grace = grace;
  // The clock starts at the first sighting, and it is overdue at the first one beyond the grace.
  expectation.earliest = grace + takes;
  const Duration beyond = grace > Duration(0) ? cadence.trouble_interval + cadence.timeout : 0s;
  expectation.latest =
      cadence.interval + takes + grace + beyond + cadence.Telling() + cadence.Tolerance();
  expectation.telling = cadence.Telling() + (cadence.scrape + cadence.evaluation) / 2 + 4s;
  expectation.played = played.value_or(expectation.latest);
  expectation.called = WhoIsCalled(expectation);
  // Two good polls close it. That the end is told late wakes nobody: a busy machine gets more time.
  expectation.ending = 2 * (cadence.interval + cadence.timeout) + takes + cadence.keep_firing_for +
                       cadence.group_interval + cadence.Telling() + cadence.Tolerance() + kForEnds;
  return expectation;
}

}  // namespace wa::drill
