#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"

namespace wa {

// One question to a provider, with its pages. It ties together what the log says of its answer and
// what is kept of it.
class PollId {
 public:
  static constexpr int kBits = 50;

  PollId() = default;  // no poll: an event told of it, or somebody else's answer
  explicit PollId(std::uint64_t number) : number_(number & ((std::uint64_t{1} << kBits) - 1)) {}

  bool IsNone() const { return number_ == 0; }
  std::uint64_t number() const { return number_; }
  // Ten digits and lower case letters; empty: none.
  std::string Text() const;

  friend bool operator==(PollId, PollId) = default;

 private:
  std::uint64_t number_ = 0;
};

// The ids of a process. They count on from the microseconds of its start, so that they do not come
// again after a restart: nobody asks a million questions a second.
class PollIds {
 public:
  explicit PollIds(SystemTime start);

  PollId Next() { return PollId(++last_); }

 private:
  std::uint64_t last_;
};

}  // namespace wa
