#include "life/judge.h"

#include <algorithm>
#include <vector>

namespace wa::life {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// The slowest answer of the simulated provider, and some air.
constexpr Duration kAnswered = seconds(5);
// The first questions after a start, or after an account came, are spread over so long.
constexpr Duration kFirstSweep = seconds(3);
constexpr Duration kLookedAt = seconds(15);
// After the moment at which a grace ends, when it is asked whether it is exceeded.
constexpr Duration kAfterGrace = seconds(1);

bool IsBlindState(State state) { return state == State::kDead || state == State::kAway; }

// The last stretch that begins at or before `then`.
std::size_t IndexAt(const Course& course, SteadyTime then) {
  const auto after = std::upper_bound(
      course.begin(), course.end(), then,
      [](SteadyTime moment, const Stretch& stretch) { return moment < stretch.from; });
  return static_cast<std::size_t>(after - course.begin()) - (after == course.begin() ? 0 : 1);
}

// How long it may take from the beginning of stretch `i` until somebody asks.
Duration UntilAsked(const Course& course, std::size_t i, Cause cause, const Patience& patience) {
  if (i == 0) return kFirstSweep;
  const Stretch& before = course[i - 1];
  if (IsBlindState(before.state)) return kFirstSweep;
  // Once a key is refused, it is asked again when there is another one, or after a long time; if
  // nobody met the refusal, as usual.
  for (std::size_t k = i; k-- > 0 && course[k].state != State::kWell;) {
    if (course[k].state != State::kShut) continue;
    return std::max(patience.rarely + patience.rarely / 20, patience.Gap());
  }
  const Duration long_ago = 3 * patience.Gap();
  // That our network is well does not say how often its accounts are asked.
  const bool calm = cause != Cause::kUplinkDown && before.state == State::kWell &&
                    before.Length() > long_ago && patience.reload + long_ago < before.to;
  return calm ? patience.interval + patience.interval / 50 + milliseconds(100) : patience.Gap();
}

// Likewise until everybody sees what the answer was.
Duration UntilSeen(const Course& course, std::size_t i, Cause cause, const Patience& patience) {
  return UntilAsked(course, i, cause, patience) + patience.Handled(cause) + patience.shown;
}

}  // namespace

Sight SightOf(Cause cause, State state) {
  if (state == State::kDead || state == State::kAway) return Sight::kBlind;
  if (cause == Cause::kUplinkDown) return state == State::kOffline ? Sight::kBad : Sight::kGood;
  switch (state) {
    case State::kWell:
      return Sight::kGood;
    case State::kRestarting:
      return cause == Cause::kUnavailable ? Sight::kBad : Sight::kGood;
    case State::kShut:
      return cause == Cause::kInvalidKey    ? Sight::kBad
             : cause == Cause::kUnreachable ? Sight::kGood
                                            : Sight::kBlind;
    case State::kSilent:
      return cause == Cause::kUnreachable ? Sight::kBad : Sight::kBlind;
    default:
      return Sight::kBlind;
  }
}

Patience Patience::Of(const Life& life) {
  const PollingConfig& polling = life.polling;
  Duration budget = kFirstSweep;
  if (life.requests_per_second > 0) {
    const double requests = 2.0 * static_cast<double>(life.members.size());
    budget += std::chrono::duration_cast<Duration>(
        std::chrono::duration<double>(requests / life.requests_per_second));
  }
  if (life.credential_requests_per_hour > 0) {
    // Three quarters of it can be spent steadily.
    budget += std::chrono::duration_cast<Duration>(
        std::chrono::duration<double>(2 * 3600.0 / (0.75 * life.credential_requests_per_hour)));
  }
  Patience patience{};
  patience.interval = polling.interval;
  patience.trouble = polling.trouble_interval;
  patience.rarely = polling.rare_interval;
  patience.answer = budget + kAnswered;
  patience.silence = budget + 2 * polling.timeout + kAnswered;
  patience.shown = seconds(2) + life.slowest_disk;
  return patience;
}

Duration Patience::Handled(Cause cause) const {
  // A loop that is left to sleep looks at all accounts together with each scrape.
  if (cause == Cause::kUplinkDown) return silence + kLookedAt;
  return cause == Cause::kUnreachable ? silence : answer;
}

