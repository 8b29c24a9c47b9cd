#pragma once

#include <optional>
#include <string>

#include "base/wall_offset.h"
#include "incident/tracker.h"
#include "model/observation.h"

namespace wa {

// One sentence for people, where webhooks and polls disagree about an open incident, else empty:
// an opposite event came and the polls still see it, or an event told of it lately and the newest
// poll that got so far (`last`) sees nothing wrong. Pure.
std::string ContradictionOf(const Incident& incident, const std::optional<Observation>& last,
                            const WallOffset& wall);

}  // namespace wa
