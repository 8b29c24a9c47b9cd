#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/wall_offset.h"
#include "incident/tracker.h"
#include "model/observation.h"

namespace wa {

// What of a poll is needed until the next one.
struct LastPoll {
  SteadyTime ended;
  int http_status = 0;
  Reach reach = Reach::kContent;
  std::vector<Finding> findings;  // most severe first
};

// One sentence for people, where webhooks and polls disagree about an open incident, else empty:
// an opposite event came and the polls still see it, or an event told of it lately and the newest
// poll that got so far (`last`) sees nothing wrong. Pure.
std::string ContradictionOf(const Incident& incident, const std::optional<LastPoll>& last,
                            const WallOffset& wall);

}  // namespace wa
