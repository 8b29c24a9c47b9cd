#pragma once

#include <string>
#include <vector>

#include "model/facts.h"
#include "model/observation.h"
#include "model/probe.h"

namespace wa {

// The forms in which the outcome of one poll is passed on.

// What an answer to the question says of its account. Health is judged by the question about health
// alone, so of another one only the conditions that it shows count.
Observation MakeObservation(Operation asked, const Facts& facts, std::vector<Finding> findings,
                            SteadyTime started, SteadyTime ended);

// Of a complete answer.
ProbeAnswer MakeProbeAnswer(const HttpResponse& response, const std::vector<Finding>& findings);

// No answer; `why` is for people.
ProbeAnswer Refusal(std::string why);

}  // namespace wa
