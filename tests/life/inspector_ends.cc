// What the inspector says of when incidents end.
#include <algorithm>

#include "life/inspector.h"
#include "life/tell.h"

namespace wa::life {

// All has been well for long enough.
void Inspector::CheckOver(std::optional<std::size_t> member, Cause cause,
                          const IncidentView& incident) {
  const SteadyTime now = clock_.Steady();
  const Course& course = CourseOf(member);
  const Stretch& stretch = course[IndexAt(course, now)];
  if (stretch.state != State::kWell || (!member && !SomebodyAsks(stretch.from))) return;
  const SteadyTime explained = member ? explained_[*member] : SteadyTime();
  const SteadyTime seldom = patience_.SeldomUntil(cause, explained);
  const bool is_over =
      now - std::max(stretch.from, seldom) > patience_.Closes(patience_.Soon()) ||
      now - std::max(stretch.from, patience_.reload) > patience_.Closes(patience_.Gap());
  if (!is_over) return;
  Break(Rule::kOver, incident.id + " is open, and all is well since " + Tell(stretch.from));
}

// One account in trouble is none of its provider's outage. What the others had was asked about as
// usual, and then the outage must have been over for so long as it had to last.
void Inspector::CheckOutageOver(const std::string& provider, const IncidentView& incident) {
  const SteadyTime now = clock_.Steady();
  const Duration closes = patience_.Closes(patience_.Gap()) + 2 * (kOutageHolds + kLookedAt);
  std::size_t well = 0;
  std::size_t ill = 0;
  for (std::size_t i = 0; i < life_.members.size(); ++i) {
    if (life_.members[i].provider != provider || !IsConfigured(i)) continue;
    const Stretch& stretch = truth_.Of(i)[IndexAt(truth_.Of(i), now)];
    const bool is_well = stretch.state == State::kWell && now - stretch.from > closes;
    ++(is_well ? well : ill);
  }
  if (well == 0 || ill > 1) return;
  Break(Rule::kOver, incident.id + " is open, and all but " + std::to_string(ill) +
                         " of its accounts are well for " + Tell(closes));
}

// Our network is noticed by questions; who waits for a new key asks rarely, and who is away never.
bool Inspector::SomebodyAsks(SteadyTime since) const {
  for (std::size_t i = 0; i < truth_.Count(); ++i) {
    const bool is_idle =
        std::any_of(truth_.Of(i).begin(), truth_.Of(i).end(), [&](const Stretch& stretch) {
          const bool is_rare = stretch.state == State::kShut || stretch.state == State::kAway;
          return is_rare && stretch.from <= clock_.Steady() &&
                 stretch.to > since - 2 * patience_.rarely;
        });
    if (!is_idle) return true;
  }
  return false;
}

void Inspector::CheckEnd(const IncidentRecord& record) {
  const SteadyTime now = clock_.Steady();
  const auto cause = ParseEnum<Cause>(record.key);
  if (now < settled_ || !cause || !record.end_reason) return;
  const std::optional<std::size_t> member = MemberOf(record.account);
  const Course& course = CourseOf(member);
  const SteadyTime ended = ToSteady(*record.ended);
  switch (*record.end_reason) {
    case IncidentEnd::kRecovered:
      if (!Showed(course, *cause, Sight::kGood, ended - patience_.silence - kRounding,
                  ended + kRounding)) {
        Break(Rule::kOver, record.id + " is said to be over at " + Tell(ended) + ", and is not");
      }
      return;
    case IncidentEnd::kUnobserved:
      if (!member && !SomebodyAsks(ended)) return;
      if (!Showed(course, *cause, Sight::kBlind, ended - kRounding, now)) {
        Break(Rule::kOver, record.id + " is said not to have been watched from " + Tell(ended) +
                               " to " + Tell(now) + ", and was");
      }
      return;
    case IncidentEnd::kRemoved:
      if (!member || !IsConfigured(*member)) return;
      [[fallthrough]];
    default:
      Break(Rule::kOver, record.id + " ended as " + std::string(Name(*record.end_reason)));
  }
}

}  // namespace wa::life
