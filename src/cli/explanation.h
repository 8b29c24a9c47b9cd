#pragma once

#include <string>
#include <vector>

#include "cli/given_answer.h"
#include "condition/catalogue.h"
#include "model/event.h"
#include "model/observation.h"

namespace wa {

// One thing that a webhook told.
struct ExplainedEvent {
  Event event;
  std::vector<Finding> findings;        // most severe first
  std::vector<const Condition*> ended;  // of which it says that they are over
};

// What somebody's answer or delivery means.
struct Explanation {
  ProviderKind kind = ProviderKind::k360dialog;
  std::string nothing;     // why it tells nothing, or is not believed; else empty
  std::string assumption;  // what was assumed because nobody said it; may be empty
  bool is_webhook = false;
  int http_status = 0;                 // 0: none, or not known
  std::vector<Finding> findings;       // of everything, most severe first; none: all is well
  std::vector<EntityHealth> health;    // of an answer
  std::vector<ExplainedEvent> events;  // of a delivery, in its order
};

// Finds the shape by itself: a body in the form of a webhook is one, unless a status shows that an
// API answered with errors. Where no status is known, what the body says of it counts, else 200 for
// a body without errors; with errors only rules without a status can fit. Text that is no JSON is
// tried as the text of an error. Pure; never fails.
Explanation Explain(const Catalogue& catalogue, ProviderKind kind, const GivenAnswer& answer);

}  // namespace wa
