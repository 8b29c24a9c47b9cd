#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "cli/console.h"

namespace wa {

// How far long work is: one line on a terminal, written over and over, and wiped at the end.
// Nothing where `console.err` is no terminal, and nothing of work that is done within a second.
class Progress {
 public:
  // REQUIRES: both outlive it.
  Progress(Console& console, const Clock& clock);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // "asking: 1200 of 20000". Cheap enough for every step.
  void Tell(std::string_view doing, std::size_t done, std::size_t all);

 private:
  Console& console_;
  const Clock& clock_;
  SteadyTime next_;
  bool is_shown_ = false;
};

}  // namespace wa
