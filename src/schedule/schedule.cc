#include "schedule/schedule.h"

#include <algorithm>
#include <utility>

#include "base/stable_hash.h"

namespace wa {
namespace {

// Polls that are due within this start together: each start alone would wake the loop, which costs
// more than the poll.
constexpr Duration kTogether = std::chrono::milliseconds(50);

constexpr Duration kAfterGrace = std::chrono::seconds(1);

Duration Fraction(std::uint64_t hash, Duration whole) {
  const double share = static_cast<double>(hash >> 11) * 0x1.0p-53;  // [0, 1)
  return Duration(static_cast<std::int64_t>(share * static_cast<double>(whole.count())));
}

SteadyTime WithOthers(SteadyTime when) {
  const Duration since = when.time_since_epoch();
  const Duration beyond = since % kTogether;
  return beyond <= Duration(0) ? when : when + kTogether - beyond;
}

Duration IntervalFor(const PollAdvice& advice, const ScheduleSettings& settings) {
  switch (advice.pace) {
    case Pace::kNormal:
    case Pace::kAnnounced:
      return settings.interval;
    case Pace::kTrouble:
      return settings.trouble_interval;
    case Pace::kRarely:
      return advice.repeats < 2 ? settings.trouble_interval : settings.rare_interval;
  }
  return settings.interval;
}

}  // namespace

bool AsksForMore(const PollAdvice& advice, const ScheduleSettings& settings) {
  return IntervalFor(advice, settings) < settings.interval;
}

namespace {

// The points at which an account is asked, numbered from 0; `interval` is above zero.
struct Grid {
  Grid(std::uint64_t hash, Duration every) : interval(every), phase(Fraction(hash, every)) {}

  std::int64_t FirstFrom(SteadyTime when) const {
    const Duration from = when.time_since_epoch() - phase;
    return from.count() <= 0 ? 0 : (from + interval - Duration(1)) / interval;
  }
  SteadyTime At(std::int64_t index) const { return SteadyTime(phase + index * interval); }

  Duration interval;
  Duration phase;
};

// The first point of the account's grid that is at least half an interval away, so that a change of
// interval does not make two polls follow each other at once.
SteadyTime NextOnGrid(std::uint64_t hash, SteadyTime now, Duration interval, std::uint64_t seed) {
  const Grid grid(hash, interval);
  const std::int64_t index = grid.FirstFrom(now + interval / 2);
  const Duration jitter =
      Fraction(Mix(hash ^ seed ^ static_cast<std::uint64_t>(index)), interval / 50);
  return WithOthers(grid.At(index) + jitter);
}

}  // namespace

Phase::Phase(std::string_view name) : hash_(Mix(StableHash(name))) {}

SteadyTime NextPoll(Phase account, SteadyTime now, const PollAdvice& advice,
                    const ScheduleSettings& settings) {
  const std::uint64_t hash = account.hash();
  const Duration interval = IntervalFor(advice, settings);
  SteadyTime next = NextOnGrid(hash, now, interval, settings.seed);
  if (advice.grace_end && *advice.grace_end + kAfterGrace > now) {
    next = std::min(next, *advice.grace_end + kAfterGrace);
  }
  if (advice.not_before && next < *advice.not_before) {
    // Spread, or all that were limited together would come back together.
    next = *advice.not_before + Fraction(hash, settings.trouble_interval);
  }
  return next;
}

SteadyTime FirstPoll(Phase account, SteadyTime now, Duration sweep) {
  if (sweep <= Duration(0)) return now;
  const Grid grid(account.hash(), sweep);
  return WithOthers(grid.At(grid.FirstFrom(now)));
}

DueQueue::DueQueue(std::size_t accounts) : place_(accounts, kNowhere) {}

void DueQueue::Grow(std::size_t accounts) {
  if (accounts > place_.size()) place_.resize(accounts, kNowhere);
}

void DueQueue::Fit() { heap_.shrink_to_fit(); }

void DueQueue::Set(std::size_t account, SteadyTime due) {
  if (place_[account] == kNowhere) {
    place_[account] = static_cast<std::uint32_t>(heap_.size());
    heap_.push_back({due, static_cast<std::uint32_t>(account)});
  } else {
    heap_[place_[account]].due = due;
  }
  Up(place_[account]);
  Down(place_[account]);
}

void DueQueue::Remove(std::size_t account) {
  if (place_[account] == kNowhere) return;
  const std::size_t hole = place_[account];
  Swap(hole, heap_.size() - 1);
  heap_.pop_back();
  place_[account] = kNowhere;
  if (hole == heap_.size()) return;
  Up(hole);
  Down(hole);
}

std::optional<SteadyTime> DueQueue::Earliest() const {
  if (heap_.empty()) return std::nullopt;
  return heap_.front().due;
}

std::optional<std::size_t> DueQueue::Due(SteadyTime now) const {
  if (heap_.empty() || heap_.front().due > now) return std::nullopt;
  return heap_.front().account;
}

std::optional<SteadyTime> DueQueue::Of(std::size_t account) const {
  if (place_[account] == kNowhere) return std::nullopt;
  return heap_[place_[account]].due;
}

void DueQueue::Swap(std::size_t a, std::size_t b) {
  std::swap(heap_[a], heap_[b]);
  place_[heap_[a].account] = static_cast<std::uint32_t>(a);
  place_[heap_[b].account] = static_cast<std::uint32_t>(b);
}

void DueQueue::Up(std::size_t place) {
  while (place > 0 && heap_[place].due < heap_[(place - 1) / 2].due) {
    Swap(place, (place - 1) / 2);
    place = (place - 1) / 2;
  }
}

void DueQueue::Down(std::size_t place) {
  while (true) {
    std::size_t first = place;
    for (const std::size_t child : {2 * place + 1, 2 * place + 2}) {
      if (child < heap_.size() && heap_[child].due < heap_[first].due) first = child;
    }
    if (first == place) return;
    Swap(place, first);
    place = first;
  }
}

}  // namespace wa
