#pragma once

#include <string_view>
#include <vector>

#include "condition/catalogue.h"

namespace wa {

// How one learns of a condition, which is also what becomes of it.
enum class Topic {
  kPolled,   // a poll sees it, and sees when it is over
  kTold,     // only webhooks and answers that others received tell of it
  kMessage,  // it is about one message: counted, never an incident
};
Topic TopicOf(const Condition& condition);

struct TopicConditions {
  Topic topic = Topic::kPolled;
  std::vector<const Condition*> conditions;  // the most severe first, then by slug
};

// "Seen by polls", and a sentence about it.
std::string_view HeadingOf(Topic topic);
std::string_view ExplanationOf(Topic topic);

// In the order of Topic; topics without any condition are left out.
std::vector<TopicConditions> ByTopic(const Catalogue& catalogue);

}  // namespace wa
