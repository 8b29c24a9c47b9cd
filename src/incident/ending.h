#pragma once

#include <string>

#include "incident/tracker.h"

namespace wa {

// The rules of when an incident is over. Pure.

// Until when the incident is taken to last although nobody looked.
SteadyTime BridgedUntil(const Incident& incident, const TrackerSettings& settings);

// Nobody looked for too long. What no poll can see needs nobody to look.
bool IsUnobserved(const Incident& incident, SteadyTime at, const TrackerSettings& settings);

// No poll looks: none can see it, or it was only told of, and is nothing that the question about
// health shows. (Other questions are asked seldom, and not of every provider.) Without polls, all
// that was told of.
bool IsOnlyTold(const Incident& incident, const TrackerSettings& settings);

// Nothing told of it any more, and no poll looks.
bool IsQuiet(const Incident& incident, SteadyTime at, const TrackerSettings& settings);

// The opposite event came, and no poll saw it since.
bool IsRestored(const Incident& incident);

// Whether a poll says that it does not last: it got far enough, did not meet it, and no event told
// of it lately.
bool IsGoodFor(const Incident& incident, const Observation& observation);

// Whether a poll that is good for it ends it: it is not the first, or the opposite event was.
bool Confirms(const Observation& observation, const Incident& incident,
              const TrackerSettings& settings);

// Takes the subject (empty: all) out of what has it. False if it did not have it.
bool TakeOut(const std::string& subject, Incident* incident);

}  // namespace wa
