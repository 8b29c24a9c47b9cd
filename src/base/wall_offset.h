#pragma once

#include "base/clock.h"

namespace wa {

// Translates between the steady time line, on which everything is measured, and the wall clock, on
// which it is stored and shown. The offset stays as it is while the wall clock is merely slewed, so
// that an exported start does not tremble; it follows when the wall clock was set (over one
// second).
class WallOffset {
 public:
  WallOffset(SteadyTime steady, SystemTime system);

  // Compares the two clocks. True if the wall clock was set since: everything shown or stored in
  // wall time has moved by the same amount and must be published again.
  bool Update(SteadyTime steady, SystemTime system);

  SystemTime ToSystem(SteadyTime time) const;
  SteadyTime ToSteady(SystemTime time) const;

 private:
  Duration offset_;
};

}  // namespace wa
