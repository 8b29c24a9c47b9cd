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

Duration FromSeconds(double time) {
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(time));
}

bool IsBlindState(State state) { return state == State::kDead || state == State::kAway; }

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

bool Showed(const Course& course, Cause cause, Sight sight, SteadyTime from, SteadyTime to) {
  return std::any_of(course.begin(), course.end(), [&](const Stretch& stretch) {
    return stretch.from <= to && from < stretch.to && SightOf(cause, stretch.state) == sight;
  });
}

double AtOnce(double per_hour) { return std::max(per_hour / 4, 4.0); }

Patience Patience::Of(const Life& life) {
  const PollingConfig& polling = life.polling;
  Patience patience{};
  patience.trouble = polling.trouble_interval;
  Duration budget = kFirstSweep;
  if (life.requests_per_second > 0) {
    const auto members = static_cast<double>(life.members.size());
    budget += FromSeconds(2.0 * members / life.requests_per_second);
    // What the provider's budget cannot pay for is not asked more often than usual.
    if (members / Seconds(polling.trouble_interval) > 0.9 * life.requests_per_second)
      patience.trouble = polling.interval;
  }
  if (const double per_hour = life.credential_requests_per_hour; per_hour > 0) {
    budget += FromSeconds(3600.0 / (per_hour - AtOnce(per_hour)));
  }
  patience.interval = polling.interval;
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

SteadyTime Patience::SeldomUntil(Cause cause, SteadyTime explained) const {
  // Who saw that our network is down may be gone, and the others be asked as usual.
  const Duration others = cause == Cause::kUplinkDown ? 3 * Gap() : Duration(0);
  return std::max(explained, reload + others);
}

Duration Patience::Bridged(Cause cause, Duration grace) const {
  return std::max(grace, 3 * (cause == Cause::kInvalidKey ? rarely : interval));
}

Duration TrueFor(const Course& course, Cause cause, SteadyTime then, Duration grace,
                 SteadyTime explained, const Patience& patience) {
  const SteadyTime seldom_until = patience.SeldomUntil(cause, explained);
  std::optional<SteadyTime> first;
  std::optional<SteadyTime> last;
  Duration good{0};
  Duration blind{0};
  bool seldom = false;  // or never
  for (std::size_t i = IndexAt(course, then) + 1; i-- > 0;) {
    const Stretch& stretch = course[i];
    const Duration length = std::min(stretch.to, then) - stretch.from;
    switch (SightOf(cause, stretch.state)) {
      case Sight::kBad:
        first = stretch.from;
        if (!last) last = std::min(stretch.to, then);
        good = blind = Duration(0);
        seldom = false;
        break;
      case Sight::kGood:
        good += length;
        seldom = seldom || stretch.from <= seldom_until || stretch.state == State::kShut;
        if (stretch.state == State::kShut) good -= std::min(length, patience.rarely);
        break;
      case Sight::kBlind:
        blind += length;
        seldom = true;
        break;
    }
    const Duration closes = patience.Closes(seldom ? patience.Gap() : patience.Soon());
    // After it was dead for long, it shows what it knew until it has looked again.
    const bool has_looked = first && then - *first > patience.Handled(cause);
    if (good > closes || (has_looked && blind > patience.Bridged(cause, grace))) break;
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
