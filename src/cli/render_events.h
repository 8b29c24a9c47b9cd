#pragma once

#include <string>
#include <vector>

#include "cli/explanation.h"
#include "cli/style.h"

namespace wa {

// A delivery's events for people. Pure; numbers are masked.

// "Messages: 3 delivered, 2 failed"; empty if it tells of none.
std::string RenderMessages(const std::vector<ExplainedEvent>& events, const Style& style);

// A block for each condition, the most severe first, with the events that tell of it.
std::string RenderTold(const Explanation& explanation, const Style& style);

// What is over, and what is told without being wrong; empty if there is nothing of the kind.
std::string RenderOver(const std::vector<ExplainedEvent>& events, const Style& style);
std::string RenderInformation(const std::vector<ExplainedEvent>& events, const Style& style);

}  // namespace wa
