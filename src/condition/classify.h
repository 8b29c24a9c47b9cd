#pragma once

#include <string>
#include <vector>

#include "condition/catalogue.h"
#include "model/facts.h"
#include "model/observation.h"

namespace wa {

// Names what an answer says, by the rules of the catalogue alone. Signs are believed in the order
// in which the provider lists them (that of SignKind): the first that a rule matches decides. A
// rule's text is sought in the text of a sign, and for errors in its detail, too.
// Verdicts on messaging and calling, fields and events are each believed and can all stand. Signs
// of trouble of which none is recognised, and any status other than 2xx, are `unknown-error` at
// worst: no findings means that all is well. An event (facts.is_event) has no status, and fields
// and events that no rule knows are information. An event that ends a condition is no sign of it;
// what is told several times is one finding. A finding's retry_after is the sum of {seconds},
// {minutes} and {hours} in the rule's text, else what the answer's header said, else the
// condition's own. Most severe finding first. Pure; thread-safe; never fails.
std::vector<Finding> Classify(const Catalogue& catalogue, const Facts& facts);

// The conditions of which an event says that they are over: those with an `ends` rule that one of
// its signs fits. Pure; thread-safe; never fails.
std::vector<const Condition*> EndedBy(const Catalogue& catalogue, const Facts& facts);

// The same for the answer to a question of our own, which sent no message: what would be wrong with
// a message is, here, `unknown-error` in the provider's words, since the question itself was
// refused.
std::vector<Finding> ClassifyPoll(const Catalogue& catalogue, const Facts& facts);

// Whether the answer was one that the catalogue does not know (for the counter of unclassified
// answers).
bool IsUnclassified(const std::vector<Finding>& findings);

// How far the question got, as far as all findings agree: what one of them leaves open (a missing
// verdict on sending) is not proven by another (a verdict on calls). Content if there are none.
Reach ReachOf(const std::vector<Finding>& findings);

}  // namespace wa