Duration Patience::Bridged(Cause cause, Duration grace) const {
  return std::max(grace, 3 * (cause == Cause::kInvalidKey ? rarely : interval));
}

Duration TrueFor(const Course& course, Cause cause, SteadyTime then, Duration grace,
                 const Patience& patience) {
  // So long it may take until two good answers have shown that it is over.
  const Duration closes = 2 * patience.Gap() + 2 * patience.silence;
  std::optional<SteadyTime> first;
  std::optional<SteadyTime> last;
  Duration good{0};
  Duration blind{0};
  for (std::size_t i = IndexAt(course, then) + 1; i-- > 0;) {
    const Stretch& stretch = course[i];
    const Duration length = std::min(stretch.to, then) - stretch.from;
    switch (SightOf(cause, stretch.state)) {
      case Sight::kBad:
        first = stretch.from;
        if (!last) last = std::min(stretch.to, then);
        good = blind = Duration(0);
        break;
      case Sight::kGood:
        good += length;
        if (stretch.state == State::kShut) good -= std::min(length, patience.rarely);
        break;
      case Sight::kBlind:
        blind += length;
        break;
    }
    // After it was dead for long, it shows what it knew until it has looked again.
    if (good > closes || (first && blind > patience.Bridged(cause, grace))) break;
  }
  return first ? *last - *first : Duration(0);
}

std::optional<Run> RunAt(const Course& course, Cause cause, SteadyTime then) {
  std::size_t i = IndexAt(course, then);
  if (SightOf(cause, course[i].state) != Sight::kBad) return std::nullopt;
  Run run{course[i].from, true};
  bool blind = false;
  while (i-- > 0) {
    const Sight sight = SightOf(cause, course[i].state);
    if (sight == Sight::kGood) break;
    if (sight == Sight::kBad) {
      run.from = course[i].from;
      run.watched = run.watched && !blind;
    }
    blind = blind || sight == Sight::kBlind;
  }
  return run;
}

std::optional<SteadyTime> SeenBy(const Course& course, Cause cause, SteadyTime then,
                                 const Patience& patience) {
  std::size_t i = IndexAt(course, then);
  if (SightOf(cause, course[i].state) != Sight::kBad) return std::nullopt;
  while (i > 0 && SightOf(cause, course[i - 1].state) == Sight::kBad) --i;
  return course[i].from + UntilSeen(course, i, cause, patience);
}

std::optional<SteadyTime> OverdueBy(const Course& course, Cause cause, SteadyTime then,
                                    Duration grace, SteadyTime grace_since,
                                    const Patience& patience) {
  const std::size_t last = IndexAt(course, then);
  if (SightOf(cause, course[last].state) != Sight::kBad) return std::nullopt;
  std::size_t first = last;
  while (first > 0 && SightOf(cause, course[first - 1].state) != Sight::kGood &&
         course[first - 1].state != State::kAway) {
    --first;
  }
  std::optional<SteadyTime> start;    // by then it was seen first
  std::optional<SteadyTime> seen;     // and it was seen last not before
  std::optional<SteadyTime> overdue;  // and seen beyond its grace
  for (std::size_t i = first; i <= last; ++i) {
    if (SightOf(cause, course[i].state) != Sight::kBad) continue;
    const SteadyTime end = std::min(course[i].to, then);
    const SteadyTime asked = course[i].from + UntilSeen(course, i, cause, patience);
    if (start && asked - *seen > patience.Bridged(cause, grace)) start = overdue = std::nullopt;
    if (asked >= end) continue;
    if (!start) start = asked;
    SteadyTime shows =
        std::max(asked, *start + grace + kAfterGrace + patience.Handled(cause) + patience.shown);
    if (grace_since > *start)
      shows = std::max(shows, grace_since + patience.Gap() + patience.Handled(cause));
    if (!overdue && shows < end) overdue = shows;
    const Duration between =
        cause == Cause::kInvalidKey ? patience.rarely + patience.rarely / 20 : patience.Gap();
    seen = std::max(asked, end - between - patience.Handled(cause));
  }
  return overdue && *overdue <= then ? overdue : std::nullopt;
}

}  // namespace wa::life
