#pragma once

#include <string>
#include <vector>

#include "condition/catalogue.h"
#include "model/facts.h"
#include "model/observation.h"

namespace wa {

// Names what an answer says, by the rules of the catalogue alone. Signs are believed in the order of
// SignKind: the first that a rule matches decides; verdicts on messaging and calling are each believed
// and can both stand. An answer with signs of trouble of which none is recognised is `unknown-error`
// (the classifier never returns "fine" for a status other than 2xx).
// Most severe finding first. Pure; thread-safe.
std::vector<Finding> Classify(const Catalogue& catalogue, const Facts& facts);

// Whether the answer was one that the catalogue does not know (for the counter of unclassified answers).
bool IsUnclassified(const std::vector<Finding>& findings);

// The farthest reach of the findings; content if there are none.
Reach ReachOf(const std::vector<Finding>& findings);

}  // namespace wa
