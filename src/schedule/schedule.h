#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "model/condition.h"

namespace wa {

struct ScheduleSettings {
  Duration interval;          // healthy
  Duration trouble_interval;  // while something is wrong
  Duration rare_interval;     // where asking again cannot mend it
  std::uint64_t seed = 0;     // of the jitter
};

// What the last poll says about the next one.
struct PollAdvice {
  Pace pace = Pace::kNormal;
  std::uint64_t repeats = 0;             // polls in a row with this answer
  std::optional<SteadyTime> not_before;  // the time that a rate limit announced
  std::optional<SteadyTime> grace_end;  // the next moment at which an open incident becomes overdue
};

// Whether that wants shorter intervals than the usual one.
bool AsksForMore(const PollAdvice& advice, const ScheduleSettings& settings);

// Where in each interval something is asked: made of its name, the same in every run.
class Phase {
 public:
  Phase(std::string_view name);   // NOLINT(google-explicit-constructor): it stands for the name
  Phase(const std::string& name)  // NOLINT(google-explicit-constructor): likewise
      : Phase(std::string_view(name)) {}
  Phase(const char* name)  // NOLINT(google-explicit-constructor): likewise
      : Phase(std::string_view(name)) {}

  std::uint64_t hash() const { return hash_; }

 private:
  std::uint64_t hash_;
};

// When to ask again. Polls stand on a grid whose phase comes from the account's name, so that a
// fleet is spread evenly over the interval for ever, without drift and without a herd after a
// restart; the jitter (at most 2 % of the interval) does not add up. Polls that are due within the
// same 50 ms come together, at their end. Always later than `now`. Pure.
SteadyTime NextPoll(Phase account, SteadyTime now, const PollAdvice& advice,
                    const ScheduleSettings& settings);

// The first poll after a start, from `now` on and before `now + sweep`: the first point of the
// account's grid of `sweep`. Where that is the interval, NextPoll goes on in the same grid: no two
// sweeps of a fleet overlap, whenever its accounts became known.
SteadyTime FirstPoll(Phase account, SteadyTime now, Duration sweep);

// Who is due, in order of time. Accounts are numbered from 0, up to four thousand millions.
class DueQueue {
 public:
  explicit DueQueue(std::size_t accounts);

  void Grow(std::size_t accounts);  // never shrinks
  void Fit();                       // gives back the room for more than are due now

  void Set(std::size_t account, SteadyTime due);  // also replaces
  void Remove(std::size_t account);               // while its poll is under way
  std::optional<SteadyTime> Earliest() const;
  std::optional<std::size_t> Due(SteadyTime now) const;  // the one that waits longest
  std::optional<SteadyTime> Of(std::size_t account) const;

 private:
  void Swap(std::size_t a, std::size_t b);
  void Up(std::size_t place);
  void Down(std::size_t place);

  struct Entry {
    SteadyTime due;
    std::uint32_t account;
  };
  static constexpr std::uint32_t kNowhere = 0xffffffff;

  std::vector<Entry> heap_;           // binary heap, earliest first
  std::vector<std::uint32_t> place_;  // of each account in heap_
};

}  // namespace wa
