#pragma once

#include <string>

#include "cli/explanation.h"
#include "cli/style.h"

namespace wa {

// For people: what became of messages, each condition with the events that tell of it, what is
// over, and what else was told. Numbers are masked.
std::string RenderExplanation(const Explanation& explanation, const Style& style);

// The shape of design and /api/v1/observations; see web/explanation_json.h.
std::string ExplanationJson(const Explanation& explanation);

}  // namespace wa
