#pragma once

#include <cstdint>

#include "base/clock.h"

namespace wa {

// How many lines may be written: so many at once, and so many a second after that. What is beyond
// is left out, and said with the next line that is written. Confined to one thread at a time; gets
// the time as an argument.
class LogLimit {
 public:
  static constexpr int kAtOnce = 2'000;
  static constexpr int kEachSecond = 200;

  struct Verdict {
    bool may_write = true;
    std::uint64_t left_out = 0;  // since the line before, if this one may be written
  };
  Verdict Ask(SteadyTime now);

 private:
  static constexpr Duration kEach = Duration(std::chrono::seconds(1)) / kEachSecond;

  SteadyTime full_again_;  // when as many as at once may be written
  std::uint64_t left_out_ = 0;
};

}  // namespace wa
