#pragma once

#include <optional>

#include "base/clock.h"

namespace wa {

// How long sending was seen to be impossible. The time between two sightings counts unless nobody
// looked for so long that what happened meanwhile is not known.
class Unavailability {
 public:
  // Something that stops sending was seen; a gap after it is bridged until then. The newest counts.
  void Seen(SteadyTime at, SteadyTime bridged_until) {
    if (!last_ || last_->seen < at) last_ = {at, bridged_until};
  }
  void Over() { last_.reset(); }
  bool IsOn() const { return last_.has_value(); }

  // What is to be counted if it lasts, or ended, at `at`.
  Duration Until(SteadyTime at) const {
    const bool known = last_ && last_->seen < at && at <= last_->bridged_until;
    return known ? at - last_->seen : Duration(0);
  }

 private:
  struct Sight {
    SteadyTime seen;
    SteadyTime bridged_until;
  };
  std::optional<Sight> last_;
};

}  // namespace wa
